"""Planned against reported as a table: a row a planned outcome of a study or group; derived by us."""

from typing import get_args

from evidence.analysis.dictionary import Field, fields
from evidence.analysis.tables.data_tables import CITE, OWNERS, Table
from evidence.analysis.view import View
from evidence.model import OutcomeMeasure, links
from evidence.model.vocabulary import ReadState, ResultState

_PLAN = ("endpoint", "timepoint", "role", "definition", "plan")
_TOGETHER = ("in numbers", "in words", "not at all")
_FIRST = (
    OWNERS["study"],
    Field("outcome", "Planned outcome measure.", "key", required=True, form="key"),
    Field("planned_by", "Study or group in whose plan it stands.", "key", required=True, form="key"),
)
_LAST = (
    Field("lists", "Lists of planned outcomes on which it stands.", "list of key", form="list"),
    Field(
        "lists_read",
        "How much of each of these lists was read.",
        f"list of: {', '.join(get_args(ReadState))}",
        form="list",
    ),
    Field(
        "result",
        "How the texts read report it for all people of this study alone, or only with other studies; derived by us.",
        f"one of: {', '.join(get_args(ResultState))}",
        "",
        True,
        "choice",
        "",
        get_args(ResultState),
    ),
    Field(
        "result_together",
        "How they report it for several studies together, this one among them; derived by us.",
        f"one of: {', '.join(_TOGETHER)}",
        "",
        True,
        "choice",
        "",
        _TOGETHER,
    ),
    Field("facts", "Facts that report it for this study.", "list of key", form="list"),
    Field("facts_together", "Facts that report it for several studies together.", "list of key", form="list"),
    Field(
        "facts_of_parts", "Facts about a part of the people only; they are no result of it.", "list of key", form="list"
    ),
    Field("page", "Address of the plan.", required=True),
    *CITE,
)
ABOUT = (
    "One planned outcome of a study or group and whether the texts read report it in numbers, in words or not at all; "
    "only a list that was read whole shows what is missing."
)


def planned_outcomes(view: View) -> Table:
    """A row for each study or group and planned outcome that concerns it."""
    known = {field.name: field for field in fields(OutcomeMeasure)}
    site = view.evidence.site.site_url
    rows = []
    for outcomes in view.planned_outcomes.values():
        for each in outcomes:
            plan, lists = each.measure, view.evidence.owners[each.owner].outcome_lists
            rows.append(
                (
                    *(each.study, each.key, each.owner),
                    *(getattr(plan, name) for name in _PLAN),
                    *(plan.lists, tuple(lists[name].read for name in plan.lists)),
                    *(each.result, each.result_together),
                    *(each.facts, each.together, each.parts),
                    links.absolute(site, view.entities[each.key].address),
                    *(tuple(plan.cite), tuple(plan.cite.values())),
                )
            )
    columns = (*_FIRST, *(known[name] for name in _PLAN), *_LAST)
    return Table("planned_outcomes", ABOUT, columns, tuple(rows), ("study", "outcome"))
