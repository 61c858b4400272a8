"""What a reading of ours rests on, as one line of text each: when the line changes, the reading must be read again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evidence.model import Cited, Competitor, Evidence, Report, SafetyReport

# Fields that a reading can rest on, in the order in which they are written, with the word before each.
REPORT = {
    "value": "", "numerator": "", "denominator": "of ", "se": "SE ", "ci_level": "level ", "ci_low": "from ", "ci_high": "to ",
    "p": "P ", "multiplicity": "testing order ", "statement": "",
}  # fmt: skip
SAFETY = {"n_affected": "affected ", "n_events": "events ", "n_at_risk": "observed ", "percent": "percent ", "statement": ""}
COMPETITOR = {name: word for name, word in REPORT.items() if name in Competitor.model_fields} | {"n": "people "}
QUALIFIERS = {"value": ("value_qualifier", "qualifier"), "p": ("p_qualifier",), "percent": ("percent_qualifier",)}


def printed(evidence: Evidence, id: str) -> str | None:
    """How a fact, a row of the landscape or a field (`study#field`, `drug#field`, `event#date`) is printed today.

    For a fact: each source with what it prints. None where there is no such thing.
    """
    if id in evidence.facts:
        return "; ".join(_report(row) for row in evidence.facts[id].reports)
    if id in evidence.landscape:
        return _fields(evidence.landscape[id], COMPETITOR) or "no figure"
    owner, _, name = id.partition("#")
    if owner == "drug" and name in evidence.drug.facts:
        return evidence.drug.facts[name].value
    if owner in evidence.events and name == "date":
        return evidence.events[owner].date
    if owner in evidence.studies:
        study = evidence.studies[owner]
        found = study.details[name].value if name in study.details else getattr(study, name, None)
        value = found.value if isinstance(found, Cited) else found
        return ", ".join(value) if isinstance(value, tuple) else str(value) if isinstance(value, (str, int)) else None
    return None


def _report(row: Report | SafetyReport) -> str:
    version = f" of {row.source_version}" if row.source_version else ""
    said = _fields(row, REPORT if isinstance(row, Report) else SAFETY)
    return f"{row.source}{version}: {said}"


def _fields(row: Any, fields: dict[str, str]) -> str:
    return ", ".join(_parts(row, fields))


def _parts(row: Any, fields: dict[str, str]) -> Iterator[str]:
    for name, word in fields.items():
        value = getattr(row, name)
        if value is not None:
            signs = (getattr(row, sign, None) for sign in QUALIFIERS.get(name, ()))
            sign = "".join(f"{sign} " for sign in signs if sign)
            yield f"{word}{sign}{value:f}" if hasattr(value, "as_tuple") else f"{word}{sign}{value}"
