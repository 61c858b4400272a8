"""The true estimates and standard errors that every printed figure of one effect allows.

Let e be the true estimate and s its true standard error. With m the critical value of the interval's level, each
printed figure keeps (e, s) between two straight lines:

    estimate, and the difference of the arm values    e               in its interval
    standard error                                    s               in its interval
    lower and upper limit                             e - m*s, e + m*s  in theirs
    P                                                 |e| / s         between the critical values of its interval

All of them are on the scale of the effect (see `scale`): e of a ratio is its logarithm, and no effect is 0.
The points that are left form a polygon. None left means that the figures cannot all be right, on this distribution
and level. Where e may have either sign, |e| bends the lines of P, so the two signs are two polygons.
Source of the idea: recomputing what is printed within its rounding, one pair of figures at a time, as statcheck does
(Nuijten and others, Behavior Research Methods 48, 2016, 1205-1226), and GRIM (Brown and Heathers, Social Psychological
and Personality Science 8, 2017, 363-369); here all figures are read at once, which finds more. Clipping: Sutherland
and Hodgman, Communications of the ACM 17, 1974, 32-42.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import inf, isfinite, isinf

from evidence.analysis.statistics.distributions import critical, two_sided_p
from evidence.analysis.statistics.rounding import EVERYTHING, Interval

Point = tuple[float, float]  # (e, s)
Polygon = tuple[Point, ...]

# Lines are moved outwards by this share of the figures' size, so that a value on the edge is not lost to binary
# arithmetic. It lies far below any printed decimal.
_SLACK = 1e-10


@dataclass(frozen=True, slots=True)
class FeasibleRegion:
    """What the printed figures imply together. e, its limits and s are on the scale of the effect; P is two-sided.

    `polygons` has one polygon, or two where e may have either sign; a polygon is its corners (e, s) in order, and may
    be a line or a point. `ratio` is the range of |e| / s. Ranges of s and of the limits are without end where nothing
    bounds s from above; then `polygons` shows only its lower part. `level` is in percent; `df` is None for the normal
    distribution.
    """

    polygons: tuple[Polygon, ...]
    estimate: Interval
    se: Interval
    low: Interval
    high: Interval
    ratio: Interval
    level: float
    df: int | None

    @property
    def p(self) -> Interval:
        """The range of the two-sided P."""
        return Interval(two_sided_p(self.ratio.high, self.df), two_sided_p(self.ratio.low, self.df))

    def implied(self, item: str) -> Interval:
        """The range of one figure by its name; "arms" is the difference of the arm values, that is, e."""
        return self.estimate if item == "arms" else getattr(self, item)


def feasible_region(figures: Mapping[str, Interval], level: float, df: int | None = None) -> FeasibleRegion | None:
    """The region that `figures` leave, or None where they leave nothing.

    `figures` names true values: estimate, arms, se, low, high, p; what is left out bounds nothing. `level` is the
    level of the interval low to high in percent, above 0 and below 100; `df` the degrees of freedom of t, or None for
    the normal distribution. Raises ValueError where the figures leave e unbounded (see `bounded`).
    """
    if not bounded(figures):
        raise ValueError(f"must bound the estimate, which {', '.join(figures) or 'no figure'} cannot do")
    if any(one.high == -inf or one.low == inf for one in figures.values()):
        return None  # a figure that no true value has, such as a ratio below 0
    m = critical(1 - level / 100, df)
    chance = figures.get("p", EVERYTHING)
    ratio = Interval(critical(chance.high, df), critical(chance.low, df))
    low, high = figures.get("low", EVERYTHING), figures.get("high", EVERYTHING)
    box = _box(figures, low, high, ratio, m)
    if box is None:
        return None
    (e_from, e_to), (s_from, s_to), open_ended = box
    slack = _SLACK * max(abs(e_from), abs(e_to), s_to, *(abs(end) for end in _ends(low, high)))
    signs = [sign for sign, there in ((1.0, e_to >= 0), (-1.0, e_from < 0)) if there]
    polygons = []
    for sign in signs:
        left, right = (max(e_from, 0.0), e_to) if sign > 0 else (e_from, min(e_to, 0.0))
        corners = [(left, s_from), (right, s_from), (right, s_to), (left, s_to)]
        for a, b, c in (*_between(-m, low), *_between(m, high), *_towards(sign, ratio)):
            corners = _clip(corners, a, b, c + slack)
            if not corners:
                break
        else:
            polygons.append(tuple(corners))
    return _measured(tuple(polygons), m, level, df, open_ended) if polygons else None


def bounded(figures: Mapping[str, Interval]) -> bool:
    """Whether figures bound e on both sides: e itself, both limits, or a limit and the SE."""
    closed = {name for name, one in figures.items() if isfinite(one.low) and isfinite(one.high)}
    limits = sum(name in closed for name in ("low", "high"))
    return "estimate" in closed or "arms" in closed or limits == 2 or (limits == 1 and "se" in closed)


def _ends(*intervals: Interval) -> Iterable[float]:
    return (end for one in intervals for end in (one.low, one.high) if isfinite(end))


def _box(
    figures: Mapping[str, Interval], low: Interval, high: Interval, ratio: Interval, m: float
) -> tuple[tuple[float, float], tuple[float, float], bool] | None:
    """The rectangle to clip: ends of e, ends of s, and whether s has no true upper end. None where it is empty."""
    estimate, arms, se = (figures.get(name, EVERYTHING) for name in ("estimate", "arms", "se"))
    e_from, e_to = max(estimate.low, arms.low, low.low), min(estimate.high, arms.high, high.high)
    s_from = max(se.low, 0.0)
    s_to = min(se.high, (high.high - low.low) / (2 * m), (e_to - low.low) / m, (high.high - e_from) / m)
    e_from, e_to = max(e_from, high.low - m * s_to), min(e_to, low.high + m * s_to)
    widest = max(abs(e_from), abs(e_to))
    if ratio.low > 0:
        s_to = min(s_to, widest / ratio.low)
    open_ended = isinf(s_to)
    if open_ended:  # high enough for every lower bound of s
        s_to = 2 * max(s_from, widest / ratio.high if ratio.high > 0 else 0.0, widest)
    grace = _SLACK * max(widest, s_to)
    if e_from > e_to + grace or s_from > s_to + grace:
        return None
    return (min(e_from, e_to), max(e_from, e_to)), (min(s_from, s_to), max(s_from, s_to)), open_ended


def _between(k: float, bounds: Interval) -> Iterable[tuple[float, float, float]]:
    """Half-planes a*e + b*s <= c that keep e + k*s within bounds."""
    if isfinite(bounds.low):
        yield -1.0, -k, -bounds.low
    if isfinite(bounds.high):
        yield 1.0, k, bounds.high


def _towards(sign: float, ratio: Interval) -> Iterable[tuple[float, float, float]]:
    """Half-planes a*e + b*s <= c that keep sign*e/s within the ratio."""
    if ratio.low > 0:
        yield -sign, ratio.low, 0.0
    if isfinite(ratio.high):
        yield sign, -ratio.high, 0.0


def _clip(corners: list[Point], a: float, b: float, c: float) -> list[Point]:
    """The part of a convex polygon where a*e + b*s <= c."""
    over = [a * e + b * s - c for e, s in corners]
    if max(over) <= 0:
        return corners
    kept: list[Point] = []
    for index, (here, excess) in enumerate(zip(corners, over, strict=True)):
        before, excess_before = corners[index - 1], over[index - 1]
        if (excess <= 0) != (excess_before <= 0):
            share = excess_before / (excess_before - excess)
            kept.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
        if excess <= 0:
            kept.append(here)
    return kept


def _measured(
    polygons: tuple[Polygon, ...], m: float, level: float, df: int | None, open_ended: bool
) -> FeasibleRegion:
    """The extremes of a region; each figure is extreme at a corner, |e| / s included."""
    points = [point for polygon in polygons for point in polygon]
    e, s = [e for e, _ in points], [s for _, s in points]
    lows, highs = [e - m * s for e, s in points], [e + m * s for e, s in points]
    # At (0, 0) the ratio is that of the neighbouring corners.
    ratios = [abs(e) / s if s > 0 else inf for e, s in points if s > 0 or e] or [0.0, inf]
    top = inf if open_ended else max(s)
    return FeasibleRegion(
        polygons=polygons,
        estimate=Interval(min(e), max(e)),
        se=Interval(min(s), top),
        low=Interval(-inf if open_ended else min(lows), max(lows)),
        high=Interval(min(highs), inf if open_ended else max(highs)),
        ratio=Interval(0.0 if open_ended else min(ratios), max(ratios)),
        level=level,
        df=df,
    )
