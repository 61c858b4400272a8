"""What names what: every thing with a document of its own, and the things that it names or that name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidence.analysis.view import View


def relations(view: View) -> Mapping[str, tuple[str, ...]]:
    """Id -> ids, in the order of the site; an arm is named by facts and names nothing."""
    found: dict[str, set[str]] = {}
    for one, other in _pairs(view):
        if one != other:
            found.setdefault(one, set()).add(other)
            if other not in view.evidence.arms:
                found.setdefault(other, set()).add(one)
    order = {id: place for place, id in enumerate((*view.entities, *view.evidence.changes))}
    return {id: tuple(sorted(others, key=order.__getitem__)) for id, others in found.items()}


def _pairs(view: View) -> Iterator[tuple[str, str]]:
    evidence = view.evidence
    for row in (*evidence.reports, *evidence.safety):
        named = (row.study, getattr(row, "endpoint", None), row.arm, row.comparator)
        yield from ((row.fact, other) for other in named if other)
    for key, study in evidence.studies.items():
        if study.primary_endpoint:
            yield key, study.primary_endpoint.value
    for key, group in evidence.groups.items():
        yield from ((key, member) for member in group.members)
    owner = {key: owner for key, (owner, _) in evidence.arms.items()}
    for key, has in (*evidence.studies.items(), *evidence.groups.items()):
        for name, measure in has.outcome_measures.items():
            owner[name] = key
            yield key, measure.endpoint
    for key, endpoint in evidence.endpoints.items():
        if endpoint.instrument:
            yield key, endpoint.instrument
    for key, event in evidence.events.items():
        yield from ((key, study) for study in event.studies)
    for key, case in evidence.contradictions.items():
        yield from ((key, fact) for fact in case.facts)
    for citation in view.citations:
        id = citation.id.partition("#")[0]
        yield owner.get(id, id), citation.source
    for name, change in evidence.changes.items():
        yield from ((name, id) for id in (change.fact, change.source) if id in view.entities)
