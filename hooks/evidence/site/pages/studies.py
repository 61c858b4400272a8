"""The list of studies, one page a study, one page a group of studies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from evidence.analysis.citation_index import by
from evidence.analysis.field_words import study_field
from evidence.model import Cited, Study, links, vocabulary
from evidence.site.gather import Gatherer, Number, Origin, Ref, Text
from evidence.site.gather_charts import frames
from evidence.site.pages.page import Page, edit_of, edit_of_folder
from evidence.site.pages.study_sections import shared_sections

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


@dataclass(frozen=True)
class StudyRow:
    """A study in the list. `counted` says what its size counts, `parents` are the studies that it extends."""

    ref: Ref
    study: Study
    phase: Number | None
    size: Number | None
    counted: str
    primary_endpoint: Ref | None
    parents: tuple[Ref, ...]


@dataclass(frozen=True)
class FieldRow:
    """A sourced value of a study: `text` has its names linked, `links` are the endpoint or studies that it names."""

    name: str
    label: str
    number: Number
    links: tuple[Ref, ...]
    text: Text | None
    note: str
    origins: tuple[Origin, ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """The list and all pages."""
    evidence = gather.view.evidence
    ordered = sorted(evidence.studies.items(), key=lambda item: _latest_phase_first(item[1]))
    rows = tuple(_row(gather, key, study) for key, study in ordered)
    listed = {
        "charts": frames(gather, "studies"),
        "rows": rows,
        "extensions": sum(study.is_extension for study in evidence.studies.values()),
        "groups": gather.refs(evidence.groups),
    }
    yield Page("studies", links.address("studies"), listed, edit_of_folder(gather, "studies"))
    for key, study in evidence.studies.items():
        yield Page("study", links.address("study", key), _study(gather, key, study), edit_of(study))
    for key, group in evidence.groups.items():
        context = {
            "label": gather.view.entities[key].label,
            "group": group,
            "description": gather.text(group.label),
            "members": gather.refs(group.members),
            "shared": shared_sections(gather, key, group),
        }
        yield Page("group", links.address("group", key), context, edit_of(group))


def _latest_phase_first(study: Study) -> tuple[object, ...]:
    start = study.start_date.value if study.start_date else ""
    return (-study.phase_number, start, study.short_name.value)


def _row(gather: Gatherer, key: str, study: Study) -> StudyRow:
    size, counted = study.size or ("", "")
    return StudyRow(
        gather.ref(key),
        study,
        gather.number(f"{key}#phase") if study.phase else None,
        gather.number(size) if size else None,
        counted,
        gather.ref(study.primary_endpoint.value) if study.primary_endpoint else None,
        gather.refs(study.extends.value if study.extends else ()),
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
        "parents": gather.refs(study.extends.value if study.extends else ()),
        "for_children": study.age_group is not None and study.age_group.value != "adults",
        "groups": gather.refs(id for id, group in gather.view.evidence.groups.items() if key in group.members),
        "fields": tuple(_field(gather, key, name, cited) for name, cited in _cited(study)),
        "missing": tuple(study_field(name) for name in EXPECTED if getattr(study, name) is None),
        "topics": tuple((TOPICS[topic], details[topic]) for topic in topics if details[topic]),
        "shared": shared_sections(gather, key, study),
    }


def _field(gather: Gatherer, key: str, name: str, cited: Cited[Any]) -> FieldRow:
    value = cited.value
    return FieldRow(
        name,
        study_field(name),
        gather.number(f"{key}#{name}"),
        gather.refs([value] if name == "primary_endpoint" else value if name == "extends" else ()),
        gather.text(value) if isinstance(value, str) else None,
        cited.note or "",
        gather.origins(cited.cite),
    )


def _cited(study: Study) -> Iterator[tuple[str, Cited[Any]]]:
    for name in type(study).model_fields:
        cited = getattr(study, name)
        if isinstance(cited, Cited):
            yield name, cited
