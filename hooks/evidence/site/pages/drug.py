"""The page of the drug: what is known of it, by topic."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.citation_index import by
from evidence.model import links
from evidence.model.jurisdictions import JURISDICTION_NAMES
from evidence.site.gather import Gatherer, Origin, Text
from evidence.site.gather_regulation import regulation
from evidence.site.gather_statements import on_topics
from evidence.site.pages.page import Page, edit_of


@dataclass(frozen=True)
class Statement:
    """One sourced statement about the drug; `key` is its anchor."""

    key: str
    label: Text
    value: Text
    origins: tuple[Origin, ...]
    note: Text


@dataclass(frozen=True)
class QuotedLabel:
    """What a label says, in its own words: (what, words) of each part that was read; `key` is its anchor."""

    key: str
    place: str
    quotations: tuple[tuple[str, str], ...]
    origins: tuple[Origin, ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    evidence = gather.view.evidence
    topics = by(
        (
            fact.topic,
            Statement(
                key,
                gather.text(fact.label),
                gather.text(fact.value),
                gather.origins(fact.cite),
                gather.text(fact.note or ""),
            ),
        )
        for key, fact in evidence.drug.facts.items()
    )
    context = {
        "introduction": gather.prose("drug"),
        "regulation": regulation(gather),
        "labels": tuple(_label(gather, key) for key in evidence.drug.labels),
        "topics": tuple(topics.items()),
        "said": on_topics(gather, ("disease", "regulation", "outlook")),
        "studies": gather.refs(evidence.studies),
    }
    yield Page("drug", links.address("drug"), context, edit_of(evidence.drug))


def _label(gather: Gatherer, key: str) -> QuotedLabel:
    label = gather.view.evidence.drug.labels[key]
    parts = (
        ("Approved uses", label.indication),
        ("Boxed warning", label.boxed_warning),
        ("Recommended dose", label.dose),
    )
    quotations = tuple((what, words) for what, words in parts if words)
    return QuotedLabel(f"label.{key}", JURISDICTION_NAMES[label.jurisdiction], quotations, gather.origins(label.cite))
