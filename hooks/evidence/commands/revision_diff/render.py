"""Renders a difference: plain text and Markdown for people, a page, JSON for programs. No loss is ever left out."""

import html
import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from evidence.charts import Chart
from evidence.commands.revision_diff.compare import ChartChange, Difference, FactChange, ReportChange
from evidence.commands.revision_diff.entries import EntryChange
from evidence.model import links
from evidence.site import chart_drawings
from evidence.site.gather import Gatherer
from evidence.site.gather_changes import ChangeRow, Named, comparison, named
from evidence.site.render import Renderer

KINDS = ("added", "changed", "removed")
_TAG = re.compile(r"<[^<>]+>")


def render(difference: Difference, format: str) -> str:
    """The difference in one of FORMATS."""
    return FORMATS[format](difference)


def _text(difference: Difference) -> str:
    """The Markdown without its links and tags; what still looks like markup in it is text of the data."""
    return re.sub(r"\n{3,}", "\n\n", html.unescape(_TAG.sub("", _markdown(difference))))


def _markdown(difference: Difference) -> str:
    return re.sub(r"\n{3,}", "\n\n", _rendered(difference, "difference.md.jinja"))


def _page(difference: Difference) -> str:
    """A page that needs no other file."""
    return _rendered(
        difference, "difference.html.jinja", before=_images(difference, "old"), after=_images(difference, "new")
    )


def _images(difference: Difference, side: str) -> Mapping[str, str]:
    """Chart -> its drawing on one side, as a data: address."""
    found: list[Chart] = [chart for each in difference.charts if (chart := getattr(each, side))]
    made = chart_drawings.drawings(found, chart_drawings.default_cache())
    return {id: f"data:image/svg+xml;base64,{b64encode(drawn.svg.encode()).decode()}" for id, drawn in made.items()}


@dataclass(frozen=True)
class FactText:
    """A fact that is different, and what its reports were and are, each with the reasons that the log gives."""

    fact: Named
    label: str
    reports: tuple[tuple[ChangeRow, tuple[tuple[str, str], ...]], ...]


def _rendered(difference: Difference, template: str, **context: object) -> str:
    view = difference.new.view
    assert view
    gather, site = Gatherer(view), view.evidence.site
    render = Renderer(view.evidence, lambda _, target: links.absolute(site.site_url, target))
    facts = {kind: [_fact_text(gather, each) for each in difference.facts if each.kind == kind] for kind in KINDS}
    is_partial = difference.old.view is None
    return str(render.part(template, "", difference=difference, facts=facts, is_partial=is_partial, **context)) + "\n"


def _fact_text(gather: Gatherer, change: FactChange) -> FactText:
    rows = ((comparison(gather, r.report, r.before, r.after, r.moved_from), r.reasons) for r in change.reports)
    return FactText(named(gather, change.fact), change.label, tuple(rows))


def _json(difference: Difference) -> str:
    moved = [move for move in difference.moved if not move.is_removed]
    removed = [move for move in difference.moved if move.is_removed]
    fields = {
        "old": difference.old.name,
        "new": difference.new.name,
        "only_facts_of_old": difference.old.view is None,
        "facts": [_fact(each) for each in difference.facts],
        "verdicts": [asdict(each) for each in difference.verdicts],
        "contradictions": [_entry(each) for each in difference.contradictions],
        "charts": [_chart(each) for each in difference.charts],
        "entries": [_entry(each) for each in difference.entries],
        "addresses": {
            "added": list(difference.added),
            "moved": {f"/{move.address}": [f"/{target}" for target in move.targets] for move in moved},
            "removed": {f"/{move.address}": move.was for move in removed},
            "lost": list(difference.lost),
        },
        "log": [asdict(each) for each in difference.log],
    }
    return json.dumps(_with_null(fields), ensure_ascii=False, indent=2) + "\n"


def _with_null(value: object) -> object:
    """The same with null in place of an empty text, for what was or is not there."""
    if isinstance(value, dict):
        return {name: _with_null(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_with_null(each) for each in value]
    return None if value == "" else value


def _fact(change: FactChange) -> Mapping[str, object]:
    return {
        "fact": change.fact,
        "label": change.label,
        "kind": change.kind,
        "reports": [_report(each) for each in change.reports],
    }


def _report(change: ReportChange) -> Mapping[str, object]:
    return {
        "source": change.report.source,
        "source_version": change.report.version,
        "moved_from": change.moved_from,
        "old": {name: change.before.get(name) for name in change.fields} if change.before else None,
        "new": {name: change.after.get(name) for name in change.fields} if change.after else None,
        "reasons": [{"reason": reason, "kind": kind} for reason, kind in change.reasons],
    }


def _entry(change: EntryChange) -> Mapping[str, object]:
    old = {each.path: each.old for each in change.fields}
    new = {each.path: each.new for each in change.fields}
    return {"id": change.id, "of": change.of, "label": change.label, "kind": change.kind, "old": old, "new": new}


def _chart(change: ChartChange) -> Mapping[str, object]:
    sides = {"old": change.old, "new": change.new}
    return {"id": change.id, "label": change.label} | {name: _drawing(chart) for name, chart in sides.items()}


def _drawing(chart: Chart | None) -> Mapping[str, object] | None:
    """A chart as data: its title, its marks with their texts, or the reason why there is none."""
    if chart is None:
        return None
    head, *rows = chart.table() if chart.is_drawn else ((),)
    return {"title": chart.title, "reason": chart.reason, "marks": [dict(zip(head, row, strict=True)) for row in rows]}


FORMATS: Mapping[str, Callable[[Difference], str]] = {"txt": _text, "md": _markdown, "json": _json, "html": _page}
