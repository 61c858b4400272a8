"""The data page: downloads, schemas and the dictionary of fields."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.dictionary import FILES, ROWS, dictionary
from evidence.analysis.frames.downloads import downloads
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

FEEDS = (("atom", "Atom"), ("json", "JSON Feed"))


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    yield page(
        render,
        "data",
        links.address("data"),
        "data",
        tables=downloads(view),
        schemas=(*FILES, *ROWS),
        dictionary=dictionary(),
        example=next(iter((*view.effects, *view.evidence.facts)), None),
        feeds=FEEDS,
    )
