"""The data page: downloads, schemas and the dictionary of fields."""

from __future__ import annotations

from collections.abc import Iterator

from evidence import links
from evidence.derive.dictionary import FILES, ROWS, dictionary
from evidence.derive.view import View
from evidence.output import Output
from evidence.pages.page import page
from evidence.render import Renderer

FEEDS = (("atom", "Atom"), ("json", "JSON Feed"))


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    yield page(
        render,
        "data",
        links.address("data"),
        "data",
        tables=view.tables,
        schemas=(*FILES, *ROWS),
        dictionary=dictionary(),
        example=next(iter((*view.effects, *view.evidence.facts)), None),
        feeds=FEEDS,
    )
