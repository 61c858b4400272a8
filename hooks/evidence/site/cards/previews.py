"""What a pasted link unfolds into: which picture represents each page, and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass

from evidence.analysis.view import View
from evidence.charts import Chart, all_charts
from evidence.model import links

_CARD = "card.png"


@dataclass(frozen=True)
class Preview:
    """`kind` is fact, study, group, chart or site; `image` the address of the picture, `about` what it shows, plain text."""

    kind: str
    id: str
    image: str
    about: str
    chart: Chart | None = None


def previews(view: View) -> Mapping[str, Preview]:
    """Address of a page -> its picture. That of the first page is for every page that has none of its own."""
    found = {"": Preview("site", "", _CARD, view.evidence.site.name)}
    taken = {view.entities[key].address for key in (*view.evidence.studies, *view.evidence.groups)}
    for chart in all_charts(view).values():
        owner = view.entities.get(chart.about) or view.entities.get(f"page.{chart.about}")
        if chart.is_drawn and owner:
            image = links.address("chart-card", chart.id)
            # A page with several charts has the picture of its first one.
            address = image if owner.address in taken else owner.address
            found[address] = Preview("chart", chart.id, image, f"{chart.title}. {chart.subject}", chart)
            taken.add(owner.address)
    kinds = {"study": view.evidence.studies, "group": view.evidence.groups, "fact": view.evidence.facts}
    for kind, keys in kinds.items():
        for key in keys:
            entity = view.entities[key]
            found[entity.address] = Preview(kind, key, f"{entity.address}{_CARD}", entity.label)
    return found
