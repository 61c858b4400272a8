"""What each card says, as lines of plain text with a role each. Templates find the words."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import NamedTuple

from evidence.analysis.view import View
from evidence.site.cards import previews
from evidence.site.render import Renderer


class Card(NamedTuple):
    """`lines` are (role, text); the roles are those that draw.py knows. `chart` is the chart whose drawing it holds."""

    image: str
    lines: tuple[tuple[str, str], ...]
    chart: str = ""


def cards(view: View) -> Iterator[Card]:
    """Every card of the site, in a fixed order."""
    render = Renderer(view)
    for preview in previews.previews(view).values():
        said = render.part("card.jinja", "", preview=preview, chart=preview.chart)
        lines = (line.partition(": ") for line in said.splitlines())
        plain = ((role.strip(), " ".join(html.unescape(text).split())) for role, _, text in lines)
        yield Card(preview.image, tuple(line for line in plain if line[1]), preview.id if preview.chart else "")
