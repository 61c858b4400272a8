"""Judging a number of a text: as printed, rounded, different, or unknown, with the figure that it probably means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from evidence.quote.grammar import GRAMMAR
from evidence.quote.reading import Number, masked, normal, numbers, sentences

# Verdicts, the best first.
PRINTED, ROUNDED, DIFFERENT, UNKNOWN = VERDICTS = ("as printed", "rounded", "different", "unknown")
_TINY = 1e-9


class Entry(NamedTuple):
    """A known number: index of its figure, role (p, se, low, high, level, or nothing), number as printed, unit, qualifier;
    its size without its sign, whether it is below zero, and its decimals."""

    figure: int
    role: str
    printed: str
    unit: str
    qualifier: str
    size: float
    negative: bool
    decimals: int


class Answer(NamedTuple):
    """What is said of one number. `entry` is the known number that it probably means, None where nothing is."""

    start: int
    end: int
    verdict: str
    entry: Entry | None


class Last(NamedTuple):
    """The figure that the sentence has told so far, and the roles in which: interval and P follow an estimate."""

    figure: int
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Known:
    """What is known: the plain data that `derive` makes and the browser loads.

    figures: [id, address, label, cues]; numbers: the first five of Entry; names: [phrase, cues], the longest first; cues:
    names of cues by their index, the first letter is their kind; groups: [cue, cues of its members]; units: word -> unit.
    """

    data: Mapping[str, Any]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every known number."""
        return tuple(
            Entry(*each, abs(float(each[2])), float(each[2]) < 0, len(each[2].partition(".")[2]))
            for each in self.data["numbers"]
        )

    @cached_property
    def figures(self) -> Sequence[Sequence[Any]]:
        """Id, address, label and cues of each figure."""
        return self.data["figures"]

    def figure(self, entry: Entry) -> Sequence[Any]:
        """Id, address, label and cues of the figure of a number."""
        return self.figures[entry.figure]

    @cached_property
    def _by_kind(self) -> tuple[Mapping[str, set[int]], ...]:
        """Kind -> cues, for each figure."""
        return tuple(self._kinds(figure[3]) for figure in self.figures)

    def kind(self, cue: int) -> str:
        """Kind of a cue."""
        return self.data["cues"][cue][0]

    def mentioned(self, words: str) -> set[int]:
        """The cues of the names in a sentence; a name inside a longer one does not count."""
        left, found = f" {words} ", set()
        for name, cues in self.data["names"]:
            if f" {name} " in left:
                found.update(cues)
                left = left.replace(f" {name} ", " | ")
        return found | {group for group, members in self.data["groups"] if found.issuperset(members)}

    def scores(self, said: Collection[int], carried: Collection[int]) -> list[float]:
        """How well the cues of a sentence speak for each figure; those `carried` from the one before count half."""
        told = [(self._kinds(said), 1.0), (self._kinds(carried), 0.5)]
        return [sum(weight * _score(mine, theirs) for theirs, weight in told if theirs) for mine in self._by_kind]

    def _kinds(self, cues: Collection[int]) -> Mapping[str, set[int]]:
        found: dict[str, set[int]] = {}
        for cue in cues:
            found.setdefault(self.kind(cue), set()).add(cue)
        return found


def _score(mine: Mapping[str, set[int]], theirs: Mapping[str, set[int]]) -> int:
    total = 0
    for kind, own in mine.items():
        if kind in theirs:
            total += -GRAMMAR["takes"][kind] if own.isdisjoint(theirs[kind]) else GRAMMAR["adds"][kind]
    return total


def check(text: str, known: Known) -> Iterator[Answer]:
    """What is to be said of each number of a text, in order. Numbers in letters are only ever confirmed."""
    plain = normal(text)
    found = iter(numbers(masked(plain), known.data["units"]))
    number = next(found, None)
    before: set[int] = set()
    for sentence in sentences(plain):
        said = known.mentioned(sentence.words)
        kinds = {known.kind(cue) for cue in said}
        # A sentence that names no study or endpoint may speak of those of the one before.
        lasting = {cue for cue in before if known.kind(cue) in "se" and known.kind(cue) not in kinds}
        carried = set() if sentence.begins else lasting
        before = said | carried
        if number is None or number.start >= sentence.end:
            continue
        scores, last = known.scores(said, carried), Last(-1)
        while number and number.start < sentence.end:
            answer = judge(number, scores, known, last)
            if answer.entry and answer.verdict == PRINTED:
                told = last.roles if answer.entry.figure == last.figure else frozenset()
                last = Last(answer.entry.figure, told | {answer.entry.role})
            if not number.spelt or answer.verdict == PRINTED:
                yield answer
            number = next(found, None)


def judge(number: Number, scores: Sequence[float], known: Known, last: Last) -> Answer:
    """What is to be said of one number, where `scores` tell how well its sentence speaks for each figure."""
    best: tuple[Any, ...] = (-99,)
    other: tuple[Any, ...] = (-99,)
    for index, entry in enumerate(known.entries):
        fits = _fits(number, entry)
        if fits is None:
            continue
        follows = entry.figure == last.figure and entry.role and entry.role not in last.roles
        score = scores[entry.figure] + (GRAMMAR["next"] if follows else 0)
        verdict = _compared(number, entry)
        if verdict:
            score -= GRAMMAR["near"] * ((not fits) + (verdict == ROUNDED))
            if _is_meant(number, score, verdict):
                best = max(best, (score, fits, -VERDICTS.index(verdict), -index))
        elif fits and (number.sure or number.unit not in GRAMMAR["loose"]):
            other = max(other, (score, -abs(entry.size - number.value), -index))
    needed = GRAMMAR["sure"].get(number.role, GRAMMAR["sure"][""])
    if other[0] >= needed and other[0] - best[0] >= GRAMMAR["far"]:
        return Answer(number.start, number.end, DIFFERENT, known.entries[-other[2]])
    if len(best) > 1:
        return Answer(number.start, number.end, VERDICTS[-best[2]], known.entries[-best[3]])
    return Answer(number.start, number.end, UNKNOWN, None)


def _is_meant(number: Number, score: float, verdict: str) -> bool:
    """Whether a number that fits is more than a chance meeting: many digits, or words nearby that speak for it."""
    told = number.digits + bool(number.unit) + bool(number.sign)
    if verdict == PRINTED:
        return score >= GRAMMAR["near"] or told > 2
    return score >= GRAMMAR["near"] and (told > 1 or number.sure)


def _fits(number: Number, entry: Entry) -> bool | None:
    """Whether a number can be of this kind: yes, perhaps (False), or not at all (None)."""
    if number.unit and entry.unit and number.unit != entry.unit:
        return None
    if number.sure and number.role != entry.role:
        return None
    return number.role == entry.role and (not number.unit or number.unit == entry.unit)


def _compared(number: Number, entry: Entry) -> str:
    """as printed, rounded (a bound that holds included), or nothing where the number says something else."""
    value = entry.size
    # Words may say the direction of a value, never that of the end of an interval.
    sign = number.sign or int(number.role in ("low", "high"))
    if sign * float(entry.printed) < 0:
        return ""
    if abs(value - number.value) < _TINY and number.decimals == entry.decimals:
        return PRINTED
    if number.bound:
        holds = value < number.value if number.bound == "<" else value > number.value
        return ROUNDED if holds and number.role == entry.role else ""
    if number.decimals < entry.decimals:
        return ROUNDED if abs(value - number.value) <= float(f"5e-{number.decimals + 1}") + _TINY else ""
    if number.about and number.decimals == 0 and number.value >= 10:
        zeros = len(f"{number.value:.0f}") - len(f"{number.value:.0f}".rstrip("0"))
        return ROUNDED if abs(value - number.value) <= 5 * 10 ** (zeros - 1) + _TINY else ""
    return ""
