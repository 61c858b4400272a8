"""The reports and figures of a fact on any day, and why they changed. Only reports of facts are logged."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from evidence.analysis import figures, selection
from evidence.analysis.changelog import Fields, ReportId, Step, beginning, replay
from evidence.analysis.citation_index import by
from evidence.analysis.entity_index import Entity
from evidence.analysis.figures import Figure
from evidence.model import NOT_RECORDED, Evidence, Fact, Report, SafetyReport, links


def _joined(steps: tuple[Step, ...], moved: Mapping[str, tuple[str, ...]]) -> Iterator[Step]:
    """The steps; where a report was removed and added on one day, since its fact was moved, both are one step."""
    removed = {(step.date, step.report): step for step in steps if not step.after}
    added: dict[str, Step] = {}
    for step in steps:
        earlier = moved.get(step.report.fact, ()) if not step.before else ()
        gone = (removed.get((step.date, ReportId(fact, *step.report[1:]))) for fact in earlier)
        if one := next(filter(None, gone), None):
            added[step.name] = one
    others = {one.name for one in added.values()}
    for step in steps:
        if one := added.get(step.name):
            yield replace(step, before=one.before, moved_from=one.report.fact, other=one.name)
        elif step.name not in others:
            yield step


class Shown(NamedTuple):
    """The figure that pages showed of a fact from a day on; None where the fact was removed."""

    day: str
    figure: Figure | None


@dataclass(frozen=True, eq=False)
class History:
    """The log of changes as pages ask for it. `moved` is fact -> the facts that were moved to it."""

    evidence: Evidence
    entities: Mapping[str, Entity]
    moved: Mapping[str, tuple[str, ...]]

    @property
    def begins(self) -> str:
        """The first day of the log; empty where there is none."""
        return self.evidence.log_begins

    @cached_property
    def _beginning(self) -> Mapping[ReportId, Fields]:
        return beginning(self.evidence)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every entry of the log, in order; both entries of a fact that was moved are one step."""
        return tuple(_joined(replay(self.evidence.changes, self._beginning).steps, self.moved))

    @cached_property
    def latest(self) -> str:
        """Day of the last change of all, or the first day of the log."""
        return max((step.date for step in self.steps), default=self.begins)

    @cached_property
    def _by_entity(self) -> Mapping[str, tuple[Step, ...]]:
        return by((id, step) for step in self.steps for id in step.about)

    @cached_property
    def _beginning_of(self) -> Mapping[str, tuple[ReportId, ...]]:
        return by((id.fact, id) for id in self._beginning)

    def touching(self, ids: Iterable[str]) -> tuple[Step, ...]:
        """The steps that can be seen on a page which shows these entities, in order."""
        found = {step.name: step for id in ids for step in self._by_entity.get(id, ())}
        return tuple(sorted(found.values(), key=lambda step: (step.date, step.name)))

    def version(self, ids: Iterable[str]) -> str:
        """The version of a page which shows these entities: the day of the last step that touched one of them."""
        return max((step.date for step in self.touching(ids)), default=self.begins)

    def _family(self, fact: str) -> set[str]:
        """A fact and those that were moved to it."""
        found, waiting = {fact}, [fact]
        while waiting:
            earlier = set(self.moved.get(waiting.pop(), ())) - found
            found |= earlier
            waiting += earlier
        return found

    def of_fact(self, fact: str) -> tuple[Step, ...]:
        """The steps of a fact, those under its earlier addresses too."""
        family = self._family(fact)
        return tuple(step for step in self.touching(family) if step.report.fact in family)

    def at(self, fact: str, day: str) -> Mapping[ReportId, Fields]:
        """The reports of a fact at the end of a day, those under its earlier addresses too."""
        found = {id: self._beginning[id] for each in self._family(fact) for id in self._beginning_of.get(each, ())}
        for step in self.of_fact(fact):
            if step.date <= day:
                found.pop(ReportId(step.moved_from, *step.report[1:]), None)
                found[step.report] = step.after
        return {id: fields for id, fields in found.items() if fields}

    def first_day(self, fact: str) -> str:
        """The first day on which a fact is known to have been on the site."""
        if any(each in self._beginning_of for each in self._family(fact)):
            return self.begins
        return min((step.date for step in self.of_fact(fact)), default="")

    def entity(self, fact: str) -> Entity:
        """A fact as an entity; one that was removed has its id as its label."""
        return self.entities.get(fact) or Entity(fact, "fact", fact, links.address("fact", fact))

    def figure(self, id: ReportId, fields: Fields) -> Figure:
        """The figure that a report printed."""
        return figures.of_report(report_of(id, fields), self.entity(id.fact))

    def shown(self, fact: str) -> tuple[Shown, ...]:
        """The figures that pages showed, from the first day of the fact to the last change that showed another.

        Chosen by today's readings among the reports of that day, for readings and sources are not logged.
        """
        days = sorted({self.first_day(fact), *(step.date for step in self.of_fact(fact))})
        found: list[Shown] = []
        for day in days:
            figure = self._shown_on(fact, day)
            if not found or found[-1].figure != figure:
                found.append(Shown(day, figure))
        return tuple(found)

    def _shown_on(self, fact: str, day: str) -> Figure | None:
        reports = [report_of(id, fields) for id, fields in self.at(fact, day).items()]
        known = tuple(report for report in reports if report.source in self.evidence.sources)
        if not reports:
            return None
        readings = (case.shown.get(fact) for case in self.evidence.contradictions.values())
        reading = next(filter(None, readings), None)
        row = selection.ranked(Fact(fact, known), self.evidence, reading)[0] if known else reports[0]
        return figures.of_report(row, self.entity(fact))


def report_of(id: ReportId, fields: Fields) -> Report | SafetyReport:
    """What a source printed, as a row; the location in the source and our remarks are not logged."""
    kind = SafetyReport if "category" in fields else Report
    head = {"fact": id.fact, "source": id.source, "source_version": id.version or None, "locator": NOT_RECORDED}
    values: dict[str, Any] = {**head, **fields}
    try:
        return kind.model_validate(values)
    except ValueError:  # the schema has changed since it was logged
        return kind.model_construct(None, **values)
