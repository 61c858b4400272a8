"""Each fact as JSON: what it is about, and every report of it field by field as printed. Numbers stay text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from evidence.analysis.frames.tables import text
from evidence.analysis.view import View
from evidence.model import NOT_RECORDED, Report, SafetyReport, links
from evidence.site.output import Output

# Fields of a report that its fact says once for all, and those that are told in another form.
_SAID = (
    "fact",
    "study",
    "endpoint",
    "timepoint",
    "arm",
    "comparator",
    "source",
    "locator",
    "category",
    "period",
    "statistic",
)


def outputs(view: View) -> Iterator[Output]:
    """One file a fact."""
    for key in view.evidence.facts:
        made = json.dumps(of_fact(view, key), ensure_ascii=False, indent=1)
        yield Output(links.address("fact-file", key), made + "\n")


def of_fact(view: View, key: str) -> dict[str, Any]:
    """A fact as data. What is not known is null; `shown` marks the one report that the pages print."""
    shown = view.preferred[key]
    safety = isinstance(shown, SafetyReport)
    about = ("category", "period") if safety else ("timepoint", "statistic")
    return {
        "id": key,
        "address": _absolute(view, view.entities[key].address),
        "label": view.entities[key].label,
        "study": _thing(view, shown.study),
        "endpoint": None if safety else _thing(view, shown.endpoint),
        "arm": _thing(view, shown.arm),
        "comparator": _thing(view, shown.comparator),
        **{name: text(getattr(shown, name)) or None for name in about},
        "disputed": key in view.disputed,
        "reports": [_report(view, row, row is shown) for row in view.fact(key).reports],
        "contradictions": [_thing(view, case) for case in view.contradictions_of[key]],
        "site": view.evidence.site.name,
        "version": view.history.version([key]) or view.evidence.site.as_of,
        "licence": view.evidence.site.licence,
    }


def _report(view: View, row: Report | SafetyReport, shown: bool) -> dict[str, Any]:
    source = view.evidence.sources[row.source]
    printed = {name: text(getattr(row, name)) or None for name in type(row).model_fields if name not in _SAID}
    return {
        **printed,
        "locator": None if row.locator == NOT_RECORDED else row.locator,
        "source": {
            **_thing(view, row.source),
            "title": source.title,
            "url": source.url,
            "date": source.date,
            "relation": source.relation,
            "peer_reviewed": source.peer_reviewed,
        },
        "shown": shown,
    }


def _thing(view: View, id: str | None) -> dict[str, str] | None:
    """A thing that a fact names: its id, what it is called, where it stands."""
    if id is None:
        return None
    thing = view.entities[id]
    return {"id": id, "label": thing.label, "address": _absolute(view, thing.address)}


def _absolute(view: View, address: str) -> str:
    return links.absolute(view.evidence.site.site_url, address)
