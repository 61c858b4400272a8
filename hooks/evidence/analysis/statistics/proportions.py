"""Differences and ratios of two shares of people, from the counts of both groups. Ours, not reported by a source.

Every function takes (a, n1, b, n2): a of n1 people in the first group, b of n2 in the second. `level` is in percent.
All raise ValueError for a group without people, a part that is larger than its group, or a level outside 0 to 100.
"""

from dataclasses import dataclass
from math import exp, hypot, log, sqrt

from evidence.analysis.statistics.distributions import critical


@dataclass(frozen=True, slots=True)
class ShareComparison:
    """A comparison of two shares with its interval; level in percent, the other figures in the unit of the function."""

    estimate: float
    low: float
    high: float
    level: float


def wilson_interval(a: int, n: int, level: float = 95) -> tuple[float, float]:
    """The score interval of a share, both ends from 0 to 1.

    Source: Wilson, Journal of the American Statistical Association 22, 1927, 209-212.
    """
    _check(a, n)
    z, p = _reach(level), a / n
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # The ends at nobody and at everybody are exact; arithmetic would miss them by the last digit.
    return 0.0 if a == 0 else (middle - half) / scale, 1.0 if a == n else (middle + half) / scale


def risk_difference(a: int, n1: int, b: int, n2: int, level: float = 95) -> ShareComparison:
    """The first share minus the second in percentage points, with Newcombe's hybrid score interval.

    It never leaves -100 to 100 and has no need of events in either group. Source: Newcombe, Statistics in Medicine
    17, 1998, 873-890, method 10 (without continuity correction).
    """
    (low1, high1), (low2, high2) = wilson_interval(a, n1, level), wilson_interval(b, n2, level)
    p1, p2 = a / n1, b / n2
    difference = p1 - p2
    low, high = difference - hypot(p1 - low1, high2 - p2), difference + hypot(high1 - p1, p2 - low2)
    return ShareComparison(100 * difference, 100 * low, 100 * high, float(level))


def risk_ratio(a: int, n1: int, b: int, n2: int, level: float = 95) -> ShareComparison | None:
    """The first share divided by the second, with an interval that is symmetric in logarithms.

    The variance of its logarithm is 1/a - 1/n1 + 1/b - 1/n2. Source: Katz and others, Biometrics 34, 1978, 469-474;
    Cochrane Handbook for Systematic Reviews of Interventions, 6.4.1. None where nobody is counted in a group or
    everybody in both, for which this interval has no meaning; we add no half events.
    """
    _check(a, n1)
    _check(b, n2)
    z = _reach(level)
    if a == 0 or b == 0 or (a == n1 and b == n2):
        return None
    ratio = (a / n1) / (b / n2)
    reach = z * sqrt((n1 - a) / (a * n1) + (n2 - b) / (b * n2))
    return ShareComparison(ratio, exp(log(ratio) - reach), exp(log(ratio) + reach), float(level))


def _check(a: int, n: int) -> None:
    if not 0 <= a <= n or n < 1:
        raise ValueError(f"must be a part of one person or more, got {a} of {n}")


def _reach(level: float) -> float:
    if not 0 < level < 100:
        raise ValueError(f"a level must be above 0 and below 100 percent, got {level}")
    return critical(1 - level / 100)
