"""Every table that can be downloaded: those of the data, what the site adds to them, and what their columns mean."""

from dataclasses import replace
from functools import lru_cache

from evidence.analysis.dictionary import Field, fields
from evidence.analysis.tables.data_tables import Table, tables
from evidence.analysis.tables.extraction import extraction
from evidence.analysis.tables.planned_outcomes import planned_outcomes
from evidence.analysis.tables.regulatory import regulatory
from evidence.analysis.tables.risk_of_bias import risk_of_bias
from evidence.analysis.tables.safety_comparison import safety_comparison
from evidence.analysis.tables.statistics import statistics
from evidence.analysis.view import View
from evidence.model import Report, links

# Column that names a row of another table -> that table and its column. Elsewhere a column of that name is text, or may
# name what is gone or must not be cited.
_REFERS = {
    "fact": ("facts", "fact"),
    "comparator_fact": ("facts", "fact"),
    "endpoint": ("endpoints", "key"),
    "instrument": ("endpoints", "key"),
    "arm": ("arms", "key"),
    "comparator": ("arms", "key"),
    "n": ("facts", "fact"),
    "statistic": ("statistics", "statistic"),
    "source": ("sources", "key"),
    "contradiction": ("contradictions", "key"),
    "decided_by": ("events", "key"),
}
# What a fact is about, by the fields of its reports; a row of safety has no statistic, population or subgroup.
_ABOUT = ("study", "endpoint", "arm", "comparator", "statistic", "population", "subgroup")
_MAY_BE_GONE = {"positions": ("source",), "changes": ("fact", "source")}


@lru_cache(maxsize=4)
def downloads(view: View) -> tuple[Table, ...]:
    """All of them, in the order of the data page, each with what its columns refer to."""
    first, *rest = tables(view.evidence)
    found = [
        _facts(view),
        first,
        *rest,
        regulatory(view),
        extraction(view),
        safety_comparison(view),
        planned_outcomes(view),
        risk_of_bias(view),
        statistics(),
    ]
    found.append(_dictionary(found))
    return tuple(replace(table, refers=_refers(table)) for table in found)


def _refers(table: Table) -> dict[str, tuple[str, str]]:
    return {
        field.name: _REFERS[field.name]
        for field in table.fields
        if field.form in ("key", "choice")
        and field.name in _REFERS
        and _REFERS[field.name] != (table.name, field.name)
        and field.name not in _MAY_BE_GONE.get(table.name, ())
    }


def _facts(view: View) -> Table:
    """A row a fact, with the report that pages show of it."""
    known = {field.name: field for field in fields(Report)}
    columns = (
        known["fact"],
        Field("about", "What the fact is about, in words.", required=True),
        *(known[name] for name in _ABOUT[:4]),
        *(replace(known[name], required=False) for name in _ABOUT[4:]),
        Field("reports", "How many reports of it there are.", "whole number", required=True, form="count"),
        Field(
            "disputed",
            "Whether its reports cannot all be right.",
            "one of: yes, no",
            "",
            True,
            "choice",
            "",
            ("yes", "no"),
        ),
        replace(known["source"], about="Source whose report the pages show."),
        replace(known["source_version"], about="Date of the record version whose report the pages show."),
        Field("page", "Address of its page.", required=True),
    )
    rows = []
    for key, fact in view.evidence.facts.items():
        shown = view.preferred[key]
        rows.append(
            (
                key,
                view.entities[key].label,
                *(getattr(shown, name, None) or "" for name in _ABOUT),
                str(len(fact.reports)),
                "yes" if key in view.disputed else "no",
                shown.source,
                shown.source_version or "",
                links.absolute(view.evidence.site.site_url, view.entities[key].address),
            )
        )
    return Table("facts", "One fact, and which of its reports the pages show.", columns, tuple(rows), ("fact",))


def _dictionary(found: list[Table]) -> Table:
    """A row a column of every table, its own included."""
    columns = (
        Field("table", "Table.", "text", required=True),
        Field("column", "Column.", "text", required=True),
        Field("meaning", "What it says.", "text", required=True),
        Field("type", "What a value looks like.", "text", required=True),
        Field("unit", "Unit of the value.", "text"),
        Field("required", "Whether every row has it.", "one of: yes, no", "", True, "choice", "", ("yes", "no")),
    )
    about = "One column of one of these tables: its meaning, type and unit."
    own = Table("data_dictionary", about, columns, (), ("table", "column"))
    rows = tuple(
        (table.name, field.name, field.about, field.type, field.unit, "yes" if field.required else "no")
        for table in (*found, own)
        for field in table.fields
    )
    return replace(own, rows=rows)
