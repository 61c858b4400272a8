"""What stood there when, and why it changed: the log of changes as pages ask for it. Only reports of facts are logged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from evidence.analysis.changelog import Fields, ReportId, Step, beginning, replay
from evidence.model import Evidence


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
