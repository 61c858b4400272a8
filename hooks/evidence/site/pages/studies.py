"""The list of studies, one page a study, one page a group of studies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from evidence.analysis.citation_index import by
from evidence.model import Arm, Cited, Group, OutcomeMeasure, Study, links, vocabulary
from evidence.site.gather import EffectRow, Gatherer, Number, Origin, Ref, SourceRef, Text
from evidence.site.gather_charts import ChartFrame, frames
from evidence.site.gather_statistics import (
    ArmSize,
    ContrastRow,
    PoolingBlock,
    SizeRow,
    arm_size,
    contrast_rows,
    pooling_blocks,
    size_row,
)
from evidence.site.pages.page import Page, edit_of

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


@dataclass(frozen=True)
class StudyRow:
    """A study in the list. `is_planned` says that its size is the planned one."""

    ref: Ref
    study: Study
    phase: Number | None
    size: Number | None
    is_planned: bool
    primary_endpoint: Ref | None


@dataclass(frozen=True)
class FieldRow:
    """A sourced value of a study: `text` has its names linked, `link` is the endpoint that it names."""

    name: str
    label: str
    number: Number
    link: Ref | None
    text: Text | None
    note: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class ArmRow:
    """An arm: its dose, its people as reported or added up, and its members with their studies."""

    key: str
    arm: Arm
    dose: Number | None
    n: Number | None
    derived: ArmSize | None
    members: tuple[tuple[Ref, Ref], ...]
    note: Text
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class MeasureRow:
    """A planned outcome measure."""

    key: str
    measure: OutcomeMeasure
    endpoint: Ref
    definition: Text
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Shared:
    """What the pages of studies and groups both show."""

    charts: tuple[ChartFrame, ...]
    effects: tuple[EffectRow, ...]
    sizes: tuple[SizeRow, ...]
    contrasts: tuple[ContrastRow, ...]
    poolings: tuple[PoolingBlock, ...]
    findings: tuple[Number, ...]
    safety: tuple[Number, ...]
    arms: tuple[ArmRow, ...]
    people: tuple[Number, ...]
    measures: tuple[MeasureRow, ...]
    events: tuple[tuple[Ref, str, str, str], ...]
    contradictions: tuple[tuple[Ref, str], ...]
    sources: tuple[SourceRef, ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """The list and all pages."""
    evidence = gather.view.evidence
    ordered = sorted(evidence.studies.items(), key=lambda item: _latest_phase_first(item[1]))
    rows = tuple(_row(gather, key, study) for key, study in ordered)
    listed = {"charts": frames(gather, "studies"), "rows": rows, "groups": gather.refs(evidence.groups)}
    yield Page("studies", links.address("studies"), listed, "data/studies")
    for key, study in evidence.studies.items():
        yield Page("study", links.address("study", key), _study(gather, key, study), edit_of(study))
    for key, group in evidence.groups.items():
        context = {
            "label": gather.view.entities[key].label,
            "group": group,
            "description": gather.text(group.label),
            "members": gather.refs(group.members),
            "shared": _shared(gather, key, group),
        }
        yield Page("group", links.address("group", key), context, edit_of(group))


def _latest_phase_first(study: Study) -> tuple[object, ...]:
    start = study.start_date.value if study.start_date else ""
    return (-study.phase_number, start, study.short_name.value)


def _row(gather: Gatherer, key: str, study: Study) -> StudyRow:
    size = study.enrolled or study.planned
    return StudyRow(
        gather.ref(key),
        study,
        gather.number(f"{key}#phase") if study.phase else None,
        gather.number(size) if size else None,
        not study.enrolled,
        gather.ref(study.primary_endpoint.value) if study.primary_endpoint else None,
    )


def _study(gather: Gatherer, key: str, study: Study) -> dict[str, object]:
    details = by(
        (detail.topic, (name, detail, gather.text(detail.value), gather.origins(detail.cite)))
        for name, detail in study.details.items()
    )
    topics = get_args(vocabulary.DetailTopic)
    return {
        "key": key,
        "study": study,
        "groups": gather.refs(gather.view.groups_of[key]),
        "fields": tuple(_field(gather, key, name, cited) for name, cited in _cited(study)),
        "missing": tuple(_label(name) for name in EXPECTED if getattr(study, name) is None),
        "topics": tuple((TOPICS[topic], details[topic]) for topic in topics if details[topic]),
        "shared": _shared(gather, key, study),
    }


def _field(gather: Gatherer, key: str, name: str, cited: Cited[Any]) -> FieldRow:
    value = cited.value
    return FieldRow(
        name,
        _label(name),
        gather.number(f"{key}#{name}"),
        gather.ref(value) if name == "primary_endpoint" else None,
        gather.text(value) if isinstance(value, str) else None,
        cited.note or "",
        gather.origins(cited.cite),
    )


def _cited(study: Study) -> Iterator[tuple[str, Cited[Any]]]:
    for name in type(study).model_fields:
        cited = getattr(study, name)
        if isinstance(cited, Cited):
            yield name, cited


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " ").capitalize())


def _arm(gather: Gatherer, key: str, arm: Arm) -> ArmRow:
    view = gather.view
    size = None if arm.n else view.arm_sizes.size(key)
    return ArmRow(
        key,
        arm,
        None if arm.dose is None else gather.number(f"{key}#dose"),
        gather.number(arm.n) if arm.n else None,
        arm_size(gather, size) if size else None,
        tuple((gather.ref(member), gather.ref(view.evidence.arms[member][0])) for member in arm.members),
        gather.text(arm.note or ""),
        gather.origins(arm.cite),
    )


def _shared(gather: Gatherer, key: str, owner: Study | Group) -> Shared:
    view = gather.view
    facts = view.facts_of_study[key]
    effects = [fact for fact in view.effects if fact in facts]
    other = [fact for fact in facts if fact not in view.effects and not view.fact(fact).is_safety]
    people = [fact for fact in other if _counts_people(gather, fact)]
    own = {report.source for fact in facts for report in view.fact(fact).reports}
    cites = {citation.source for citation in view.citations if citation.id.partition("#")[0] == key}
    usable = (own | cites) & view.evidence.citable_sources.keys()
    cases = sorted({case for fact in facts for case in view.contradictions_of[fact]})
    events = view.evidence.events
    return Shared(
        charts=frames(gather, key),
        effects=gather.effects(effects),
        sizes=tuple(size_row(gather, fact) for fact in effects),
        contrasts=contrast_rows(gather, (each for each in view.contrasts if each.first.study == key)),
        poolings=pooling_blocks(
            gather, (own for own in view.poolings if own.reported and view.preferred[own.reported.id].study == key)
        ),
        findings=gather.numbers(fact for fact in other if fact not in people),
        safety=gather.numbers(fact for fact in facts if view.fact(fact).is_safety),
        arms=tuple(_arm(gather, id, arm) for id, arm in owner.arms.items()),
        people=gather.numbers(people),
        measures=tuple(
            MeasureRow(id, each, gather.ref(each.endpoint), gather.text(each.definition), gather.origins(each.cite))
            for id, each in owner.outcome_measures.items()
        ),
        events=tuple(
            (gather.ref(id), events[id].date, events[id].date_of, events[id].status) for id in view.events_of[key]
        ),
        contradictions=tuple((gather.ref(id), view.evidence.contradictions[id].state) for id in cases),
        sources=gather.sources(sorted(usable, key=lambda source: view.entities[source].label)),
    )


def _counts_people(gather: Gatherer, fact: str) -> bool:
    report = gather.view.preferred[fact]
    return getattr(report, "statistic", "") in PEOPLE and not getattr(report, "endpoint", None)
