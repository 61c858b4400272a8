"""Whether counts and percentages of people fit each other under rounding."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, isinf

from evidence.analysis.statistics.rounding import Interval, Printed, interval


@dataclass(frozen=True, slots=True)
class Share:
    """A printed percentage beside its counts.

    agrees: whether 100 * numerator / denominator is printed like this. exact: that value, in percent. fitting: the
    numerators that are printed like this, out of the same denominator; empty where no count of people is.
    """

    agrees: bool
    exact: float
    fitting: range


def share(percent: Printed, numerator: int, denominator: int, qualifier: str | None = None) -> Share:
    """Whether a percentage is its numerator out of its denominator; ties may be rounded either way.

    Raises ValueError for a denominator below 1 or a numerator that is not from 0 to the denominator.
    """
    if not 0 <= numerator <= denominator or denominator < 1:
        raise ValueError(f"must be a part of one person or more, got {numerator} of {denominator}")
    fitting = numerators(percent, denominator, qualifier)
    return Share(numerator in fitting, 100 * numerator / denominator, fitting)


def numerators(percent: Printed, denominator: int, qualifier: str | None = None) -> range:
    """Every number of people out of `denominator` that is printed as this percentage; often one, sometimes none.

    Source: the GRIM test (Brown and Heathers, Social Psychological and Personality Science 8, 2017, 363-369), which
    asks the same of means of whole numbers.
    """
    true = interval(percent, qualifier)
    first = 0 if isinf(true.low) else max(0, floor(true.low * denominator / 100) - 1)
    last = denominator if isinf(true.high) else min(denominator, ceil(true.high * denominator / 100) + 1)
    # The division rounds correctly, and so do the ends of the interval: a tie meets its end exactly.
    found = [count for count in range(first, last + 1) if 100 * count / denominator in true]
    return range(found[0], found[-1] + 1) if found else range(0)


def surplus(parts: Iterable[int], whole: int) -> int:
    """How many more the parts are than the whole: 0 where they add up. Counts are exact, not rounded."""
    return sum(parts) - whole


def sums(parts: Iterable[Printed], whole: Printed) -> bool:
    """Whether printed parts can add up to a printed whole when each of them was rounded on its own."""
    total = Interval(0.0, 0.0)
    for part in parts:
        total += interval(part)
    slack = 1e-12 * max(abs(total.low), abs(total.high))
    return Interval(total.low - slack, total.high + slack).overlaps(interval(whole))
