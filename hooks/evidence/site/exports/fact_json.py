"""Each fact as JSON: what it is about, and every report of it field by field as printed. Numbers stay text."""

from collections.abc import Iterator

from evidence.analysis.tables.data_tables import text as cell_text
from evidence.analysis.view import View
from evidence.model import NOT_RECORDED, Report, SafetyReport, links
from evidence.site.exports.api_documents import EffectMeasureData
from evidence.site.exports.json_file import json_file
from evidence.site.output import Output

# Fields of a report that its fact has once for all, and those that have another form here.
_NOT_REPEATED = frozenset(
    "fact study endpoint timepoint arm comparator source locator category period statistic".split()
)


def outputs(view: View) -> Iterator[Output]:
    """One file a fact."""
    for key in view.evidence.facts:
        yield json_file(links.address("fact-file", key), of_fact(view, key))


def of_fact(view: View, key: str) -> dict[str, object]:
    """A fact as data. What is not known is null; `shown` marks the one report that the pages print."""
    shown = view.preferred[key]
    endpoint = shown.endpoint if isinstance(shown, Report) else None
    measure = shown.effect_measure
    about = (
        ("timepoint", "statistic", "population", "subgroup") if isinstance(shown, Report) else ("category", "period")
    )
    return {
        "id": key,
        "address": links.absolute(view.evidence.site.site_url, view.entities[key].address),
        "label": view.entities[key].label,
        "study": _reference(view, shown.study),
        "endpoint": _reference(view, endpoint) if endpoint else None,
        "arm": _reference(view, shown.arm) if shown.arm else None,
        "comparator": _reference(view, shown.comparator) if shown.comparator else None,
        **{name: cell_text(getattr(shown, name)) or None for name in about},
        "effect_measure": EffectMeasureData.of(measure).model_dump() if measure else None,
        "disputed": key in view.disputed,
        "reports": [_report(view, row, row is shown) for row in view.evidence.facts[key].reports],
        "contradictions": [_reference(view, case) for case in view.contradictions_of[key]],
        "site": view.evidence.site.name,
        "version": view.history.version([key]) or view.evidence.version,
        "licence": view.evidence.site.licence,
    }


def _report(view: View, row: Report | SafetyReport, shown: bool) -> dict[str, object]:
    source = view.evidence.sources[row.source]
    printed = {
        name: cell_text(getattr(row, name)) or None for name in type(row).model_fields if name not in _NOT_REPEATED
    }
    return {
        **printed,
        "locator": None if row.locator == NOT_RECORDED else row.locator,
        "source": {
            **_reference(view, row.source),
            "title": source.title,
            "url": source.url,
            "date": source.date,
            "relation": source.relation,
            "peer_reviewed": source.peer_reviewed,
        },
        "shown": shown,
    }


def _reference(view: View, id: str) -> dict[str, str]:
    """An entity that a fact names: its id, what it is called, the absolute address of its page."""
    entity = view.entities[id]
    return {"id": id, "label": entity.label, "address": links.absolute(view.evidence.site.site_url, entity.address)}
