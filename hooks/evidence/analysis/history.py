"""The reports and figures of a fact on any day, and why they changed. Only reports of facts are logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from evidence.analysis import figures, selection
from evidence.analysis.changelog import Fields, ReportId, Step, beginning, replay
from evidence.analysis.entity_index import Entity
from evidence.analysis.figures import Figure
from evidence.model import NOT_RECORDED, Evidence, Fact, Report, SafetyReport, links


def _joined(steps: tuple[Step, ...], moved: Mapping[str, tuple[str, ...]]) -> Iterator[Step]:
    """The steps; the going of a report and its coming to the fact that it was moved to, on one day, are one of them."""
    went = {(step.date, step.report): step for step in steps if not step.after}
    came: dict[str, Step] = {}
    for step in steps:
        earlier = moved.get(step.report.fact, ()) if not step.before else ()
        gone = (went.get((step.date, ReportId(fact, *step.report[1:]))) for fact in earlier)
        if one := next(filter(None, gone), None):
            came[step.name] = one
    others = {one.name for one in came.values()}
    for step in steps:
        if one := came.get(step.name):
            yield replace(step, before=one.before, moved_from=one.report.fact, other=one.name)
        elif step.name not in others:
            yield step


@dataclass(frozen=True, eq=False)
class History:
    """The log as pages ask for it. `begins` is its first day, empty where none is kept; `moved` fact -> earlier facts."""

    begins: str
    start: Mapping[ReportId, Fields]
    steps: tuple[Step, ...]
    moved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of_evidence(cls, evidence: Evidence, moved: Mapping[str, tuple[str, ...]]) -> History:
        """The history of a data folder."""
        start = beginning(evidence)
        steps = replay(evidence.changes, start).steps
        return cls(evidence.log_begins, start, tuple(_joined(steps, moved)), moved)

    @cached_property
    def latest(self) -> str:
        """Day of the last change of all, or the first day of the log."""
        return max((step.date for step in self.steps), default=self.begins)

    @cached_property
    def _by_thing(self) -> Mapping[str, tuple[Step, ...]]:
        found = defaultdict(list)
        for step in self.steps:
            for id in step.about:
                found[id].append(step)
        return {id: tuple(steps) for id, steps in found.items()}

    @cached_property
    def _start_of(self) -> Mapping[str, Mapping[ReportId, Fields]]:
        found: dict[str, dict[ReportId, Fields]] = {}
        for id, fields in self.start.items():
            found.setdefault(id.fact, {})[id] = fields
        return found

    def touching(self, ids: Iterable[str]) -> tuple[Step, ...]:
        """The steps that can be seen on a page which shows these things, in order."""
        found = {step.name: step for id in ids for step in self._by_thing.get(id, ())}
        return tuple(sorted(found.values(), key=lambda step: (step.date, step.name)))

    def version(self, ids: Iterable[str]) -> str:
        """The version of a page which shows these things: the day of the last step that touched one of them."""
        return max((step.date for step in self.touching(ids)), default=self.begins)

    def _family(self, fact: str) -> set[str]:
        """A fact and those that were moved to it."""
        found, waiting = {fact}, [fact]
        while waiting:
            earlier = set(self.moved.get(waiting.pop(), ())) - found
            found |= earlier
            waiting += earlier
        return found

    def _steps(self, family: set[str]) -> list[Step]:
        return [step for step in self.touching(family) if step.report.fact in family]

    def of_fact(self, fact: str) -> tuple[Step, ...]:
        """The steps of a fact, those under its earlier addresses too."""
        return tuple(self._steps(self._family(fact)))

    def at(self, fact: str, day: str) -> Mapping[ReportId, Fields]:
        """The reports of a fact at the end of a day, those under its earlier addresses too."""
        family = self._family(fact)
        found = {id: fields for each in family for id, fields in self._start_of.get(each, {}).items()}
        for step in self._steps(family):
            if step.date <= day:
                found.pop(ReportId(step.moved_from, *step.report[1:]), None)
                found[step.report] = step.after
        return {id: fields for id, fields in found.items() if fields}

    def first_day(self, fact: str) -> str:
        """The day from which on a fact is known to have been here."""
        family = self._family(fact)
        begun = any(each in self._start_of for each in family)
        return self.begins if begun else min((step.date for step in self._steps(family)), default="")


class Shown(NamedTuple):
    """The figure that pages showed of a fact from a day on; None where it was gone."""

    day: str
    figure: Figure | None


@dataclass(frozen=True, eq=False)
class AsOf:
    """What stood here once. A entity that is gone is called by its id."""

    evidence: Evidence
    entities: Mapping[str, Entity]
    history: History

    def label(self, id: str) -> str:
        """What a entity is called."""
        return self.entities[id].label if id in self.entities else id

    def figure(self, id: ReportId, fields: Fields) -> Figure:
        """The figure that a report printed."""
        entity = self.entities.get(id.fact) or Entity(id.fact, "fact", id.fact, links.address("fact", id.fact))
        return figures.of_report(report_of(id, fields), entity)

    def shown(self, fact: str) -> tuple[Shown, ...]:
        """The figures that pages showed, from the first day of the fact to the last change that showed another.

        Chosen by today's readings among the reports of that day, for readings and sources are not logged.
        """
        days = sorted({self.history.first_day(fact), *(step.date for step in self.history.of_fact(fact))})
        found: list[Shown] = []
        for day in days:
            figure = self._at(fact, day)
            if not found or found[-1].figure != figure:
                found.append(Shown(day, figure))
        return tuple(found)

    def _at(self, fact: str, day: str) -> Figure | None:
        reports = [report_of(id, fields) for id, fields in self.history.at(fact, day).items()]
        known = tuple(report for report in reports if report.source in self.evidence.sources)
        if not reports:
            return None
        readings = (case.shown.get(fact) for case in self.evidence.contradictions.values())
        reading = next(filter(None, readings), None)
        row = selection.ranked(Fact(fact, known), self.evidence, reading)[0] if known else reports[0]
        entity = self.entities.get(fact) or Entity(fact, "fact", fact, links.address("fact", fact))
        return figures.of_report(row, entity)


def report_of(id: ReportId, fields: Fields) -> Report | SafetyReport:
    """What was printed once, as a row; its place in the source and our remarks on it are not logged."""
    kind = SafetyReport if "category" in fields else Report
    head = {"fact": id.fact, "source": id.source, "source_version": id.version or None, "locator": NOT_RECORDED}
    values: dict[str, Any] = {**head, **fields}
    try:
        return kind.model_validate(values)
    except ValueError:  # the schema has changed since it was logged
        return kind.model_construct(None, **values)
