"""Figures as they once stood, made from the log of changes in the form in which pages show today's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evidence.analysis import figures, preferred_report
from evidence.analysis.changelog import Fields, ReportId
from evidence.analysis.entity_index import Entity
from evidence.analysis.figures import Figure
from evidence.analysis.history import History
from evidence.model import NOT_RECORDED, Evidence, Fact, Report, SafetyReport, links


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
        return figures.of_report(past_report(id, fields), entity)

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
        reports = [past_report(id, fields) for id, fields in self.history.at(fact, day).items()]
        known = tuple(report for report in reports if report.source in self.evidence.sources)
        if not reports:
            return None
        readings = (case.shown.get(fact) for case in self.evidence.contradictions.values())
        reading = next(filter(None, readings), None)
        row = preferred_report.ranked(Fact(fact, known), self.evidence, reading)[0] if known else reports[0]
        entity = self.entities.get(fact) or Entity(fact, "fact", fact, links.address("fact", fact))
        return figures.of_report(row, entity)


def past_report(id: ReportId, fields: Fields) -> Report | SafetyReport:
    """What was printed once, as a row; its place in the source and our remarks on it are not logged."""
    kind = SafetyReport if "category" in fields else Report
    head = {"fact": id.fact, "source": id.source, "source_version": id.version or None, "locator": NOT_RECORDED}
    try:
        return kind.model_validate({**head, **fields})
    except ValueError:  # the schema has moved on since it was logged
        return kind.model_construct(**{**head, **fields})
