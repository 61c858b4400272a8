"""The glossary: each term with an anchor of its own, leading to the endpoint it names."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    named = {endpoint.abbreviation: key for key, endpoint in view.evidence.endpoints.items() if endpoint.abbreviation}
    pages = {term.term: named.get(term.term) for term in view.evidence.glossary}
    yield page(render, "glossary", links.address("glossary"), "data/glossary.csv", pages=pages)
