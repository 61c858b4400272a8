"""Rounding: every true value that would be reported as a number is, and whether counts, percentages and sums fit under it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import ceil, floor, inf, isinf

Reported = Decimal | str


@dataclass(frozen=True, slots=True)
class Interval:
    """Every number from `low` to `high`, both ends included; an end may be infinite. Units are those of the figure.

    Raises ValueError where `low` is above `high` or an end is not a number.
    """

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"an interval must not end before it begins, got {self.low} to {self.high}")

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Whether some number lies in both; a shared end is enough."""
        return self.low <= other.high and other.low <= self.high


EVERYTHING = Interval(-inf, inf)


def number(printed: Reported) -> Decimal:
    """The printed number with its decimals: "0.0" has one, "0.00" two.

    Raises ValueError for anything but a finite number in ASCII, and TypeError for a float, whose decimals are lost.
    """
    if not isinstance(printed, Decimal | str):
        raise TypeError(f"must be a Decimal or a text, as printed, got {printed!r}")
    try:
        value = Decimal(printed)
    except InvalidOperation:
        raise ValueError(f"must be a number as printed, got {printed!r}") from None
    if not value.is_finite() or not str(printed).isascii():
        raise ValueError(f"must be a number as printed, got {printed!r}")
    return value


def decimals(printed: Reported) -> int:
    """How many decimals are printed; negative where the last digits are known to be rounded away (1E+3 has -3)."""
    exponent = number(printed).as_tuple().exponent
    assert isinstance(exponent, int)  # as of every finite number
    return -exponent


def interval(printed: Reported | None, qualifier: str | None = None) -> Interval:
    """The true values that a printed number can stand for. None, nothing printed, stands for any.

    Without a qualifier the number is rounded: half a unit of its last decimal either way, both ends included, since
    ties go up in one text and to even in the next. "<" and ">" make it a bound, exact as printed: "P < 0.0001" is a
    threshold, not a rounded value. "about" stands for any value: no text says how far its "about" reaches, and a
    width of our own choosing could call a true figure wrong. Source: the rounding bounds of the R package scrutiny
    (L. Jung), which also insists on text, because 0.0 and 0 are different data.

    Raises ValueError for what is not a number as printed, or for an unknown qualifier.
    """
    if printed is None:
        return EVERYTHING
    value = number(printed)
    if qualifier is None:
        half = Decimal(5).scaleb(-decimals(value) - 1)
        return Interval(float(value - half), float(value + half))
    if qualifier == "about":
        return EVERYTHING
    if qualifier in ("<", ">"):
        return Interval(-inf, float(value)) if qualifier == "<" else Interval(float(value), inf)
    raise ValueError(f"must be about, < or >, got {qualifier!r}")


def agree(
    first: Reported, second: Reported, first_qualifier: str | None = None, second_qualifier: str | None = None
) -> bool:
    """Whether two printed numbers can stand for one true value: 5.1 and 5.13 can, 5.1 and 5.2 cannot.

    One shared end is not enough, or any two neighbours (275 and 276) would agree.
    """
    one, two = interval(first, first_qualifier), interval(second, second_qualifier)
    return min(one.high, two.high) > max(one.low, two.low)


def share_agrees(percent: Reported, numerator: int, denominator: int, qualifier: str | None = None) -> bool:
    """Whether 100 * numerator / denominator is printed as this percentage; ties may be rounded either way.

    Raises ValueError for a denominator below 1 or a numerator that is not from 0 to the denominator.
    """
    if not 0 <= numerator <= denominator or denominator < 1:
        raise ValueError(f"must be a part of one person or more, got {numerator} of {denominator}")
    return numerator in numerators(percent, denominator, qualifier)


def numerators(percent: Reported, denominator: int, qualifier: str | None = None) -> range:
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
