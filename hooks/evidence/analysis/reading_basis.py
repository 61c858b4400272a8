"""What a reading of ours is based on, as texts: when one of them changes, the reading must be reviewed."""

from collections.abc import Iterator, Mapping
from typing import Any

from evidence.model import Cited, Competitor, Detail, Evidence, Report, SafetyReport

NOTHING = "no figure"


def reported_texts(evidence: Evidence, id: str) -> Mapping[str, str] | None:
    """What is printed today for a fact, a row of the landscape or a field (study#field, drug#field, event#date).

    Source -> what it prints, in words of one line; a version of a record is named with its source. A row or field
    with several sources is listed under the first of them. None where there is no such entity.
    """
    if id in evidence.facts:
        return {_source(row): _joined(_parts(row)) for row in evidence.facts[id].reports}
    if id in evidence.landscape:
        other = evidence.landscape[id]
        return {next(iter(other.cite)): _joined(_parts(other))}
    owner, _, name = id.partition("#")
    if owner == "drug" and name in evidence.drug.facts:
        fact = evidence.drug.facts[name]
        return {next(iter(fact.cite)): fact.value}
    if owner in evidence.events and name == "date":
        event = evidence.events[owner]
        return {next(iter(event.cite)): event.date}
    if owner in evidence.studies:
        study = evidence.studies[owner]
        found = study.details.get(name) or getattr(study, name, None)
        if isinstance(found, Cited | Detail):
            value = found.value
            return {next(iter(found.cite)): ", ".join(value) if isinstance(value, tuple) else str(value)}
    return None


def _source(row: Report | SafetyReport) -> str:
    return f"{row.source} of {row.source_version}" if row.source_version else row.source


def _joined(parts: Iterator[str]) -> str:
    return ", ".join(parts) or NOTHING


def _parts(row: Report | SafetyReport | Competitor) -> Iterator[str]:
    """The figures of a row in one order, each as printed."""
    if isinstance(row, SafetyReport):
        counts = (row.n_affected, "affected"), (row.n_events, "events"), (row.n_at_risk, "observed")
        yield from (f"{number} {word}" for number, word in counts if number is not None)
        if row.percent is not None:
            yield f"{_signed(row.percent_qualifier, row.percent)}%"
        if row.exposure is not None:
            yield f"{row.exposure:f} patient-years"
        if row.rate is not None:
            yield f"{_signed(row.rate_qualifier, row.rate)} {row.rate_unit}"
        if row.effect is not None:
            yield f"{row.effect_statistic} {row.effect:f}"
    else:
        if row.value is not None:
            yield _signed(row.value_qualifier if isinstance(row, Report) else row.qualifier, row.value)
        if isinstance(row, Report) and row.denominator is not None:
            yield f"{row.numerator} of {row.denominator}"
    if row.se is not None:
        yield f"SE {row.se:f}"
    if row.ci_low is not None:
        yield f"{row.ci_level}% {row.ci_low:f} to {row.ci_high:f}"
    if row.p is not None:
        yield f"P {_signed(row.p_qualifier, row.p)}"
    if statement := getattr(row, "statement", None):
        yield statement


def _signed(qualifier: str | None, number: Any) -> str:
    return f"{qualifier} {number:f}" if qualifier else f"{number:f}"
