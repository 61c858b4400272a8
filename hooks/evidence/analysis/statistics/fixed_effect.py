"""Our own pooling of independent contrasts: fixed effect, inverse variance. Never shown as anyone else's result."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, isinf, log, sqrt

from evidence.analysis.statistics.distributions import critical, two_sided_p
from evidence.analysis.statistics.effect_size import Contrast
from evidence.analysis.statistics.feasible_region import FeasibleRegion, Point, Polygon
from evidence.analysis.statistics.rounding import Interval, Reported, number


@dataclass(frozen=True, slots=True)
class Pooled(Contrast):
    """A pooled contrast, in the unit of the contrasts; the SE of ratios is that of the logarithm.

    weights: the share of each contrast, in the order given, 1 in all. q: Cochran's Q, on one degree of freedom fewer
    than there are contrasts. i2: share of the spread that is more than chance, 0 to 1.
    """

    weights: tuple[float, ...]
    q: float
    i2: float


def shares(amounts: Iterable[float]) -> tuple[float, ...]:
    """Each amount as a share of their sum: weights by precision or by people."""
    amounts = tuple(amounts)
    total = sum(amounts)
    return tuple(amount / total for amount in amounts)


def pool(contrasts: Sequence[tuple[Reported, Reported]], level: Reported = "95") -> Pooled:
    """The fixed-effect mean of (estimate, standard error) pairs, as printed, with weights 1 / SE^2.

    The contrasts must share no group; two arms against one placebo group are not two contrasts here. There is no
    random-effects version: the spread between two studies cannot be estimated.
    Source: Borenstein and others, Introduction to Meta-Analysis, 2009, chapters 11 and 16; Q after Cochran, I^2 after
    Higgins and Thompson, Statistics in Medicine 21, 2002, 1539-1558.

    Raises ValueError for fewer than two contrasts, an SE not above 0, or what is not a number as printed.
    """
    return _pool([(float(number(estimate)), float(number(se))) for estimate, se in contrasts], float(number(level)))


def pool_ratios(contrasts: Sequence[tuple[Reported, float]], level: Reported = "95") -> Pooled:
    """As `pool`, of (ratio as printed, standard error of its natural logarithm) pairs, pooled as logarithms.

    Estimate and limits of the result are ratios again; its SE is that of the logarithm. Raises ValueError as `pool`
    does, and for a ratio that is not above 0.
    """
    found = _pool([(log(number(ratio)), se) for ratio, se in contrasts], float(number(level)))
    return replace(found, estimate=exp(found.estimate), low=exp(found.low), high=exp(found.high))


def se_of_log(low: Reported, high: Reported, level: Reported) -> float:
    """The standard error of the logarithm of a ratio from the ends of its interval: (log high - log low) / (2 z).

    Source: Cochrane Handbook for Systematic Reviews of Interventions, 6.3.2. Raises ValueError for an end that is not
    above 0.
    """
    if number(low) <= 0:
        raise ValueError(f"the ends of the interval of a ratio must be above 0, got {low}")
    return (log(number(high)) - log(number(low))) / (2 * critical(1 - float(number(level)) / 100))


def _pool(pairs: Sequence[tuple[float, float]], percent: float) -> Pooled:
    if len(pairs) < 2 or any(se <= 0 for _, se in pairs):
        raise ValueError(f"must be two or more contrasts, each with a standard error above 0, got {pairs!r}")
    precision = [1 / se**2 for _, se in pairs]
    weights = shares(precision)
    mean = sum(weight * e for weight, (e, _) in zip(weights, pairs, strict=True))
    se = 1 / sqrt(sum(precision))
    q = sum((e - mean) ** 2 * each for each, (e, _) in zip(precision, pairs, strict=True))
    reach = critical(1 - percent / 100) * se
    i2 = max(0.0, 1 - (len(pairs) - 1) / q) if q > 0 else 0.0
    return Pooled(mean, se, mean - reach, mean + reach, percent, two_sided_p(mean / se), weights, q, i2)


def pooled_range(regions: Sequence[FeasibleRegion]) -> Interval:
    """Every value that `pool` could give for true estimates and errors in the regions: no rounding explains more.

    The mean is a ratio of sums, sum(e / s^2) / sum(1 / s^2), so that its extremes over all studies at once follow
    from extremes over one region at a time: Dinkelbach, Management Science 13, 1967, 492-498. Where a standard error
    may be 0 or has no upper bound any weights are possible, and the answer is every value between the estimates.
    """
    if any(one.se.low <= 0 or isinf(one.se.high) for one in regions):
        return Interval(min(one.estimate.low for one in regions), max(one.estimate.high for one in regions))
    mirrored = [[tuple((-e, s) for e, s in polygon) for polygon in one.polygons] for one in regions]
    return Interval(_lowest([one.polygons for one in regions]), -_lowest(mirrored))


def weight_needed(first: Interval, second: Interval, pooled: Interval) -> Interval | None:
    """The weights of the first of two studies with which their estimates, each somewhere in its interval, give a
    pooled one in `pooled`: pooled = w * first + (1 - w) * second.

    Weights below 0 or above 1 are kept: they say that no averaging does it. None where the two studies may have the
    same estimate, so that the weight does not matter.
    """
    if first.overlaps(second):
        return None
    found = [
        (mean - other) / (one - other)
        for one in (first.low, first.high)
        for other in (second.low, second.high)
        for mean in (pooled.low, pooled.high)
    ]
    return Interval(min(found), max(found))


def _lowest(studies: Sequence[Sequence[Polygon]]) -> float:
    """The lowest precision-weighted mean with one (e, s) from each study's polygons."""
    chosen = [polygons[0][0] for polygons in studies]
    mean = _mean(chosen)
    while True:
        chosen = [
            min(_candidates(polygons, mean), key=lambda point: (point[0] - mean) / point[1] ** 2)
            for polygons in studies
        ]
        lower = _mean(chosen)
        if lower >= mean - 1e-14 * abs(mean):
            return min(lower, mean)
        mean = lower


def _mean(points: Sequence[Point]) -> float:
    return sum(e / s**2 for e, s in points) / sum(1 / s**2 for _, s in points)


def _candidates(polygons: Sequence[Polygon], mean: float) -> Iterable[Point]:
    """Where (e - mean) / s^2 can be least: corners, and the still point of each edge e = a + b*s, s = 2(mean - a) / b."""
    for polygon in polygons:
        for index, (e, s) in enumerate(polygon):
            yield e, s
            e_before, s_before = polygon[index - 1]
            if e == e_before or s == s_before:
                continue
            b = (e - e_before) / (s - s_before)
            a = e - b * s
            still = 2 * (mean - a) / b
            if min(s, s_before) < still < max(s, s_before):
                yield a + b * still, still
