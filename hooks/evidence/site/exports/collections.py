"""What the API has documents of: its collections, and the things in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.view import View
from evidence.model import links, representations


@dataclass(frozen=True)
class Resource:
    """A collection: the kind of its things, what it holds in words, the page that shows it."""

    kind: str
    label: str
    page: str

    @property
    def name(self) -> str:
        """What it is called in the API and in the evidence."""
        return representations.COLLECTIONS[self.kind]


RESOURCES = (
    Resource("fact", "Facts, each with every report of it", "facts"),
    Resource("study", "Studies with their arms and planned endpoints", "studies"),
    Resource("group", "Studies taken together", "studies"),
    Resource("endpoint", "Endpoints and instruments", "endpoints"),
    Resource("source", "Sources", "sources"),
    Resource("event", "Dated events", "timeline"),
    Resource("competitor", "Arms of trials of other drugs", "landscape"),
    Resource("contradiction", "Topics on which sources disagree", "contradictions"),
    Resource("change", "Entries of the log of changes", "changes"),
    Resource("term", "Terms in plain words", "glossary"),
)


def ids(view: View, resource: Resource) -> Iterator[str]:
    """The id of each thing, in the order of the site; texts that may not be cited have no document."""
    if resource.kind == "term":
        yield from (links.term_id(term.term) for term in view.evidence.glossary)
    elif resource.kind == "source":
        yield from view.evidence.citable_sources
    else:
        yield from getattr(view.evidence, resource.name)
