"""Every entity of the evidence that has an address, by id: its kind, label and address; and their names in running text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from evidence.analysis.field_words import study_field
from evidence.analysis.part_of_trial import part_of_trial
from evidence.model import Cited, Evidence, Report, SafetyReport, Study, links
from evidence.model.gaps import gap_id
from evidence.model.jurisdictions import JURISDICTION_NAMES
from evidence.model.number_format import sentence

COMPETITOR_FIGURES = ("value", "n", "p", "n_note", "effect_text", "status_text")


@dataclass(frozen=True)
class Entity:
    """`id` is what a marker or a row names, `label` plain text, `address` a path from the root of the site."""

    id: str
    kind: str
    label: str
    address: str


def entities(evidence: Evidence) -> Mapping[str, Entity]:
    """Id -> entity, for every id that data or prose may name."""
    return {entity.id: entity for entity in _all(evidence)}


def _all(evidence: Evidence) -> Iterator[Entity]:
    for name, title in links.PAGES.items():
        yield Entity(f"page.{name}", "page", title, links.address(name))
    yield Entity("drug", "drug", evidence.drug.name, links.address("drug"))
    for key, fact in evidence.drug.facts.items():
        yield Entity(f"drug#{key}", "drug-field", fact.label, links.address("drug-field", key))
    for key, quoted in evidence.drug.labels.items():
        place = JURISDICTION_NAMES[quoted.jurisdiction]
        yield Entity(f"drug#label.{key}", "drug-label", f"Label, {place}", links.address("drug-label", f"label.{key}"))
    for key, study in evidence.studies.items():
        yield Entity(key, "study", study.short_name.value, links.address("study", key))
        yield from _study_fields(key, study)
    for key in evidence.groups:
        yield Entity(key, "group", owner_label(evidence, key), links.address("group", key))
    for owner, study_or_group in evidence.owners.items():
        for key, arm in study_or_group.arms.items():
            yield Entity(key, "arm", arm.label, links.address("arm", key, owner))
            if arm.dose is not None:
                yield Entity(f"{key}#dose", "arm", f"Dose of {arm.label}", links.address("arm", f"{key}.dose", owner))
        for key, each in study_or_group.outcome_lists.items():
            yield Entity(key, "outcome-list", each.label, links.address("outcome-list", key, owner))
        for key, measure in study_or_group.outcome_measures.items():
            yield Entity(key, "outcome-measure", measure.definition, links.address("outcome-measure", key, owner))
    for key, endpoint in evidence.endpoints.items():
        yield Entity(key, "endpoint", endpoint.abbreviation or endpoint.name, links.address("endpoint", key))
        nested = {**endpoint.thresholds, **endpoint.domains, **endpoint.notes, **endpoint.remarks}
        names = [name for name in ("range_low", "range_high") if getattr(endpoint, name) is not None]
        for name in (*names, *nested):
            where = links.address("endpoint-field", "range" if name in names else name, key)
            yield Entity(f"{key}#{name}", "endpoint-field", f"{endpoint.name}: {_words(name)}", where)
    for key, source in evidence.sources.items():
        kind = "source" if source.is_citable else "withdrawn-source"
        yield Entity(key, kind, source.label, links.address(kind, key))
    for key, event in evidence.events.items():
        yield Entity(key, "event", event.title, links.address("event", key))
        yield Entity(f"{key}#date", "event", event.title, links.address("event", key))
    for key, other in evidence.landscape.items():
        label = other.drug if other.arm == other.drug else f"{other.drug}, {other.arm}"
        yield Entity(key, "competitor", label, links.address("competitor", key))
        for name in COMPETITOR_FIGURES:
            if getattr(other, name) is not None:
                yield Entity(f"{key}#{name}", "competitor", label, links.address("competitor", key))
    for key, case in evidence.contradictions.items():
        yield Entity(key, "contradiction", case.topic, links.address("contradiction", key))
    for key, gap in evidence.gaps.items():
        yield Entity(gap_id(key), "gap", gap.label, links.address("gap", key))
    for key, said in evidence.statements.items():
        for id in (key, f"{key}#text"):
            yield Entity(id, "statement", said.label, links.address("statement", key))
    for term in evidence.glossary:
        yield Entity(links.term_id(term.term), "term", term.term, links.address("term", links.slug(term.term)))
    labels = fact_labels(evidence)
    for key in evidence.facts:
        yield Entity(key, "fact", labels[key], links.address("fact", key))


def _study_fields(key: str, study: Study) -> Iterator[Entity]:
    name = study.short_name.value
    for field in type(study).model_fields:
        if isinstance(getattr(study, field), Cited):
            words = f"{name}: {study_field(field)}"
            yield Entity(f"{key}#{field}", "study-field", words, links.address("study-field", field, key))
    for field, detail in study.details.items():
        yield Entity(
            f"{key}#{field}", "study-field", f"{name}: {detail.label}", links.address("study-field", field, key)
        )


def _words(field: str) -> str:
    return field.replace("_", " ").replace("-", " ")


def owner_label(evidence: Evidence, key: str) -> str:
    """Short name of a study; of a group the names of its members, and what it is."""
    if key in evidence.studies:
        return evidence.studies[key].short_name.value
    group = evidence.groups[key]
    names = [evidence.studies[member].short_name.value for member in group.members]
    return " and ".join(names) + (", pooled" if group.kind == "pooled" else ", together")


def within(name: str) -> str:
    """A name as it is written inside a sentence: `Placebo` and `Body weight` begin small there, a code in capitals and a
    proper name such as `Tinker Tremor Score` do not.
    """
    is_proper = name.partition(" ")[2][:1].isupper()
    return name[:1].lower() + name[1:] if name[1:2].islower() and not is_proper else name


def fact_labels(evidence: Evidence) -> Mapping[str, str]:
    """Fact -> what it is about, in words, no two alike: findings, and facts about the same, add the end of their id."""
    rows = {key: fact.reports[0] for key, fact in evidence.facts.items()}
    labels = {key: f"{fact_about(evidence, row)}, {owner_label(evidence, row.study)}" for key, row in rows.items()}
    many = Counter(label for key, label in labels.items() if not _is_finding(evidence, key))
    return {
        key: f"{label} ({_words(key.rpartition('.')[2])})" if _is_finding(evidence, key) or many[label] > 1 else label
        for key, label in labels.items()
    }


_DIFFERENCES_OF_MEANS = ("mean-difference", "ls-mean-difference")


def _is_finding(evidence: Evidence, key: str) -> bool:
    return getattr(evidence.facts[key].reports[0], "statistic", "") == "qualitative"


def fact_about(evidence: Evidence, report: Report | SafetyReport) -> str:
    """What a fact is about, in words, without its study: quantity, arm against comparator, time, part of the people."""
    who = evidence.arms[report.arm][1].label if report.arm and report.arm in evidence.arms else ""
    if report.comparator:
        who += f" against {within(evidence.arms[report.comparator][1].label)}"
    if isinstance(report, SafetyReport):
        measure = report.effect_measure
        what = f"{measure.label}, {within(report.category)}" if measure else report.category
        parts = [sentence(what), who, report.period]
    else:
        parts = [_quantity(evidence, report), who, report.timepoint or "", part_of_trial(evidence, report)]
    return ", ".join(part for part in parts if part and part != "not stated")


def _quantity(evidence: Evidence, report: Report) -> str:
    """What a report measures, in words. A difference of means goes without saying, any other measure of an effect does not."""
    measure = report.effect_measure
    name = sentence(measure.label) if measure and measure.name not in _DIFFERENCES_OF_MEANS else ""
    if report.endpoint:
        endpoint = evidence.endpoints[report.endpoint].name
        return f"{name}, {within(endpoint)}" if name else endpoint
    if name:
        return name
    if report.statistic in ("n", "count", "percent") and report.unit:
        what = "Participants" if report.unit == "percent" else sentence(report.unit)
        return f"{what}, {report.population}" if report.population else what
    return "Finding"


# Which kinds a text links by name, the strongest first where two entities share a name.
NAMED = ("study", "endpoint", "term")


class Names:
    """The names that can be found in text; `split` says which part of a text names what."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._ids: dict[str, str] = {}
        for kind in NAMED:
            for entity in entities.values():
                if entity.kind == kind and (kind != "term" or len(entity.label) > 1):
                    self._ids.setdefault(entity.label, entity.id)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._ids, key=lambda name: (-len(name), name))
        return re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")

    def split(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Pieces of the text in order, each with the id of the entity it names or None. Joined they are the text."""
        end = 0
        for match in self._pattern.finditer(text) if self._ids else ():
            if match.start() > end:
                yield text[end : match.start()], None
            yield match[0], self._ids[match[0]]
            end = match.end()
        if end < len(text):
            yield text[end:], None
