"""The page of the API: where to begin, what a document holds, and what is promised of it."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.exports.api_documents import VERSION
from evidence.site.exports.collections import RESOURCES, ids
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


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
