"""What the API has documents of: its collections, the entities in each, and which entity names which."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from evidence.analysis.view import View
from evidence.model import Group, Study, links, representations


class Resource(NamedTuple):
    """A collection: the kind of its entities, what it contains in words, the page that shows it."""

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


def records(view: View, resource: Resource) -> Mapping[str, object]:
    """Id -> record of each entity, in the order of the site; texts that may not be cited have no document."""
    if resource.kind == "term":
        return {links.term_id(term.term): term for term in view.evidence.glossary}
    found: Mapping[str, object] = getattr(view.evidence, resource.name)
    return view.evidence.citable_sources if resource.kind == "source" else found


def related(view: View) -> Mapping[str, tuple[str, ...]]:
    """Id -> ids of the entities that it names or that name it, in the order of the site; an arm names nothing."""
    found: dict[str, set[str]] = {}
    for one, other in _pairs(view):
        if one != other:
            found.setdefault(one, set()).add(other)
            if other not in view.evidence.arms:
                found.setdefault(other, set()).add(one)
    order = {id: number for number, id in enumerate((*view.entities, *view.evidence.changes))}
    return {id: tuple(sorted(others, key=order.__getitem__)) for id, others in found.items()}


def _pairs(view: View) -> Iterator[tuple[str, str]]:
    """An entity and one that it names."""
    evidence = view.evidence
    for report in evidence.reports:
        named = (report.study, report.endpoint, report.arm, report.comparator)
        yield from ((report.fact, other) for other in named if other)
    for safety in evidence.safety:
        yield from ((safety.fact, other) for other in (safety.study, safety.arm, safety.comparator) if other)
    for key, study in evidence.studies.items():
        if study.primary_endpoint:
            yield key, study.primary_endpoint.value
    for key, group in evidence.groups.items():
        yield from ((key, member) for member in group.members)
    owners: dict[str, Study | Group] = {**evidence.studies, **evidence.groups}
    owner_of = {key: owner for key, (owner, _) in evidence.arms.items()}
    for key, owner in owners.items():
        for name, outcome in owner.outcome_measures.items():
            owner_of[name] = key
            yield key, outcome.endpoint
    for key, endpoint in evidence.endpoints.items():
        if endpoint.instrument:
            yield key, endpoint.instrument
    for key, event in evidence.events.items():
        yield from ((key, study) for study in event.studies)
    for key, case in evidence.contradictions.items():
        yield from ((key, fact) for fact in case.facts)
    for citation in view.citations:
        id = citation.id.partition("#")[0]
        yield owner_of.get(id, id), citation.source
    for name, change in evidence.changes.items():
        yield from ((name, id) for id in (change.fact, change.source) if id in view.entities)
