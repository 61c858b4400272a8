"""A figure: what pages show of a number, date or statement, whichever file of the data it is in."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from evidence.analysis.entity_index import Entity
from evidence.model import Cited, Competitor, Endpoint, Evidence, Report, SafetyReport
from evidence.model.effect_measures import EffectMeasure
from evidence.model.number_format import as_text
from evidence.model.values import DATE

_DATE = re.compile(DATE)


@dataclass(frozen=True)
class Figure:
    """One figure as reported. Numbers are text with their reported decimals; `cite` is source key -> locator, of a remark
    of ours empty.

    `value` is a number, `text` a date or statement; one of them is given. `level` is in percent; `part_of` is
    (numerator, denominator) of a percentage; `measure` is that of a number that compares two arms, `margin` its non-inferiority margin; `reports` counts the
    reports of the fact, `report` is the one shown.
    """

    id: str
    address: str
    label: str
    cite: Mapping[str, str]
    qualifier: str | None = None
    value: str | None = None
    unit: str | None = None
    se: str | None = None
    level: str | None = None
    low: str | None = None
    high: str | None = None
    p_qualifier: str | None = None
    p: str | None = None
    text: str | None = None
    part_of: tuple[int, int] | None = None
    measure: EffectMeasure | None = None
    margin: str | None = None
    disputed: bool = False
    reports: int = 1
    report: Report | SafetyReport | None = field(default=None, compare=False)

    @property
    def is_date(self) -> bool:
        """Whether `text` is a date, which pages write in words."""
        return bool(self.text and _DATE.fullmatch(self.text))


def figure(
    evidence: Evidence,
    entities: Mapping[str, Entity],
    preferred: Mapping[str, Report | SafetyReport],
    disputed: Container[str],
    id: str,
) -> Figure:
    """The figure with this id: a fact, or `entity#field`. KeyError where there is none."""
    entity = entities[id]
    if entity.kind == "fact":
        return of_report(preferred[id], entity, len(evidence.facts[id].reports), id in disputed)
    owner, _, name = id.partition("#")
    if not name:
        raise KeyError(id)
    return _of_field(evidence, entity, owner, name)


def of_report(report: Report | SafetyReport, entity: Entity, reports: int = 1, disputed: bool = False) -> Figure:
    """The figure that one report prints."""
    head = Figure(*_head(entity), {report.source: report.locator}, reports=reports, report=report, disputed=disputed)
    if isinstance(report, SafetyReport):
        return _of_safety(head, report)
    return replace(
        head,
        qualifier=report.value_qualifier,
        value=_text(report.value),
        unit=report.unit,
        se=_text(report.se),
        level=_text(report.ci_level),
        low=_text(report.ci_low),
        high=_text(report.ci_high),
        p_qualifier=report.p_qualifier,
        p=_text(report.p),
        text=report.statement,
        part_of=(report.numerator or 0, report.denominator) if report.denominator is not None else None,
        measure=report.effect_measure,
        margin=_text(report.margin),
    )


def _head(entity: Entity) -> tuple[str, str, str]:
    return entity.id, entity.address, entity.label


def _of_safety(head: Figure, report: SafetyReport) -> Figure:
    """The first of comparison, rate, percentage, people and events that is reported, with the interval that belongs to it.

    People are shown with how many were observed; what else is reported is on the page of the fact.
    """
    spread = replace(
        head,
        se=_text(report.se),
        level=_text(report.ci_level),
        low=_text(report.ci_low),
        high=_text(report.ci_high),
        p_qualifier=report.p_qualifier,
        p=_text(report.p),
    )
    affected, observed = report.n_affected, report.n_at_risk
    if report.effect is not None and report.effect_measure is not None:
        measure = report.effect_measure
        return replace(spread, value=_text(report.effect), unit=measure.unit or None, measure=measure)
    if report.rate is not None:
        return replace(spread, value=_text(report.rate), unit=report.rate_unit, qualifier=report.rate_qualifier)
    if report.percent is not None:
        part = (affected, observed) if affected is not None and observed is not None else None
        percent = _text(report.percent)
        return replace(spread, value=percent, unit="percent", qualifier=report.percent_qualifier, part_of=part)
    if affected is not None and observed is not None:
        unit = f"of {observed} {'person' if observed == 1 else 'people'}"
        return replace(head, value=str(affected), unit=unit, text=report.statement)
    for count, one, many in ((affected, "person", "people"), (report.n_events, "event", "events")):
        if count is not None:
            return replace(head, value=str(count), unit=one if count == 1 else many, text=report.statement)
    return replace(head, text=report.statement)


def _of_field(evidence: Evidence, entity: Entity, owner: str, name: str) -> Figure:
    head = _head(entity)
    if owner == "drug" and name.startswith("label."):
        label = evidence.drug.labels[name.removeprefix("label.")]
        return Figure(*head, label.cite, text=label.indication)
    if owner == "drug":
        fact = evidence.drug.facts[name]
        return Figure(*head, fact.cite, text=fact.value)
    if owner in evidence.studies:
        study = evidence.studies[owner]
        if name in study.details:
            return Figure(*head, study.details[name].cite, text=study.details[name].value)
        cited: Cited[Any] = getattr(study, name)
        if name == "primary_endpoint":
            endpoint = evidence.endpoints[cited.value]
            return Figure(*head, cited.cite, text=endpoint.abbreviation or endpoint.name)
        if name == "extends":
            names = ", ".join(evidence.studies[key].short_name.value for key in cited.value)
            return Figure(*head, cited.cite, text=names)
        return _of_cited(cited, entity, type(study).model_fields[name].json_schema_extra)
    if owner in evidence.endpoints:
        return _of_endpoint(evidence.endpoints[owner], entity, name)
    if owner in evidence.events:
        event = evidence.events[owner]
        return Figure(*head, event.cite, text=event.date)
    if owner in evidence.statements:
        return Figure(*head, evidence.statements[owner].cite, text=evidence.statements[owner].text)
    if owner in evidence.landscape:
        return _of_competitor(evidence.landscape[owner], entity, name)
    arm = evidence.arms[owner][1]
    return Figure(*head, arm.cite, value=_text(arm.dose), unit=arm.unit)


def _of_cited(cited: Cited[Any], entity: Entity, extra: object) -> Figure:
    """The figure of a sourced value of a study; `extra` is what its field adds to the JSON Schema, such as the unit."""
    value = cited.value
    if isinstance(value, int):
        unit = extra.get("unit") if isinstance(extra, dict) else None
        return Figure(*_head(entity), cited.cite, value=str(value), unit=unit, qualifier=cited.qualifier)
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return Figure(*_head(entity), cited.cite, text=text, qualifier=cited.qualifier)


def _of_competitor(other: Competitor, entity: Entity, name: str) -> Figure:
    """The figure of a row of the landscape."""
    head = Figure(*_head(entity), other.cite)
    if name in ("effect_text", "status_text", "n_note"):
        return replace(head, text=getattr(other, name))
    if name == "n":
        return replace(head, value=_text(other.n), unit="participants")
    head = replace(head, p=_text(other.p), p_qualifier=other.p_qualifier)
    if name == "p" and other.value is None:
        return head
    return replace(
        head,
        qualifier=other.qualifier,
        value=_text(other.value),
        unit=other.unit,
        measure=other.effect_measure,
        se=_text(other.se),
        level=_text(other.ci_level),
        low=_text(other.ci_low),
        high=_text(other.ci_high),
    )


def _of_endpoint(endpoint: Endpoint, entity: Entity, name: str) -> Figure:
    head = _head(entity)
    if name in endpoint.notes:
        return Figure(*head, endpoint.cite, text=endpoint.notes[name])
    if name in endpoint.remarks:
        return Figure(*head, {}, text=endpoint.remarks[name])
    if name in endpoint.domains:
        domain = endpoint.domains[name]
        return Figure(*head, domain.cite, value=_text(domain.weight), text=domain.weight_status)
    if name in endpoint.thresholds:
        limit = endpoint.thresholds[name]
        value = _text(limit.value)
        if limit.upper is not None:
            return Figure(*head, limit.cite, low=value, high=_text(limit.upper), unit=limit.unit)
        return Figure(*head, limit.cite, value=value, unit=limit.unit, text=limit.text)
    return Figure(*head, endpoint.cite, value=_text(getattr(endpoint, name)), unit=endpoint.units)


def _text(number: Decimal | int | None) -> str | None:
    """A number as reported: a Decimal keeps its decimals."""
    return None if number is None else as_text(number)
