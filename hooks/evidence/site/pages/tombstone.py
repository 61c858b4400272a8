"""A page for each address that was removed: what stood there, why it went, and what stands in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

_FACT = re.compile(links.address("fact", "([^/]+)"))


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """A page each."""
    for move in view.moves.pages:
        if move.is_removed and move.record:
            found = _FACT.fullmatch(move.address)
            steps = view.history.of_fact(found[1]) if found else ()
            yield page(
                render,
                "tombstone",
                move.address,
                move.record,
                move.date,
                move=move,
                steps=steps,
                anchors=view.moves.anchors(move.address),
            )
