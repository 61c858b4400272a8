"""One time and one unit have one spelling: rows with another would not be compared with each other."""

from collections.abc import Iterator

from evidence.checks.reporting import problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Record
from evidence.model.problems import Problem, quoted
from evidence.model.times_and_units import unit_key, written_time, written_unit

Place = tuple[Record, tuple[str, ...], str]  # a record, the path to a field in it, and the text there


@rule("evidence")
def time_as_written(draft: Draft) -> Iterator[Problem]:
    """A time must be written as week 48, with its period first and a space before the number."""
    for record, field, text in _times(draft):
        if (written := written_time(text)) != text:
            yield problem_at(
                record, *field, must="be written as all times are", got=text, more=f"; did you mean {quoted(written)}?"
            )


@rule("evidence")
def unit_spelt_once(draft: Draft) -> Iterator[Problem]:
    """A unit must have one spelling in all data: that of the vocabulary, else that of the first place."""
    first: dict[str, str] = {}
    for record, field, text in _units(draft):
        written = written_unit(text)
        written = first.setdefault(unit_key(text), text) if written == text else written
        if written != text:
            yield problem_at(
                record, *field, must="be written as all units are", got=text, more=f"; did you mean {quoted(written)}?"
            )


def _times(draft: Draft) -> Iterator[Place]:
    for row in draft.reports:
        if row.timepoint:
            yield row, ("timepoint",), row.timepoint
    for owner in draft.owners.values():
        for key, measure in owner.outcome_measures.items():
            yield owner, ("outcome_measures", key, "timepoint"), measure.timepoint
    for other in draft.landscape.values():
        if other.timepoint:
            yield other, ("timepoint",), other.timepoint


def _units(draft: Draft) -> Iterator[Place]:
    for endpoint in draft.endpoints.values():
        if endpoint.units:
            yield endpoint, ("units",), endpoint.units
        for key, limit in endpoint.thresholds.items():
            if limit.unit:
                yield endpoint, ("thresholds", key, "unit"), limit.unit
    for row in draft.reports:
        if row.unit:
            yield row, ("unit",), row.unit
    for other in draft.landscape.values():
        if other.unit:
            yield other, ("unit",), other.unit
