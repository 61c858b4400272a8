"""The scale on which estimate, standard error, limits and P are tied by one distribution, and the way there and back.

No effect is 0 on every scale, and a scale never turns an order round.
"""

from enum import StrEnum
from math import exp, expm1, inf, isinf, log, log1p

from evidence.analysis.statistics.rounding import EVERYTHING, Interval


class Scale(StrEnum):
    """linear: differences. log: ratios, whose limits lie alike around them in logarithms. share_left: a reduction in
    percent that stands for 100 * (1 - ratio), as in "95% lower risk"; its scale is -log(1 - percent / 100).
    """

    LINEAR = "linear"
    LOG = "log"
    SHARE_LEFT = "share left"


# Where the scale has no value any more: a ratio of 0, a reduction of 100 percent.
_ENDS = {Scale.LINEAR: (-inf, inf), Scale.LOG: (0.0, inf), Scale.SHARE_LEFT: (-inf, 100.0)}


def on_scale(scale: Scale, printed: float) -> float:
    """A printed value on its scale; infinite at the end of what can be printed (0 for a ratio) and beyond."""
    low, high = _ENDS[scale]
    if not low < printed < high:
        return -inf if printed <= low else inf
    if scale is Scale.LOG:
        return log(printed)
    return -log1p(-printed / 100) if scale is Scale.SHARE_LEFT else printed


def as_printed(scale: Scale, value: float) -> float:
    """A value of the scale as it would be printed: the inverse of `on_scale`."""
    if scale is Scale.LINEAR:
        return value
    if isinf(value):
        return _ENDS[scale][value > 0]
    try:
        return exp(value) if scale is Scale.LOG else -100 * expm1(-value)
    except OverflowError:  # further away than a number can say
        return _ENDS[scale][value > 0 or scale is Scale.LOG]


def interval_on_scale(scale: Scale, printed: Interval) -> Interval:
    """The true values of a printed figure on its scale. One that rounds to 0 for a ratio has no end below."""
    if scale is Scale.LINEAR or printed is EVERYTHING:
        return printed
    return Interval(on_scale(scale, printed.low), on_scale(scale, printed.high))


def interval_as_printed(scale: Scale, values: Interval) -> Interval:
    """An interval of the scale as it would be printed: the inverse of `interval_on_scale`."""
    return Interval(as_printed(scale, values.low), as_printed(scale, values.high))
