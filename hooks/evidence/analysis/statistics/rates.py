"""Differences and ratios of two rates of events over time observed. Ours, not reported by a source.

Every function takes (a, t1, b, t2): a events over t1 in the first group, b over t2 in the second, times in one unit above 0.
Estimates are per unit of time. Events are taken as independent: where one person has several, the intervals are too
narrow. All raise ValueError for a negative count, a time that is not above 0, or a level outside 0 to 100.
"""

from decimal import Decimal
from math import exp, hypot, log, sqrt

from evidence.analysis.statistics.distributions import critical
from evidence.analysis.statistics.proportions import ShareComparison
from evidence.analysis.statistics.rounding import Reported, interval


def rate_interval(a: int, t: float, level: float = 95) -> tuple[float, float]:
    """The score interval of a rate, both ends per unit of time and never below 0.

    Source: the score interval in Barker, The American Statistician 56, 2002, 85-89; it is what Wilson's is for a share.
    """
    _check(a, t)
    z = _reach(level)
    middle, half = a + z * z / 2, z * sqrt(a + z * z / 4)
    return (0.0 if a == 0 else (middle - half) / t), (middle + half) / t


def rate_difference(a: int, t1: float, b: int, t2: float, level: float = 95) -> ShareComparison:
    """The first rate minus the second, with the interval made of the score intervals of both rates.

    It needs no events in either group. Source: the method of variance estimates recovery, Li, Tang, Poon and Tang,
    Communications in Statistics - Simulation and Computation 40, 2011, 1478-1493; with shares it gives Newcombe's.
    """
    (low1, high1), (low2, high2) = rate_interval(a, t1, level), rate_interval(b, t2, level)
    r1, r2 = a / t1, b / t2
    difference = r1 - r2
    low, high = difference - hypot(r1 - low1, high2 - r2), difference + hypot(high1 - r1, r2 - low2)
    return ShareComparison(difference, low, high, float(level))


def rate_ratio(a: int, t1: float, b: int, t2: float, level: float = 95) -> ShareComparison | None:
    """The first rate divided by the second, with an interval that is symmetric in logarithms.

    The variance of its logarithm is 1/a + 1/b. Source: Cochrane Handbook for Systematic Reviews of Interventions, 6.7.1.
    None where a group has no events; we add no half events.
    """
    _check(a, t1)
    _check(b, t2)
    z = _reach(level)
    if a == 0 or b == 0:
        return None
    ratio = (a / t1) / (b / t2)
    reach = z * sqrt(1 / a + 1 / b)
    return ShareComparison(ratio, exp(log(ratio) - reach), exp(log(ratio) + reach), float(level))


def rate_agrees(rate: Reported, count: int, exposure: Reported, per: int = 1, qualifier: str | None = None) -> bool:
    """Whether a count over a printed time is printed as this rate per so many units of time; both may be rounded.

    Raises ValueError for a negative count or a time that is not above 0.
    """
    time, printed = interval(exposure), interval(rate, qualifier)
    _check(count, float(Decimal(exposure)))
    highest = per * count / time.low if time.low > 0 else (float("inf") if count else 0.0)
    return per * count / time.high <= printed.high and highest >= printed.low


def _check(a: int, t: float) -> None:
    if a < 0 or not t > 0:
        raise ValueError(f"must be 0 events or more over a time above 0, got {a} over {t}")


def _reach(level: float) -> float:
    if not 0 < level < 100:
        raise ValueError(f"a level must be above 0 and below 100 percent, got {level}")
    return critical(1 - level / 100)
