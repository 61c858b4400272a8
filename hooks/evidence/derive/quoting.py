"""What a text may quote: every number that the site shows, with the words that point to it; plain data for `quote`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from evidence.derive.figures import Figure
from evidence.model import Competitor, Report, SafetyReport
from evidence.quote import GRAMMAR, phrase
from evidence.quote.reading import masked, normal, numbers

if TYPE_CHECKING:
    from evidence.derive.view import View

# Words by which a text tells kinds of figures apart.
_KINDS = {
    "ls-mean-difference": (
        "difference",
        "versus",
        "vs",
        "compared with",
        "against placebo",
        "than placebo",
        "than with placebo",
    ),
    "mean-change": (
        "fell",
        "fall",
        "falling",
        "change from baseline",
        "changed",
        "decline",
        "declined",
        "reduction",
        "decrease",
    ),
}
# Last parts of keys that are too common as words.
_COMMON = frozenset(
    "participant reported according register any all active other open label total group drug monthly placebo about which their there where".split()
)
_TOGETHER = (
    "pooled",
    "pooling",
    "combined",
    "taken together",
    "programme",
    "both trial",
    "both study",
    "the two trial",
)


_DIGIT = re.compile("[0-9]")


@dataclass
class _Book:
    """What is being gathered: figures with their cues, numbers, names of cues."""

    units: dict[str, str]
    figures: list[list[Any]] = field(default_factory=list)
    numbers: list[list[Any]] = field(default_factory=list)
    cues: dict[str, int] = field(default_factory=dict)
    names: dict[str, set[int]] = field(default_factory=dict)

    def cue(self, name: str) -> int:
        """The index of a cue; its first letter is its kind."""
        return self.cues.setdefault(name, len(self.cues))

    def name(self, words: str | None, cue: str) -> None:
        """A phrase that points to a cue."""
        if words and (plain := phrase(words)) and (len(plain) > 2 or plain == "vs"):
            self.names.setdefault(plain, set()).add(self.cue(cue))

    def unit(self, words: str | None) -> str:
        """The unit that data name in words: its first word, without its plural."""
        plain = phrase(words or "").partition(" ")[0]
        return self.units.setdefault(plain, plain) if plain else ""

    def figure(self, id: str, address: str, label: str, cues: Iterator[str]) -> int:
        """A figure; gives its index."""
        self.figures.append([id, address, label, sorted({self.cue(cue) for cue in cues})])
        return len(self.figures) - 1

    def number(
        self, figure: int, printed: object, role: str = "", unit: str = "", qualifier: str | None = None
    ) -> None:
        """A number of a figure, as printed; nothing where nothing is."""
        if printed is not None:
            text = f"{printed:f}" if hasattr(printed, "as_tuple") else str(printed)
            each = [figure, role, text, unit, qualifier or ""]
            if each not in self.numbers[-40:]:
                self.numbers.append(each)

    def mirrored(self, figure: int, low: object, high: object) -> None:
        """The ends of an interval as a text tells them that says the direction in words: 0.7 to 4.1 for -4.1 to -0.7."""
        for role, end in (("low", high), ("high", low)):
            if end is not None:
                text = f"{end:f}" if hasattr(end, "as_tuple") else str(end)
                self.number(figure, text[1:] if text[0] == "-" else f"-{text}", role, "", "with the other sign")

    def said(self, figure: int, text: str | None) -> None:
        """The numbers in a statement; those in letters count only beside one in digits."""
        if not _DIGIT.search(text or ""):
            return
        for number in numbers(masked(normal(text or "")), self.units):
            sign = "-" if number.sign < 0 else ""
            self.number(figure, f"{sign}{number.value:.{number.decimals}f}", number.role, number.unit)


def quoting(view: View) -> Mapping[str, Any]:
    """The plain data that `evidence.quote.Known` takes; see there for its form."""
    book = _Book(dict(GRAMMAR["units"]))
    for key, fact in view.evidence.facts.items():
        thing = view.things[key]
        figure = book.figure(key, thing.address, thing.label, _cues_of_fact(view, fact.reports[0]))
        for report in fact.reports:
            (_safety if isinstance(report, SafetyReport) else _report)(book, figure, report)
    for id, thing in view.things.items():
        if "#" in id:
            owner = id.partition("#")[0]
            figure = book.figure(id, thing.address, thing.label, _cues_of_field(view, owner, id))
            _field(book, figure, view.figure(id), view.evidence.landscape.get(owner))
    _names(view, book)
    _forget_silent(book)
    together = {_study(view, key): group.members for key, group in view.evidence.groups.items()}
    groups = [[book.cue(cue), [book.cue(f"s:{member}") for member in members]] for cue, members in together.items()]
    return {
        "cues": list(book.cues),
        "figures": book.figures,
        "groups": groups,
        "names": [[name, sorted(book.names[name])] for name in sorted(book.names, key=lambda name: (-len(name), name))],
        "numbers": book.numbers,
        "units": book.units,
    }


def _report(book: _Book, figure: int, report: Report) -> None:
    unit = book.unit(report.unit)
    role = "p" if report.statistic == "p-value" else ""
    book.number(figure, report.value, role, "" if role else unit, report.value_qualifier)
    for name, role in (("se", "se"), ("ci_low", "low"), ("ci_high", "high"), ("ci_level", "level")):
        book.number(figure, getattr(report, name), role)
    book.mirrored(figure, report.ci_low, report.ci_high)
    book.number(figure, report.p, "p", "", report.p_qualifier)
    for count in (report.numerator, report.denominator):
        book.number(figure, count, "", book.unit("participants"))
    book.said(figure, report.timepoint)
    book.said(figure, report.statement)


def _safety(book: _Book, figure: int, report: SafetyReport) -> None:
    book.number(figure, report.percent, "", "percent", report.percent_qualifier)
    for count in (report.n_affected, report.n_at_risk):
        book.number(figure, count, "", book.unit("participants"))
    book.number(figure, report.n_events, "", "event")
    for text in (report.period, report.category, report.statement):
        book.said(figure, text)


def _field(book: _Book, figure: int, found: Figure, other: Competitor | None) -> None:
    for role, printed in (
        ("", found.value),
        ("se", found.se),
        ("low", found.low),
        ("high", found.high),
        ("level", found.level),
    ):
        book.number(
            figure,
            printed,
            role,
            book.unit(found.unit) if role in ("", "low", "high") and not found.level else "",
            found.qualifier,
        )
    if found.level:
        book.mirrored(figure, found.low, found.high)
    book.number(figure, found.p, "p", "", found.p_qualifier)
    book.said(figure, found.text)
    if other:
        book.said(figure, other.timepoint)
        book.said(figure, other.arm)


def _cues_of_fact(view: View, report: Report | SafetyReport) -> Iterator[str]:
    yield _study(view, report.study)
    if report.arm:
        yield f"a:{report.arm}"
    if isinstance(report, SafetyReport):
        yield from _telling(report.category)
        return
    if report.endpoint:
        yield f"e:{report.endpoint}"
        yield f"e:{view.evidence.endpoints[report.endpoint].instrument or report.endpoint}"
    if report.timepoint:
        yield f"t:{phrase(report.timepoint)}"
    yield f"x:{report.statistic}"
    yield from _telling(f"{report.population or ''} {report.fact.removeprefix(report.study)}")


def _cues_of_field(view: View, owner: str, id: str) -> Iterator[str]:
    if owner in view.evidence.endpoints:
        yield f"e:{owner}"
    elif owner in view.evidence.landscape:
        yield f"s:{phrase(view.evidence.landscape[owner].drug)}"
        yield f"a:{owner}"
    elif owner in view.evidence.arms:
        yield _study(view, view.evidence.arms[owner][0])
        yield f"a:{owner}"
    elif owner in view.evidence.studies:
        yield f"s:{owner}"
    yield from _telling(view.things[id].label)


def _telling(text: str) -> Iterator[str]:
    """Cues of words that tell figures apart: long ones, not those of names."""
    yield from (f"w:{word}" for word in phrase(text).split() if len(word) > 4 and word not in _COMMON)


def _study(view: View, key: str) -> str:
    """The cue of a study, or of all that takes the same studies together."""
    group = view.evidence.groups.get(key)
    return "s:" + ("+".join(sorted(group.members)) if group else key)


def _forget_silent(book: _Book) -> None:
    """Leave out figures without a number."""
    told = sorted({number[0] for number in book.numbers})
    index = {old: new for new, old in enumerate(told)}
    book.figures = [book.figures[old] for old in told]
    book.numbers = [[index[old], *rest] for old, *rest in book.numbers]


def _names(view: View, book: _Book) -> None:
    """The phrases that point to studies, endpoints, arms, times and kinds of figures."""
    evidence = view.evidence
    for key, study in evidence.studies.items():
        codes = (study.nct, study.eudract, study.ctis, study.sponsor_code)
        for words in (key, view.things[key].label, study.short_name.value, *(code.value for code in codes if code)):
            book.name(words, f"s:{key}")
    for key in evidence.groups:
        for words in (key, view.things[key].label, *_TOGETHER):
            book.name(words, _study(view, key))
    for key, endpoint in evidence.endpoints.items():
        for words in (endpoint.name, endpoint.abbreviation):
            book.name(words, f"e:{key}")
    for key, (owner, arm) in evidence.arms.items():
        for words in _names_of_arm(view, key, owner, arm.label, arm.schedule):
            book.name(words, f"a:{key}")
    for key, other in evidence.landscape.items():
        for words in (other.drug, other.trial):
            book.name(words, f"s:{phrase(other.drug)}")
        book.name(other.arm, f"a:{key}")
    for statistic, phrases in _KINDS.items():
        for words in phrases:
            book.name(words, f"x:{statistic}")
    for cue in list(book.cues):
        if cue[0] in "tw":
            book.name(cue[2:], cue)


def _names_of_arm(view: View, key: str, owner: str, label: str, schedule: str | None) -> Iterator[str]:
    """An arm by its label, without the drug's name, by its schedule, and by the last part of its key."""
    drug = phrase(view.evidence.drug.name)
    yield label
    yield " ".join(word for word in phrase(label).split() if word != drug)
    if schedule and schedule != "not stated":
        plain = phrase(schedule)
        yield plain
        every, _, rest = plain.partition("every ")
        if not every and rest.count(" ") == 1:
            yield f"{rest}ly"
    last = phrase(key.removeprefix(owner))
    if last not in _COMMON and len(last) > 4:
        yield last
