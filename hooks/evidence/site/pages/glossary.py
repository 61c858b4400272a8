"""The glossary: each term with an anchor of its own and a link to the endpoint it names."""

from collections.abc import Iterator

from evidence.model import links
from evidence.site.gather import Gatherer
from evidence.site.pages.page import Page


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    evidence = gather.view.evidence
    named = {endpoint.abbreviation: key for key, endpoint in evidence.endpoints.items() if endpoint.abbreviation}
    terms = tuple((term, gather.maybe(named.get(term.term))) for term in evidence.glossary)
    yield Page("glossary", links.address("glossary"), {"terms": terms}, "data/glossary.csv")
