"""The log of changes, replayed entry by entry from the reports of its first day to those of today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evidence.model import Baseline, Change, Evidence, Report, SafetyReport
from evidence.model.changes import NOT_REPORTED, named_as_today
from evidence.model.number_format import as_text

Fields = Mapping[str, str]
# Fields that name another entity, whose page shows the report too.
_ABOUT = ("study", "endpoint", "arm", "comparator")


class ReportId(NamedTuple):
    """What identifies a report: its fact, its source, and the version of a record or nothing."""

    fact: str
    source: str
    version: str


def different_fields(before: Fields, after: Fields) -> tuple[str, ...]:
    """The fields that are different, in the order of the columns; every one of a report that was added or removed."""
    names = (*after, *(name for name in before if name not in after))
    return tuple(name for name in names if before.get(name) != after.get(name))


@dataclass(frozen=True)
class Step:
    """An entry of the log with everything that was printed before and after it; nothing where there was no report.

    Where a fact was moved, its removal and its addition are one step: `moved_from` is the earlier fact, `other` the name
    of the entry that removed it.
    """

    name: str
    entry: Change
    report: ReportId
    before: Fields
    after: Fields
    moved_from: str = ""
    other: str = ""

    @property
    def date(self) -> str:
        """Day of the change."""
        return self.entry.date

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are different, in the order of the columns; every one of a report that was added or removed."""
        return different_fields(self.before, self.after)

    @property
    def about(self) -> frozenset[str]:
        """The ids of the entities whose pages show it."""
        named = {fields[name] for fields in (self.before, self.after) for name in _ABOUT if name in fields}
        return frozenset({self.report.fact, self.moved_from, self.report.source, *named} - {""})


class Misfit(NamedTuple):
    """An entry that does not fit the state before it. `fault` is one of these, `earlier` the text of the field before it.

    there: added, but the report existed; absent: there was no report to change; extra: a side of it that its kind does not have;
    other: the field had another text; same: nothing is different.
    """

    name: str
    fault: str
    side: str = ""
    field: str = ""
    earlier: str | None = None


class Missing(NamedTuple):
    """A report that differs from its log: its fields as logged and as they are now, None where there is no report."""

    report: ReportId
    logged: Fields | None
    current: Fields | None


@dataclass(frozen=True)
class Replayed:
    """The result of a replay: the last state of every report, each step, and the entries that did not fit."""

    states: Mapping[ReportId, Fields]
    steps: tuple[Step, ...]
    misfits: tuple[Misfit, ...]


def report_id(row: Report | SafetyReport | Baseline | Change) -> ReportId:
    """The id of the report that a row or an entry of the log is about."""
    return ReportId(row.fact, row.source, row.source_version or "")


def reported_fields(row: Report | SafetyReport) -> Fields:
    """What a source reports, field -> text; without its location and remarks of ours."""
    values = ((name, getattr(row, name)) for name in type(row).model_fields if name not in NOT_REPORTED)
    return {name: as_text(value) for name, value in values if value is not None}


def rows(evidence: Evidence) -> Mapping[ReportId, Report | SafetyReport]:
    """The reports in the tables, by their ids."""
    return {report_id(row): row for row in evidence.all_reports}


def beginning(evidence: Evidence) -> dict[ReportId, Fields]:
    """The reports on the day on which the log begins."""
    return {report_id(row): named_as_today(row.printed) for row in evidence.baseline}


def replay(changes: Mapping[str, Change], states: Mapping[ReportId, Fields]) -> Replayed:
    """Go through the entries from some states, by day and within a day by name."""
    now = dict(states)
    steps: list[Step] = []
    misfits: list[Misfit] = []
    for name, entry in sorted(changes.items(), key=lambda item: (item[1].date, item[0])):
        id = report_id(entry)
        before = now.pop(id, None)
        old, new = named_as_today(entry.old), named_as_today(entry.new)
        misfits += _misfits(name, entry, before, old, new)
        kept = {field: text for field, text in (before or {}).items() if field not in old}
        after = {} if entry.kind == "removed" else {**kept, **new}
        if after:
            now[id] = after
        steps.append(Step(name, entry, id, before or {}, after))
    return Replayed(now, tuple(steps), tuple(misfits))


def _misfits(name: str, entry: Change, before: Fields | None, old: Fields, new: Fields) -> Iterator[Misfit]:
    """What of an entry does not fit the state before it."""
    if entry.kind == "added":
        if old:
            yield Misfit(name, "extra", "old")
        if before is not None:
            yield Misfit(name, "there", "kind")
        if not new:
            yield Misfit(name, "same", "kind")
        return
    if entry.kind == "removed" and new:
        yield Misfit(name, "extra", "new")
    if before is None:
        yield Misfit(name, "absent", "kind")
        return
    yield from (
        Misfit(name, "other", "old", field, before.get(field)) for field in old if before.get(field) != old[field]
    )
    if entry.kind == "removed":
        yield from (Misfit(name, "other", "old", field, text) for field, text in before.items() if field not in old)
    else:
        yield from (
            Misfit(name, "other", "old", field, before[field]) for field in new if field in before and field not in old
        )
        if old == new:
            yield Misfit(name, "same", "kind")


def missing(rows: Mapping[ReportId, Report | SafetyReport], states: Mapping[ReportId, Fields]) -> Iterator[Missing]:
    """Every report that differs from what the log gives for it, in order."""
    for id in sorted({*rows, *states}):
        now = reported_fields(rows[id]) if id in rows else None
        if now != states.get(id):
            yield Missing(id, states.get(id), now)
