"""The lines of the data that pages lead to for an edit, asked for by name: a line moves when another one is put above it."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.model import Evidence, Record, Report, SafetyReport


def name(record: Record) -> tuple[str, ...]:
    """What a record is called among all: its file, and for a row of a table what no other row shares."""
    path, _, _ = record.location.at()
    if isinstance(record, (Report, SafetyReport)):
        return path, record.fact, record.source, record.source_version or ""
    return (path,)


def lines(evidence: Evidence) -> Mapping[tuple[str, ...], int]:
    """Name of a record -> its line, from 1, for every record beside which a page shows the way to its line."""
    reports = (report for fact in evidence.facts.values() for report in fact.reports)
    entities = (evidence.events, evidence.landscape, evidence.contradictions)
    records = (*reports, *(record for kind in entities for record in kind.values()))
    return {name(record): record.location.at()[1] for record in records}
