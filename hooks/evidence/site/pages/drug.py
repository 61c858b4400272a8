"""The page of the drug: what is known of it, by topic."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    drug = view.evidence.drug
    topics = by((fact.topic, key) for key, fact in drug.facts.items())
    yield page(render, "drug", links.address("drug"), drug, topics=tuple(topics.items()))
