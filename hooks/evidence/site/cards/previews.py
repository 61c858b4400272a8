"""What a pasted link unfolds into: which picture stands for each page, and what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.analysis.view import View
from evidence.charts import Chart, all_charts
from evidence.model import links

# Name of the picture beside a page.
CARD = "card.png"


@dataclass(frozen=True)
class Preview:
    """`kind` is fact, study, group, chart or site; `image` the address of the picture, `about` what it shows, plain text."""

    kind: str
    id: str
    image: str
    about: str
    chart: Chart | None = None


def previews(view: View) -> Mapping[str, Preview]:
    """Address of a page -> its picture. The first page's stands for every page that has none of its own."""
    return dict(_all(view))


def _all(view: View) -> Iterator[tuple[str, Preview]]:
    yield "", Preview("site", "", links.beside("", CARD), view.evidence.site.name)
    taken = {view.entities[key].address for key in (*view.evidence.studies, *view.evidence.groups)}
    for chart in all_charts(view).values():
        owner = view.entities.get(chart.about) or view.entities.get(f"page.{chart.about}")
        if chart.is_drawn and owner:
            preview = Preview(
                "chart", chart.id, links.address("chart-card", chart.id), f"{chart.title}. {chart.subject}", chart
            )
            # A page with several charts is stood for by its first one.
            yield owner.address if owner.address not in taken else links.address("chart-card", chart.id), preview
            taken.add(owner.address)
    for kind, keys in (
        ("study", view.evidence.studies),
        ("group", view.evidence.groups),
        ("fact", view.evidence.facts),
    ):
        for key in keys:
            thing = view.entities[key]
            yield thing.address, Preview(kind, key, links.beside(thing.address, CARD), thing.label)
