"""The glossary: each term with an anchor of its own and a link to the endpoint it names."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.model import Term, links
from evidence.site.gather import Gatherer, Ref
from evidence.site.pages.page import Page


@dataclass(frozen=True)
class Glossary:
    """Each term, and the endpoint or instrument that has a page under that name."""

    terms: tuple[tuple[Term, Ref | None], ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    evidence = gather.view.evidence
    named = {endpoint.abbreviation: key for key, endpoint in evidence.endpoints.items() if endpoint.abbreviation}
    terms = tuple((term, gather.maybe(named.get(term.term))) for term in evidence.glossary)
    yield Page("glossary", links.address("glossary"), Glossary(terms), "data/glossary.csv")
