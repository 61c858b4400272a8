"""What a printed number says of the true one: every value that would have been printed like it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import inf

Printed = Decimal | str


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


def number(printed: Printed) -> Decimal:
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


def decimals(printed: Printed) -> int:
    """How many decimals are printed; negative where the last digits are known to be rounded away (1E+3 has -3)."""
    return -number(printed).as_tuple().exponent  # type: ignore[operator]


def half_unit(printed: Printed) -> Decimal:
    """Half a unit of the last printed decimal: how far the true value can lie from the printed one."""
    return Decimal(5).scaleb(-decimals(printed) - 1)


def interval(printed: Printed | None, qualifier: str | None = None) -> Interval:
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
        half = half_unit(value)
        return Interval(float(value - half), float(value + half))
    if qualifier == "about":
        return EVERYTHING
    if qualifier in ("<", ">"):
        return Interval(-inf, float(value)) if qualifier == "<" else Interval(float(value), inf)
    raise ValueError(f"must be about, < or >, got {qualifier!r}")


def agree(
    first: Printed, second: Printed, first_qualifier: str | None = None, second_qualifier: str | None = None
) -> bool:
    """Whether two printed numbers can stand for one true value: 5.1 and 5.13 can, 5.1 and 5.2 cannot.

    One shared end is not enough, or any two neighbours (275 and 276) would agree.
    """
    one, two = interval(first, first_qualifier), interval(second, second_qualifier)
    return min(one.high, two.high) > max(one.low, two.low)
