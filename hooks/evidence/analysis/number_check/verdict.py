"""Gives each number of a text its verdict, as printed, rounded, different or unknown, and the figure that it probably means.

The words of its sentence count for some figures and against others. An estimate, its error, interval and P come together
and count for each other's figure too, so that the others show which one among them is wrong.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evidence.analysis.number_check.known_numbers import Entry, NumberIndex
from evidence.analysis.number_check.patterns import GRAMMAR, WEIGHTS
from evidence.analysis.number_check.reading import Number, masked, normal, numbers, sentences

# Verdicts, the best first.
AS_PRINTED, ROUNDED, DIFFERENT, UNKNOWN = VERDICTS = ("as printed", "rounded", "different", "unknown")
_TINY = 1e-9
_ENDS = ("low", "high")


class Answer(NamedTuple):
    """The verdict on one number. `entry` is the number of the site that it probably means, None where there is none."""

    start: int
    end: int
    verdict: str
    entry: Entry | None


class _Match(NamedTuple):
    """A number of the site that one of the text may mean; `fits` where role and unit are given and the same."""

    entry: Entry
    verdict: str
    fits: bool


def check(text: str, index: NumberIndex) -> Iterator[Answer]:
    """The verdict on each number of a text, in order. A number in letters gets one only where it is as printed."""
    plain = normal(text)
    found = numbers(masked(plain), index.data["units"])
    before: set[str] = set()
    for sentence in sentences(plain) if found else ():
        named = index.mentioned(sentence.words, plain[sentence.start : sentence.end])
        # A sentence that names no study, or no endpoint, may be about that of the sentence before.
        kinds = {keyword[0] for keyword in named}
        carried = (
            set()
            if sentence.begins
            else {keyword for keyword in before if keyword[0] in "se" and keyword[0] not in kinds}
        )
        before = named | carried
        inside = [number for number in found if sentence.start <= number.start < sentence.end]
        if inside:
            scores, others = index.scores(named, carried), index.others(named)
            yield from (answer for cluster in _clusters(inside) for answer in _verdicts(cluster, scores, others, index))


def _clusters(found: Sequence[Number]) -> Iterator[list[Number]]:
    """Each estimate with its error, interval and P; people and weeks may come between. A role that comes again begins anew."""
    cluster: list[Number] = []
    for number in found:
        begins = not number.role and number.unit not in GRAMMAR["aside"]
        if cluster and (begins or number.role in {each.role for each in cluster if each.role}):
            yield cluster
            cluster = []
        cluster.append(number)
    yield cluster


def _verdicts(
    cluster: Sequence[Number], scores: Sequence[float], others: Collection[int], index: NumberIndex
) -> Iterator[Answer]:
    """The verdicts on numbers that come together. `others` are figures of other measures than the sentence names: only a
    number with their unit, and what stands with it, can mean one of these.
    """
    matches = _same_direction([tuple(_matches(number, index)) for number in cluster])
    fitting = [
        {each.entry.figure for each in found if each.fits and each.verdict == AS_PRINTED and number.is_specific}
        - (set() if number.unit else set(others))
        for number, found in zip(cluster, matches, strict=True)
    ]
    told = {figure for figures in fitting for figure in figures}
    matches = [
        [each for each in found if each.entry.figure in told or each.entry.figure not in others] for found in matches
    ]
    for place, number in enumerate(cluster):
        neighbours = Counter(figure for at, figures in enumerate(fitting) if at != place for figure in figures)
        answer = _answer(number, matches[place], scores, neighbours)
        if not number.spelt or answer.verdict == AS_PRINTED:
            yield answer


def _same_direction(matches: Sequence[Sequence[_Match]]) -> list[list[_Match]]:
    """Without the ends of intervals of the other direction: both ends of one interval are turned, or none."""
    ends = (each.entry for found in matches for each in found if each.fits and each.verdict != DIFFERENT)
    counts = Counter((entry.figure, entry.turned) for entry in ends if entry.role in _ENDS)
    turned = {figure for figure, _ in counts if counts[figure, True] > counts[figure, False]}
    return [
        [each for each in found if each.entry.role not in _ENDS or each.entry.turned == (each.entry.figure in turned)]
        for found in matches
    ]


def _answer(
    number: Number, matches: Sequence[_Match], scores: Sequence[float], neighbours: Mapping[int, int]
) -> Answer:
    """The verdict on one number; `neighbours` counts the numbers next to it that are as printed for a figure."""
    best: tuple[Any, ...] = (float("-inf"),)
    other: tuple[Any, ...] = (float("-inf"),)
    for index, (entry, verdict, fits) in enumerate(matches):
        score = scores[entry.figure] + fits * WEIGHTS["beside"] * neighbours[entry.figure]
        if verdict == DIFFERENT:
            if fits and (number.can_contradict or neighbours[entry.figure]):
                other = max(other, (score, -abs(entry.size - number.value), -index))
        else:
            score -= WEIGHTS["near"] * ((not fits) + (verdict == ROUNDED))
            if _is_meant(number, score, verdict):
                best = max(best, (score, fits, verdict == AS_PRINTED, -index))
    if other[0] >= WEIGHTS["sure" if number.role else "firm"] and other[0] - best[0] >= WEIGHTS["far"]:
        return Answer(number.start, number.end, DIFFERENT, matches[-other[-1]].entry)
    if len(best) > 1:
        entry, verdict, _ = matches[-best[-1]]
        return Answer(number.start, number.end, verdict, entry)
    return Answer(number.start, number.end, UNKNOWN, None)


def _matches(number: Number, index: NumberIndex) -> Iterator[_Match]:
    """Every number of the site that this one may mean."""
    for entry in index.entries:
        same_role, same_unit = number.role == entry.role, not number.unit or number.unit == entry.unit
        if (same_role or not number.sure) and (same_unit or not entry.unit):
            yield _Match(entry, _compare(number, entry), same_role and same_unit)


def _is_meant(number: Number, score: float, verdict: str) -> bool:
    """Whether a number that fits does so by more than chance: many digits, or words nearby that count for it."""
    if number.information > 1 or number.sure:
        return score >= WEIGHTS["near"] or (verdict == AS_PRINTED and number.information > 2)
    return verdict == AS_PRINTED and score >= WEIGHTS["firm"]


def _compare(number: Number, entry: Entry) -> str:
    """As printed, rounded (or a bound that is true), or different."""
    gap = abs(entry.size - number.value)
    # Words may give the direction of a value, never that of the end of an interval.
    sign = number.sign or int(number.role in _ENDS)
    if entry.size and sign * entry.sign < 0:
        return DIFFERENT
    if gap < _TINY and number.decimals == entry.decimals:
        return AS_PRINTED
    if number.bound:
        holds = entry.size < number.value if number.bound == "<" else entry.size > number.value
        return ROUNDED if holds and number.role == entry.role else DIFFERENT
    if number.decimals < entry.decimals:
        return ROUNDED if gap <= float(f"5e-{number.decimals + 1}") + _TINY else DIFFERENT
    return ROUNDED if number.about and number.zeros and gap <= float(f"5e{number.zeros - 1}") else DIFFERENT
