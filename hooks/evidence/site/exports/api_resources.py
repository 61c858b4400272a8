"""What the API has documents of: its collections, the entities in each, and which entity names which."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from evidence.analysis.view import View
from evidence.model import Group, Study, links, representations
from evidence.model.gaps import gap_id


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
    Resource("statement", "What speakers, the sponsor and commentaries say", "statements"),
    Resource("change", "Entries of the log of changes", "changes"),
    Resource("term", "Terms in plain words", "glossary"),
    Resource("gap", "What is not known, and where it might appear", "gaps"),
)


def records(view: View, resource: Resource) -> Mapping[str, object]:
    """Id -> record of each entity, in the order of the site; texts that may not be cited have no document."""
    if resource.kind == "term":
        return {links.term_id(term.term): term for term in view.evidence.glossary}
    if resource.kind == "gap":
        return {gap_id(key): gap for key, gap in view.evidence.gaps.items()}
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
    studies, groups = evidence.studies.items(), evidence.groups.items()
    owners: list[tuple[str, Study | Group]] = [*studies, *groups]
    measures = [(key, name, measure) for key, owner in owners for name, measure in owner.outcome_measures.items()]
    yield from ((key, study.primary_endpoint.value) for key, study in studies if study.primary_endpoint)
    yield from ((key, member) for key, group in groups for member in group.members)
    yield from ((key, measure.endpoint) for key, _, measure in measures)
    yield from ((key, endpoint.instrument) for key, endpoint in evidence.endpoints.items() if endpoint.instrument)
    yield from ((key, study) for key, event in evidence.events.items() for study in event.studies)
    for key, gap in evidence.gaps.items():
        yield from ((gap_id(key), other) for other in (*gap.studies, *gap.endpoints, *gap.may_stand_in))
    yield from ((key, fact) for key, topic in evidence.contradictions.items() for fact in topic.facts)
    yield from ((key, study) for key, said in evidence.statements.items() for study in said.studies)
    changes = evidence.changes.items()
    yield from ((key, id) for key, change in changes for id in (change.fact, change.source) if id in view.entities)
    owner_of = {arm: owner for arm, (owner, _) in evidence.arms.items()} | {name: key for key, name, _ in measures}
    owner_of |= {name: key for key, owner in owners for name in owner.outcome_lists}
    for citation in view.citations:
        id = citation.id.partition("#")[0]
        yield owner_of.get(id, id), citation.source
