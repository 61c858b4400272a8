"""The list of studies, one page a study, one page a group of studies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.model import Cited, Study, links, vocabulary
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

LABELS = {
    "short_name": "Name",
    "nct": "ClinicalTrials.gov",
    "eudract": "EudraCT",
    "ctis": "CTIS",
    "sponsor_code": "Sponsor's code",
    "status_date": "Status as of",
    "start_date": "Start",
    "primary_completion_date": "Primary completion",
    "completion_date": "Completion",
    "completion_type": "Completion is",
    "completion_note": "On the completion",
    "enrolled_note": "On the number of people",
    "treatment_weeks": "Length of treatment",
    "results_posted": "Results posted in a register",
}
# What a reader looks for first; said to be unknown where it is missing.
EXPECTED = (
    "nct",
    "phase",
    "status",
    "design",
    "blinding",
    "randomisation",
    "start_date",
    "completion_date",
    "primary_endpoint",
)
TOPICS = {
    "eligibility": "Who could take part",
    "treatment": "Treatment and follow-up",
    "conduct": "Conduct and analysis",
    "register": "In registers",
    "number": "Further numbers",
}
PEOPLE = ("n", "count", "percent")


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """The list and all pages."""
    evidence = view.evidence
    ordered = sorted(evidence.studies.items(), key=lambda item: _latest_phase_first(item[1]))
    yield page(render, "studies", links.address("studies"), "data/studies", ordered=ordered)
    for key, study in evidence.studies.items():
        details = by((detail.topic, (name, detail)) for name, detail in study.details.items())
        yield page(
            render,
            "study",
            links.address("study", key),
            study,
            key=key,
            has=study,
            fields=[(name, _label(name), cited) for name, cited in _cited(study)],
            missing=[_label(name) for name in EXPECTED if getattr(study, name) is None],
            topics=[(TOPICS[topic], details[topic]) for topic in vocabulary.DetailTopic.__args__ if details[topic]],
            groups=view.groups_of[key],
            **_shared(view, key),
        )
    for key, group in evidence.groups.items():
        label = view.entities[key].label
        yield page(
            render, "group", links.address("group", key), group, key=key, has=group, label=label, **_shared(view, key)
        )


def _latest_phase_first(study: Study) -> tuple[object, ...]:
    start = study.start_date.value if study.start_date else ""
    return (-study.phase_number, start, study.short_name.value)


def _cited(study: Study) -> Iterator[tuple[str, Cited[Any]]]:
    for name in type(study).model_fields:
        cited = getattr(study, name)
        if isinstance(cited, Cited):
            yield name, cited


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " ").capitalize())


def _shared(view: View, key: str) -> dict[str, Any]:
    """What studies and groups both show: results, people, safety, events, contradictions, sources."""
    facts = view.facts_of_study[key]
    other = [fact for fact in facts if fact not in view.effects and not view.fact(fact).is_safety]
    people = [fact for fact in other if view.preferred[fact].statistic in PEOPLE and not view.preferred[fact].endpoint]
    own = {citation.source for fact in facts for citation in view.fact(fact).reports}
    cites = {c.source for c in view.citations if c.id.partition("#")[0] == key}
    usable = {source for source in own | cites if view.evidence.sources[source].is_citable}
    return {
        "effects": [fact for fact in view.effects if fact in facts],
        "findings": [fact for fact in other if fact not in people],
        "people": people,
        "safety": [fact for fact in facts if view.fact(fact).is_safety],
        "between": [each for each in view.contrasts if each.first.study == key],
        "poolings": [own for own in view.poolings if own.reported and own.reported.row.study == key],
        "events": view.events_of[key],
        "contradictions": sorted({case for fact in facts for case in view.contradictions_of[fact]}),
        "sources": sorted(usable, key=lambda source: view.entities[source].label),
    }
