"""The page of the drug: what is known of it, by topic."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.citation_index import by
from evidence.model import links
from evidence.site.gather import Gatherer, Origin, Text
from evidence.site.pages.page import Page, edit_of


@dataclass(frozen=True)
class Statement:
    """One sourced statement about the drug; `key` is its anchor."""

    key: str
    label: Text
    value: Text
    origins: tuple[Origin, ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    evidence = gather.view.evidence
    topics = by(
        (fact.topic, Statement(key, gather.text(fact.label), gather.text(fact.value), gather.origins(fact.cite)))
        for key, fact in evidence.drug.facts.items()
    )
    context = {
        "introduction": gather.prose("drug"),
        "topics": tuple(topics.items()),
        "studies": gather.refs(evidence.studies),
    }
    yield Page("drug", links.address("drug"), context, edit_of(evidence.drug))
