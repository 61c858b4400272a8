"""Computed numbers as pages show them: no more digits than the printed figures can carry."""

from __future__ import annotations

from decimal import Decimal
from math import floor, isfinite, log10

from evidence.analysis.statistics import Interval, Printed, decimals

# A range is printed so finely that its ends lie this many units of the last decimal apart, as far as sense goes: to
# FINEST decimals, or FINER more than the figures beside it have.
APART, FINEST, FINER = 4, 4, 2


def fixed(value: float, places: int) -> str:
    """A number with this many decimals; one just below zero stays -0.00."""
    return f"{value:.{places}f}"


def significant(value: float, digits: int = 2) -> str:
    """A number with this many significant digits: 0.0059, 0.37, 14."""
    if not value:
        return "0"
    places = digits - 1 - floor(log10(abs(value)))
    return f"{round(value, places):.{max(places, 0)}f}"


def percent(share: float) -> str:
    """A share of 1 as a whole percentage."""
    return f"{100 * share:.0f}"


def span(found: Interval, *printed: Printed | None) -> tuple[str, str]:
    """The ends of a range of true values, as finely as the printed figures beside it or a little more finely.

    An end without bound is empty.
    """
    places = least = max((decimals(one) for one in printed if one is not None), default=0)
    most = max(FINEST, least + FINER)
    while isfinite(width := found.high - found.low) and places < most and width * 10**places < APART:
        places += 1
    return tuple(fixed(end, places) if isfinite(end) else "" for end in (found.low, found.high))  # type: ignore[return-value]


def as_decimal(value: float) -> Decimal:
    """A computed number for arithmetic that takes printed ones; its digits are far finer than any printed."""
    return Decimal(f"{value:.12g}")
