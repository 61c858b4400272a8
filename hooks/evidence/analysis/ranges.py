"""Ranges of true values as text, for pages and tables."""

from math import isfinite
from typing import NamedTuple

from evidence.analysis.statistics import Interval, Reported, decimals
from evidence.model.number_format import fixed

# A range is written so finely that its ends are this many units of the last decimal apart, but with no more decimals
# than MAX_DECIMALS, or MAX_EXTRA_DECIMALS more than the figures reported with it have.
MIN_UNITS_APART, MAX_DECIMALS, MAX_EXTRA_DECIMALS = 4, 4, 2


class Range(NamedTuple):
    """The true values that the printed figures leave for one of them, as text; an empty end has no bound."""

    figure: str
    printed: str
    low: str
    high: str


def range_ends(found: Interval, *reported: Reported | None) -> tuple[str, str]:
    """The ends of a range of true values as text, as finely as the figures reported with it or a little more finely.

    An end without bound is empty.
    """
    places = least = max((decimals(one) for one in reported if one is not None), default=0)
    most = max(MAX_DECIMALS, least + MAX_EXTRA_DECIMALS)
    while isfinite(width := found.high - found.low) and places < most and width * 10**places < MIN_UNITS_APART:
        places += 1
    low, high = (fixed(end, places) if isfinite(end) else "" for end in (found.low, found.high))
    return low, high
