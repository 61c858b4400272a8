"""Other drugs in the same disease, in order of name: context, no ranking."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    rows = sorted(view.evidence.landscape.items(), key=lambda item: (item[1].drug.casefold(), item[0]))
    checked = [(key, view.findings_of[key]) for key, _ in rows if view.findings_of[key]]
    yield page(render, "landscape", links.address("landscape"), "data/landscape", rows=rows, checked=checked)
