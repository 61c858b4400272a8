"""The page of the API: where to begin, what a document holds, and what is promised of it."""

from __future__ import annotations

from collections.abc import Iterator

from evidence import links
from evidence.derive.resources import RESOURCES, ids
from evidence.derive.view import View
from evidence.model.api import VERSION
from evidence.output import Output
from evidence.pages.page import page
from evidence.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    yield page(
        render,
        "api",
        links.address("api"),
        "data",
        version=VERSION,
        collections=[(each, sum(1 for _ in ids(view, each))) for each in RESOURCES],
        example=next(iter((*view.effects, *view.evidence.facts)), None),
    )
