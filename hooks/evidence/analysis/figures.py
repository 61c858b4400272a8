"""A figure: what the one component shows of a number, date or statement, whichever file it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from evidence.analysis.entity_index import Entity
from evidence.model import Cited, Evidence, Report, SafetyReport
from evidence.model.number_format import as_text
from evidence.model.values import DATE

_DATE = re.compile(DATE)


@dataclass(frozen=True)
class Figure:
    """One figure as printed. Numbers are text with their printed decimals; `cite` is source key -> locator.

    `value` is a number, `text` a date or statement; one of them is there. `report` is the row
    of a fact that prints it.
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
    disputed: bool = False
    reports: int = 1
    report: Report | SafetyReport | None = field(default=None, compare=False)

    @property
    def is_date(self) -> bool:
        """Whether `text` is a date, which pages say in words."""
        return bool(self.text and _DATE.fullmatch(self.text))


def figure(
    evidence: Evidence, entities: Mapping[str, Entity], shown: Mapping[str, Any], differing: Any, id: str
) -> Figure:
    """The figure with this id: a fact, or `entity#field`. KeyError where there is none."""
    entity = entities[id]
    if entity.kind == "fact":
        return of_report(shown[id], entity, len(evidence.facts[id].reports), id in differing)
    owner, _, name = id.partition("#")
    if not name:
        raise KeyError(id)
    return _of_field(evidence, entity, owner, name)


def of_report(report: Report | SafetyReport, entity: Entity, reports: int = 1, disputed: bool = False) -> Figure:
    """The figure that one report prints."""
    common: dict[str, Any] = {
        "id": entity.id,
        "address": entity.address,
        "label": entity.label,
        "cite": {report.source: report.locator},
        "reports": reports,
        "report": report,
        "disputed": disputed,
    }
    if isinstance(report, SafetyReport):
        return Figure(**common, **_safety_value(report))
    printed = {name: _text(getattr(report, name)) for name in ("value", "se", "p")}
    low, high, level = (_text(getattr(report, name)) for name in ("ci_low", "ci_high", "ci_level"))
    part = (report.numerator, report.denominator) if report.denominator is not None else None
    return Figure(
        **common,
        **printed,
        qualifier=report.value_qualifier,
        unit=report.unit,
        low=low,
        high=high,
        level=level,
        p_qualifier=report.p_qualifier,
        text=report.statement,
        part_of=part,  # type: ignore[arg-type]
    )


def _safety_value(report: SafetyReport) -> dict[str, Any]:
    """The first of percentage, people and events that is printed; the rest stands on the fact's page."""
    if report.percent is not None:
        return {"value": _text(report.percent), "unit": "percent", "qualifier": report.percent_qualifier}
    if report.n_affected is not None:
        unit = "person" if report.n_affected == 1 else "people"
        return {"value": str(report.n_affected), "unit": unit, "text": report.statement}
    if report.n_events is not None:
        return {
            "value": str(report.n_events),
            "unit": "event" if report.n_events == 1 else "events",
            "text": report.statement,
        }
    return {"text": report.statement}


def _of_field(evidence: Evidence, entity: Entity, owner: str, name: str) -> Figure:
    common = {"id": entity.id, "address": entity.address, "label": entity.label}
    if owner == "drug":
        fact = evidence.drug.facts[name]
        return Figure(**common, cite=fact.cite, text=fact.value)
    if owner in evidence.studies:
        study = evidence.studies[owner]
        if name in study.details:
            return Figure(**common, cite=study.details[name].cite, text=study.details[name].value)
        cited = getattr(study, name)
        if name == "primary_endpoint":
            endpoint = evidence.endpoints[cited.value]
            return Figure(**common, cite=cited.cite, text=endpoint.abbreviation or endpoint.name)
        return of_cited(cited, common, type(study).model_fields[name].json_schema_extra)
    if owner in evidence.endpoints:
        return _of_endpoint(evidence, common, owner, name)
    if owner in evidence.events:
        event = evidence.events[owner]
        return Figure(**common, cite=event.cite, text=event.date)
    if owner in evidence.landscape:
        return of_competitor(evidence, common, owner, name)
    arm = evidence.arms[owner][1]
    return Figure(**common, cite=arm.cite, value=_text(arm.dose), unit=arm.unit)


def of_cited(cited: Cited[Any], common: dict[str, Any], extra: Any) -> Figure:
    """The figure of a sourced value of a study."""
    value, unit = cited.value, (extra or {}).get("unit")
    if isinstance(value, int):
        return Figure(**common, cite=cited.cite, value=str(value), unit=unit, qualifier=cited.qualifier)
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return Figure(**common, cite=cited.cite, text=text, qualifier=cited.qualifier)


def of_competitor(evidence: Evidence, common: dict[str, Any], owner: str, name: str = "value") -> Figure:
    """The figure of a row of the landscape."""
    other = evidence.landscape[owner]
    if name in ("effect_text", "status_text", "n_note"):
        return Figure(**common, cite=other.cite, text=getattr(other, name))
    if name == "n":
        return Figure(**common, cite=other.cite, value=_text(other.n), unit="participants")
    if name == "p" and other.value is None:
        return Figure(**common, cite=other.cite, p=_text(other.p), p_qualifier=other.p_qualifier)
    names = {"value": "value", "se": "se", "level": "ci_level", "low": "ci_low", "high": "ci_high", "p": "p"}
    printed = {to: _text(getattr(other, source)) for to, source in names.items()}
    return Figure(
        **common, cite=other.cite, qualifier=other.qualifier, unit="points", p_qualifier=other.p_qualifier, **printed
    )


def _of_endpoint(evidence: Evidence, common: dict[str, Any], owner: str, name: str) -> Figure:
    endpoint = evidence.endpoints[owner]
    if name in endpoint.notes:
        return Figure(**common, cite=endpoint.cite, text=endpoint.notes[name])
    if name in endpoint.domains:
        domain = endpoint.domains[name]
        return Figure(**common, cite=domain.cite, value=_text(domain.weight), text=domain.weight_status)
    if name in endpoint.thresholds:
        limit = endpoint.thresholds[name]
        value = _text(limit.value)
        if limit.upper is not None:
            return Figure(**common, cite=limit.cite, low=value, high=_text(limit.upper), unit=limit.unit)
        return Figure(**common, cite=limit.cite, value=value, unit=limit.unit, text=limit.text)
    return Figure(**common, cite=endpoint.cite, value=_text(getattr(endpoint, name)), unit=endpoint.units)


def _text(number: Any) -> str | None:
    """A number as printed: a Decimal keeps its decimals."""
    return None if number is None else as_text(number)
