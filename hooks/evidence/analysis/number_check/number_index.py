"""What a text may quote: every number that the site shows, with the words that point to it; plain data for `quote`."""

from __future__ import annotations

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
class _Book:
    """What is being gathered, in the form that `evidence.analysis.number_check.Known` takes."""

    units: dict[str, str]
    figures: list[list[Any]] = field(default_factory=list)
    numbers: list[list[Any]] = field(default_factory=list)

    @contextmanager
    def figure(self, thing: Entity, pointing: Iterable[str]) -> Iterator[None]:
        """Gather the numbers of a figure; one without any is left out."""
        before = len(self.numbers)
        self.figures.append([thing.id, thing.address, thing.label, sorted(set(pointing))])
        yield
        if len(self.numbers) == before:
            self.figures.pop()

    def unit(self, words: str | None) -> str:
        """The unit that data name in words: its first word, without its plural."""
        plain = phrase(words or "").partition(" ")[0]
        return self.units.setdefault(plain, plain) if plain else ""

    def number(
        self, printed: object, role: str = "", unit: str = "", qualifier: str | None = None, turned: bool = False
    ) -> None:
        """A number of the latest figure, as printed; nothing where nothing is, and where it is told already."""
        if printed is not None:
            each = [len(self.figures) - 1, role, as_text(printed), unit, qualifier or "", int(turned)]
            if each not in self.numbers[-40:]:
                self.numbers.append(each)

    def interval(self, low: Any, high: Any, level: Any) -> None:
        """The ends of an interval; also turned, as a text tells them that says the direction in words."""
        for role, end in (("low", low), ("high", high), ("level", level)):
            self.number(end, role)
        for role, end in (("low", high), ("high", low)):
            if end is not None:
                self.number(as_text(-Decimal(end)), role, turned=True)

    def said(self, texts: Iterable[str | None]) -> None:
        """The numbers in statements; those in letters count only beside one in digits."""
        for text in filter(None, texts):
            for number in numbers(masked(normal(text)), self.units) if re.search("[0-9]", text) else ():
                sign = "-" if number.sign < 0 else ""
                self.number(f"{sign}{number.value:.{number.decimals}f}", number.role, number.unit)


def quoting(view: View) -> Mapping[str, Any]:
    """The plain data that `evidence.analysis.number_check.Known` takes; see there for its form."""
    book = _Book(dict(GRAMMAR["units"]))
    for id, fact in view.evidence.facts.items():
        with book.figure(view.entities[id], keywords.of_fact(view, fact.reports[0])):
            for report in fact.reports:
                (_safety if isinstance(report, SafetyReport) else _report)(book, report)
    for id in (id for id in view.entities if "#" in id):
        with book.figure(view.entities[id], keywords.of_field(view, id)):
            _field(book, view.figure(id), view.evidence.landscape.get(id.partition("#")[0]))
    words = {cue for *_, own in book.figures for cue in own if cue[0] in "tw"}
    return {
        "figures": book.figures,
        "groups": sorted(map(list, keywords.groups(view).items())),
        "names": _names(keywords.names(view, words)),
        "numbers": book.numbers,
        "units": book.units,
    }


def _names(pairs: Iterable[tuple[str, str]]) -> list[list[Any]]:
    """[phrase, cues] of each name, the longest first; what is too short to point anywhere is left out."""
    found: dict[str, set[str]] = {}
    for name, cue in pairs:
        if len(name) > 2 or name == "vs":
            found.setdefault(name, set()).add(cue)
    return [[name, sorted(found[name])] for name in sorted(found, key=lambda name: (-len(name), name))]


def _report(book: _Book, report: Report) -> None:
    is_p = report.statistic == "p-value"
    book.number(report.value, "p" if is_p else "", "" if is_p else book.unit(report.unit), report.value_qualifier)
    book.number(report.se, "se")
    book.interval(report.ci_low, report.ci_high, report.ci_level)
    book.number(report.p, "p", "", report.p_qualifier)
    for count in (report.numerator, report.denominator):
        book.number(count, "", "participant")
    book.said((report.timepoint, report.statement))


def _safety(book: _Book, report: SafetyReport) -> None:
    book.number(report.percent, "", "percent", report.percent_qualifier)
    for count in (report.n_affected, report.n_at_risk):
        book.number(count, "", "participant")
    book.number(report.n_events, "", "event")
    book.said((report.period, report.category, report.statement))


def _field(book: _Book, found: Figure, other: Competitor | None) -> None:
    unit = book.unit(found.unit)
    book.number(found.value, "", unit, found.qualifier)
    book.number(found.se, "se")
    if found.level:
        book.interval(found.low, found.high, found.level)
    else:  # a range that people fall in, not an interval
        for end in (found.low, found.high):
            book.number(end, "", unit)
    book.number(found.p, "p", "", found.p_qualifier)
    book.said((found.text, *((other.timepoint, other.arm) if other else ())))
