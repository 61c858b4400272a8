"""How often the consistency check detects a transcription error of one digit or sign: its power, measured."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from evidence.analysis.statistics.consistency import FIGURES, Effect, Verdict, check
from evidence.analysis.statistics.rounding import Reported, number


@dataclass(frozen=True, slots=True)
class DetectionRate:
    """injected: errors tried, one at a time. missed: (figure, the wrong figure) of those that the check did not detect.

    The effect itself must be consistent for this to mean anything.
    """

    injected: int
    missed: tuple[tuple[str, str], ...]

    @property
    def detected(self) -> int:
        """Errors that make the effect inconsistent."""
        return self.injected - len(self.missed)


@lru_cache(maxsize=10_000)
def detection_rate(effect: Effect) -> DetectionRate:
    """Injects every error of `transcription_errors` in every figure of the effect, arm values included, and checks each."""
    injected = [*_injected(effect)]
    missed = (error for error, wrong in injected if check(wrong).verdict is not Verdict.INCONSISTENT)
    return DetectionRate(len(injected), tuple(missed))


def transcription_errors(printed: Reported) -> tuple[str, ...]:
    """Every number one error away, in order, with the same decimals: a digit one up or one down, two neighbouring
    digits swapped, the sign lost or gained."""
    text = str(printed)
    digits = [place for place, char in enumerate(text) if char.isdigit()]
    found = [
        text[:place] + str(int(text[place]) + step) + text[place + 1 :]
        for place in digits
        for step in (-1, 1)
        if 0 <= int(text[place]) + step <= 9
    ]
    for one, two in pairwise(digits):
        found.append(text[:one] + text[two] + text[one + 1 : two] + text[one] + text[two + 1 :])
    found.append(text[1:] if text.startswith("-") else f"-{text}")
    return tuple(sorted({error for error in found if number(error) != number(text)}))


def _injected(effect: Effect) -> Iterator[tuple[tuple[str, str], Effect]]:
    """((figure, the figure with one error), the effect with that figure), error by error."""
    for name in FIGURES:
        reported: Reported | None = getattr(effect, name)
        for error in transcription_errors(reported) if reported is not None else ():
            if name != "p" or 0 <= number(error) <= 1:
                fields: dict[str, Any] = {name: error}
                yield (name, error), replace(effect, **fields)
    if effect.arms:
        first, second = effect.arms
        for error in transcription_errors(first):
            yield ("arms", error), replace(effect, arms=(error, second))
        for error in transcription_errors(second):
            yield ("arms", error), replace(effect, arms=(first, error))
