"""The evidence as flat tables for download: one a kind, every cell text as printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence import model
from evidence.model import Cited, Evidence, Record


@dataclass(frozen=True)
class Table:
    """`rows` are tuples of text in the order of `columns`; an empty text is a cell that is not known."""

    name: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(evidence: Evidence) -> tuple[Table, ...]:
    """All tables, in the order of the data page. Sources that may not be cited stand only beside their positions."""
    usable = {key: source for key, source in evidence.sources.items() if source.tier != "3"}
    owners = {**evidence.studies, **evidence.groups}
    return (
        _of("reports", model.Report, (({}, row) for row in evidence.reports)),
        _of("safety", model.SafetyReport, (({}, row) for row in evidence.safety)),
        _study_values(evidence),
        _of("details", model.Detail, _nested(evidence.studies, "study", "details")),
        _of("arms", model.Arm, _nested(owners, "study", "arms")),
        _of("outcome_measures", model.OutcomeMeasure, _nested(owners, "study", "outcome_measures")),
        _of("groups", model.Group, _keyed(evidence.groups)),
        _of("endpoints", model.Endpoint, _keyed(evidence.endpoints)),
        _of("thresholds", model.Threshold, _nested(evidence.endpoints, "endpoint", "thresholds")),
        _of("domains", model.Domain, _nested(evidence.endpoints, "endpoint", "domains")),
        _of("events", model.Event, _keyed(evidence.events)),
        _of("landscape", model.Competitor, _keyed(evidence.landscape)),
        _of("contradictions", model.Contradiction, _keyed(evidence.contradictions)),
        _positions(evidence),
        _of("drug", model.DrugFact, _keyed(evidence.drug.facts)),
        _of("sources", model.Source, _keyed(usable)),
        _of("changes", model.Change, _keyed(evidence.changes)),
        _of("glossary", model.Term, (({}, row) for row in evidence.glossary)),
    )


def _keyed(records: Mapping[str, Record]) -> Iterator[tuple[dict[str, str], Record]]:
    return (({"key": key}, record) for key, record in records.items())


def _nested(owners: Mapping[str, Any], owner: str, field: str) -> Iterator[tuple[dict[str, str], Record]]:
    return (
        ({owner: key, "key": name}, part) for key, has in owners.items() for name, part in getattr(has, field).items()
    )


def _of(name: str, kind: type[Record], records: Any) -> Table:
    rows = [(lead, record) for lead, record in records]
    flat = [field for field in kind.model_fields if not _is_nested(kind, field)]
    lead = tuple(rows[0][0]) if rows else ()
    columns = (
        *lead,
        *(column for field in flat for column in (("sources", "locators") if field == "cite" else (field,))),
    )
    cells = tuple((*key.values(), *_cells(record, flat)) for key, record in rows)
    return Table(name, (kind.__doc__ or "").strip().splitlines()[0], columns, cells)


def _is_nested(kind: type[Record], field: str) -> bool:
    return field in (
        "details",
        "arms",
        "outcome_measures",
        "thresholds",
        "domains",
        "notes",
        "positions",
        "facts",
    ) and ("Mapping" in str(kind.model_fields[field].annotation) or field == "positions")


def _cells(record: Record, fields: list[str]) -> Iterator[str]:
    for field in fields:
        value = getattr(record, field)
        if field == "cite":
            yield ";".join(value)
            yield ";".join(place.replace(";", ",") for place in value.values())
        else:
            yield text(value)


def text(value: Any) -> str:
    """A cell: nothing for unknown, lists joined by `;`, pairs by `=`, numbers with their printed decimals."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ";".join(f"{key}={item}" for key, item in value.items())
    if isinstance(value, tuple):
        return ";".join(value)
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def _study_values(evidence: Evidence) -> Table:
    rows = []
    for key, study in evidence.studies.items():
        for field in type(study).model_fields:
            cited = getattr(study, field)
            if isinstance(cited, Cited):
                source = (";".join(cited.cite), ";".join(place.replace(";", ",") for place in cited.cite.values()))
                rows.append((key, field, text(cited.value), cited.qualifier or "", *source, cited.note or ""))
            elif isinstance(cited, str):
                rows.append((key, field, cited, "", "", "", "the fact that reports it"))
    columns = ("study", "field", "value", "qualifier", "sources", "locators", "note")
    return Table("studies", "One sourced value of a study; numbers of people name their fact.", columns, tuple(rows))


def _positions(evidence: Evidence) -> Table:
    columns = ("contradiction", "order", "source", "source_label", "source_address", "position", "locator")
    rows = []
    for key, case in evidence.contradictions.items():
        for order, position in enumerate(case.positions, 1):
            source = evidence.sources[position.source]
            where = source.url or ""
            rows.append((key, str(order), position.source, source.label, where, position.position, position.locator))
    return Table("positions", "What one source says on a topic that sources disagree on.", columns, tuple(rows))
