"""Every number that the site shows, with the keywords of its figure: plain data for `known_numbers.NumberIndex` and the browser."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evidence.analysis.entity_index import Entity
from evidence.analysis.figures import Figure
from evidence.analysis.number_check import GRAMMAR, keywords, phrase
from evidence.analysis.number_check.reading import masked, normal, numbers
from evidence.analysis.view import View
from evidence.model import Competitor, Report, SafetyReport
from evidence.model.number_format import as_text


@dataclass
class _Builder:
    """Collects figures and their numbers in the form that `known_numbers.NumberIndex` takes."""

    units: dict[str, str]
    figures: list[list[Any]] = field(default_factory=list)
    numbers: list[list[Any]] = field(default_factory=list)

    @contextmanager
    def figure(self, entity: Entity, keywords: Iterable[str]) -> Iterator[None]:
        """Collect the numbers of a figure; one without any is left out."""
        before = len(self.numbers)
        self.figures.append([entity.id, entity.address, entity.label, sorted(set(keywords))])
        yield
        if len(self.numbers) == before:
            self.figures.pop()

    def unit(self, words: str | None) -> str:
        """The unit that data give in words: its first word, without its plural."""
        plain = phrase(words or "").partition(" ")[0]
        return self.units.setdefault(plain, plain) if plain else ""

    def number(
        self, printed: object, role: str = "", unit: str = "", qualifier: str | None = None, turned: bool = False
    ) -> None:
        """Add a number, as printed, to the latest figure; not None, and not one that it has already."""
        if printed is not None:
            each = [len(self.figures) - 1, role, as_text(printed), unit, qualifier or "", int(turned)]
            if each not in self.numbers[-40:]:
                self.numbers.append(each)

    def interval(
        self,
        low: Decimal | str | None,
        high: Decimal | str | None,
        level: Decimal | int | str | None,
        is_ratio: bool = False,
    ) -> None:
        """Add the ends of an interval; those of a difference also turned, as a text has them that gives the direction in
        words.
        """
        for role, end in (("low", low), ("high", high), ("level", level)):
            self.number(end, role)
        for role, end in (("low", high), ("high", low)):
            if end is not None and not is_ratio:
                self.number(as_text(-Decimal(end)), role, turned=True)

    def statements(self, texts: Iterable[str | None]) -> None:
        """Add the numbers in statements; those in letters only where there is one in digits too."""
        for text in filter(None, texts):
            for number in numbers(masked(normal(text)), self.units) if re.search("[0-9]", text) else ():
                sign = "-" if number.sign < 0 else ""
                self.number(f"{sign}{number.value:.{number.decimals}f}", number.role, number.unit)


def number_index(view: View) -> Mapping[str, Any]:
    """The plain data that `known_numbers.NumberIndex` takes; see there for its form."""
    builder = _Builder(dict(GRAMMAR["units"]))
    for id, fact in view.evidence.facts.items():
        with builder.figure(view.entities[id], keywords.of_fact(view, fact.reports[0])):
            for report in fact.reports:
                if isinstance(report, SafetyReport):
                    _safety(builder, report)
                else:
                    _report(builder, report)
    for id in (id for id in view.entities if "#" in id):
        with builder.figure(view.entities[id], keywords.of_entity_field(view, id)):
            _field(builder, view.figure(id), view.evidence.landscape.get(id.partition("#")[0]))
    words = {word for *_, own in builder.figures for word in own if word[0] in "tw"}
    return {
        "figures": builder.figures,
        "groups": sorted(map(list, keywords.groups(view).items())),
        "names": _names(keywords.names(view, words)),
        "numbers": builder.numbers,
        "symbols": keywords.symbols(),
        "units": builder.units,
    }


def _names(pairs: Iterable[tuple[str, str]]) -> list[list[Any]]:
    """[phrase, keywords] of each name, the longest first; too short ones, which mean nothing, are left out."""
    found: dict[str, set[str]] = {}
    for name, keyword in pairs:
        if len(name) > 2 or name == "vs":
            found.setdefault(name, set()).add(keyword)
    return [[name, sorted(found[name])] for name in sorted(found, key=lambda name: (-len(name), name))]


def _report(builder: _Builder, report: Report) -> None:
    is_p = report.statistic == "p-value"
    builder.number(report.value, "p" if is_p else "", "" if is_p else builder.unit(report.unit), report.value_qualifier)
    builder.number(report.se, "se")
    measure = report.effect_measure
    builder.interval(report.ci_low, report.ci_high, report.ci_level, measure is not None and measure.is_ratio)
    builder.number(report.p, "p", "", report.p_qualifier)
    builder.number(report.margin, "margin")
    for count in (report.numerator, report.denominator):
        builder.number(count, "", "participant")
    builder.statements((report.timepoint, report.statement))


def _safety(builder: _Builder, report: SafetyReport) -> None:
    builder.number(report.percent, "", "percent", report.percent_qualifier)
    for count in (report.n_affected, report.n_at_risk):
        builder.number(count, "", "participant")
    builder.number(report.n_events, "", "event")
    builder.number(report.exposure, "", builder.unit("patient-years"))
    builder.number(report.rate, "", builder.unit(report.rate_unit), report.rate_qualifier)
    builder.number(report.effect, "", builder.unit(report.effect_measure.unit if report.effect_measure else ""))
    builder.number(report.se, "se")
    measure = report.effect_measure
    builder.interval(report.ci_low, report.ci_high, report.ci_level, measure is not None and measure.is_ratio)
    builder.number(report.p, "p", "", report.p_qualifier)
    builder.statements((report.period, report.category, report.statement))


def _field(builder: _Builder, found: Figure, other: Competitor | None) -> None:
    unit = builder.unit(found.unit)
    builder.number(found.value, "", unit, found.qualifier)
    builder.number(found.se, "se")
    if found.level:
        builder.interval(found.low, found.high, found.level, found.measure is not None and found.measure.is_ratio)
    else:  # a range of values of people, not an interval
        for end in (found.low, found.high):
            builder.number(end, "", unit)
    builder.number(found.p, "p", "", found.p_qualifier)
    builder.statements((found.text, *((other.timepoint, other.arm) if other else ())))
