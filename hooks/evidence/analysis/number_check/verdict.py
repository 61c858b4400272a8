"""Judging the numbers of a text: as printed, rounded, different, or unknown, with the figure that each probably means.

The words of its sentence speak for some figures and against others. An estimate, its error, interval and P stand together
and speak for each other's figure too: so the wrong one among them is told by the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from evidence.analysis.number_check.patterns import GRAMMAR, WEIGHTS
from evidence.analysis.number_check.reading import Number, masked, normal, numbers, sentences

# Verdicts, the best first.
PRINTED, ROUNDED, DIFFERENT, UNKNOWN = VERDICTS = ("as printed", "rounded", "different", "unknown")
_TINY = 1e-9
_ENDS = ("low", "high")


class Entry(NamedTuple):
    """A known number. `figure` is the index of its figure, `role` p, se, low, high, level or nothing for its value.

    `turned`: the end of an interval as words say it that tell its direction, 0.7 to 4.1 for -4.1 to -0.7. `size` leaves
    out the sign.
    """

    figure: int
    role: str
    printed: str
    unit: str
    qualifier: str
    turned: bool
    size: float
    sign: int
    decimals: int

    @property
    def shown(self) -> str:
        """How a reader is told of it."""
        return f"{self.qualifier} {self.printed}{' with the signs turned' if self.turned else ''}".strip()


class Answer(NamedTuple):
    """What is said of one number. `entry` is the known number that it probably means, None where nothing is."""

    start: int
    end: int
    verdict: str
    entry: Entry | None


class _Match(NamedTuple):
    """A known number that one of the text may mean; `fits` where role and unit are said and the same."""

    entry: Entry
    verdict: str
    fits: bool


@dataclass(frozen=True)
class Known:
    """What is known: the plain data of `evidence.analysis.number_check.number_index`, which the browser loads.

    figures: [id, address, label, cues]; numbers: the first six of Entry; names: [phrase, cues], the longest first;
    groups: [cue, cues of its members]; units: word -> unit. The first letter of a cue is its kind.
    """

    data: Mapping[str, Any]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every known number."""
        return tuple(
            Entry(*each, abs(float(each[2])), -1 if each[2].startswith("-") else 1, len(each[2].partition(".")[2]))
            for each in self.data["numbers"]
        )

    @cached_property
    def _cues(self) -> tuple[Mapping[str, set[str]], ...]:
        """Kind -> cues, of each figure."""
        return tuple(_by_kind(cues) for *_, cues in self.data["figures"])

    def address(self, entry: Entry) -> str:
        """Where the figure of a number stands."""
        return str(self.data["figures"][entry.figure][1])

    def mentioned(self, words: str) -> set[str]:
        """The cues of the names in a sentence; a name inside a longer one does not count."""
        left, found = f" {words} ", set()
        for name, cues in self.data["names"]:
            if f" {name} " in left:
                found.update(cues)
                left = left.replace(f" {name} ", " | ")
        return found | {group for group, members in self.data["groups"] if found.issuperset(members)}

    def scores(self, said: Collection[str], carried: Collection[str]) -> list[float]:
        """How well the words of a sentence speak for each figure; those of the one before count half."""
        now, before = _by_kind(said), _by_kind(carried)
        return [_score(own, now) + _score(own, before) / 2 for own in self._cues]

    def matches(self, number: Number) -> Iterator[_Match]:
        """Every known number of which this one may speak."""
        for entry in self.entries:
            same_role, same_unit = number.role == entry.role, not number.unit or number.unit == entry.unit
            if (same_role or not number.sure) and (same_unit or not entry.unit):
                yield _Match(entry, _compared(number, entry), same_role and same_unit)


def check(text: str, known: Known) -> Iterator[Answer]:
    """What is to be said of each number of a text, in order. Numbers in letters are only ever confirmed."""
    plain = normal(text)
    found = numbers(masked(plain), known.data["units"])
    before: set[str] = set()
    for sentence in sentences(plain) if found else ():
        said = known.mentioned(sentence.words)
        # A sentence that names no study, or no endpoint, may speak of that of the one before.
        kinds = {cue[0] for cue in said}
        carried = set() if sentence.begins else {cue for cue in before if cue[0] in "se" and cue[0] not in kinds}
        before = said | carried
        inside = [number for number in found if sentence.start <= number.start < sentence.end]
        if inside:
            scores = known.scores(said, carried)
            yield from (answer for cluster in _clusters(inside) for answer in _judged(cluster, scores, known))


def _clusters(found: Sequence[Number]) -> Iterator[list[Number]]:
    """Each estimate with its error, interval and P; people and weeks may stand between. What is told twice begins anew."""
    cluster: list[Number] = []
    for number in found:
        begins = not number.role and number.unit not in GRAMMAR["aside"]
        if cluster and (begins or number.role in {each.role for each in cluster if each.role}):
            yield cluster
            cluster = []
        cluster.append(number)
    yield cluster


def _judged(cluster: Sequence[Number], scores: Sequence[float], known: Known) -> Iterator[Answer]:
    """What is to be said of numbers that stand together."""
    matches = _one_way([tuple(known.matches(number)) for number in cluster])
    told = [
        {each.entry.figure for each in found if each.fits and each.verdict == PRINTED and number.telling}
        for number, found in zip(cluster, matches, strict=True)
    ]
    for place, number in enumerate(cluster):
        beside = Counter(figure for at, figures in enumerate(told) if at != place for figure in figures)
        answer = _answer(number, matches[place], scores, beside)
        if not number.spelt or answer.verdict == PRINTED:
            yield answer


def _one_way(matches: Sequence[Sequence[_Match]]) -> list[list[_Match]]:
    """Without the ends of intervals told the other way: both ends of one are turned, or none."""
    ends = (each.entry for found in matches for each in found if each.fits and each.verdict != DIFFERENT)
    told = Counter((entry.figure, entry.turned) for entry in ends if entry.role in _ENDS)
    turned = {figure for figure, _ in told if told[figure, True] > told[figure, False]}
    return [
        [each for each in found if each.entry.role not in _ENDS or each.entry.turned == (each.entry.figure in turned)]
        for found in matches
    ]


def _answer(number: Number, matches: Sequence[_Match], scores: Sequence[float], beside: Mapping[int, int]) -> Answer:
    """What is to be said of one number; `beside` counts the numbers next to it that are as printed for a figure."""
    best: tuple[Any, ...] = (float("-inf"),)
    other: tuple[Any, ...] = (float("-inf"),)
    for index, (entry, verdict, fits) in enumerate(matches):
        score = scores[entry.figure] + fits * WEIGHTS["beside"] * beside[entry.figure]
        if verdict == DIFFERENT:
            if fits and (number.firm or beside[entry.figure]):
                other = max(other, (score, -abs(entry.size - number.value), -index))
        else:
            score -= WEIGHTS["near"] * ((not fits) + (verdict == ROUNDED))
            if _is_meant(number, score, verdict):
                best = max(best, (score, fits, verdict == PRINTED, -index))
    if other[0] >= WEIGHTS["sure" if number.role else "firm"] and other[0] - best[0] >= WEIGHTS["far"]:
        return Answer(number.start, number.end, DIFFERENT, matches[-other[-1]].entry)
    if len(best) > 1:
        entry, verdict, _ = matches[-best[-1]]
        return Answer(number.start, number.end, verdict, entry)
    return Answer(number.start, number.end, UNKNOWN, None)


def _is_meant(number: Number, score: float, verdict: str) -> bool:
    """Whether a number that fits is more than a chance meeting: many digits, or words nearby that speak for it."""
    if number.tells > 1 or number.sure:
        return score >= WEIGHTS["near"] or (verdict == PRINTED and number.tells > 2)
    return verdict == PRINTED and score >= WEIGHTS["firm"]


def _compared(number: Number, entry: Entry) -> str:
    """As printed, rounded (a bound that holds included), or different."""
    gap = abs(entry.size - number.value)
    # Words may say the direction of a value, never that of the end of an interval.
    sign = number.sign or int(number.role in _ENDS)
    if entry.size and sign * entry.sign < 0:
        return DIFFERENT
    if gap < _TINY and number.decimals == entry.decimals:
        return PRINTED
    if number.bound:
        holds = entry.size < number.value if number.bound == "<" else entry.size > number.value
        return ROUNDED if holds and number.role == entry.role else DIFFERENT
    if number.decimals < entry.decimals:
        return ROUNDED if gap <= float(f"5e-{number.decimals + 1}") + _TINY else DIFFERENT
    return ROUNDED if number.about and number.zeros and gap <= float(f"5e{number.zeros - 1}") else DIFFERENT


def _by_kind(cues: Collection[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for cue in cues:
        found.setdefault(cue[0], set()).add(cue)
    return found


def _score(own: Mapping[str, set[str]], said: Mapping[str, set[str]]) -> int:
    """What the words say of one figure: each kind of cue adds where one is shared, and takes where all are others."""
    return sum(
        -WEIGHTS["takes"][kind] if cues.isdisjoint(said[kind]) else WEIGHTS["adds"][kind]
        for kind, cues in own.items()
        if kind in said
    )
