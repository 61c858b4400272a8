"""Whether the printed figures of one effect can all be right at once. Consistent does not mean verified.

The joint method of `feasible_region`, tried with the normal distribution and, where that fails, with t on n1 + n2 - 2 degrees
of freedom; an effect is inconsistent only where both fail. Figures go by the names of `Effect`: estimate, se, low, high, p, arms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

from evidence.analysis.statistics.feasible_region import FeasibleRegion, bounded, feasible_region
from evidence.analysis.statistics.rounding import EVERYTHING, Interval, Reported, interval, number
from evidence.analysis.statistics.scale import Scale, interval_as_printed, interval_on_scale

FIGURES = ("estimate", "se", "low", "high", "p")
LEVELS = (90.0, 95.0, 99.0)
# Degrees of freedom to try where the number of people is not known.
_ANY_DF = range(1, 301)


class Verdict(StrEnum):
    """What the check says of one effect."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    UNCHECKED = "cannot be checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A comparison of two groups as printed: each figure a Decimal or a text, None where nothing is printed.

    estimate, low, high: the difference, ratio or reduction and the ends of its interval, in one unit. se: its standard
    error in that unit; that of a ratio is the one of its natural logarithm, and counts for nothing on the scale of the
    share left. level: of the interval, in percent. p: two-sided P. arms: the value of each group, in the order of the
    subtraction (estimate = first - second; differences only). arm_ses: their standard errors, in that order. n: n1 + n2
    of the two groups, or the number of the whole trial where only that is known. scales: those on which the figures may
    fit together; an effect is inconsistent only where it fits on none of them. Without one, as of a difference of
    medians, nothing ties its figures and it cannot be checked. normal_without_n: whether the normal distribution decides
    alone where n is missing, as for ratios of hazards, odds, risks and rates, whose theory it is.

    Qualifiers are None, "about", "<" or ">". An estimate that carries one constrains nothing here; a P with "<" or
    ">" is bounded by its printed value, with "about" it constrains nothing (see `interval`).
    """

    estimate: Reported | None = None
    qualifier: str | None = None
    se: Reported | None = None
    low: Reported | None = None
    high: Reported | None = None
    level: Reported | None = None
    p: Reported | None = None
    p_qualifier: str | None = None
    arms: tuple[Reported, Reported] | None = None
    arm_ses: tuple[Reported, Reported] | None = None
    n: int | None = None
    scales: tuple[Scale, ...] = (Scale.LINEAR,)
    normal_without_n: bool = False


@dataclass(frozen=True, slots=True)
class Suspect:
    """A figure without which the others agree, and the true values that they imply for it, as it would be printed."""

    figure: str
    implied: Interval


@dataclass(frozen=True, slots=True)
class SeDiscrepancy:
    """A standard error that differs from the one the errors of the groups give. Approximate: model-based means share covariates.

    `expected` is sqrt(s1^2 + s2^2) over the true values of the printed s1 and s2; `found` the SE of the difference.
    """

    expected: Interval
    found: Interval


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on one effect, and what it is based on.

    used: the figures that took part. missing: what an effect that cannot be checked would need (names of `Effect`).
    normal_region: what the figures leave on the normal distribution, None where nothing. t_region: what they leave on t, which
    is tried only where the normal distribution fails (see `feasible_regions` for both). Where no level is printed, the limits
    that they imply are those of 95%. Regions are on `scale`; `implied_range` gives their figures as they are printed.
    se_discrepancy: a warning, never part of the verdict. What could explain an inconsistency: `suspects`, `fitting_levels`.
    """

    verdict: Verdict
    used: tuple[str, ...]
    missing: tuple[str, ...] = ()
    normal_region: FeasibleRegion | None = None
    t_region: FeasibleRegion | None = None
    se_discrepancy: SeDiscrepancy | None = None
    scale: Scale = Scale.LINEAR

    @property
    def implied(self) -> FeasibleRegion | None:
        """What the figures imply together: on the normal distribution if they can, else on t; None if on neither."""
        return self.normal_region or self.t_region

    def implied_range(self, figure: str) -> Interval | None:
        """The true values of one figure that all of them leave, as it would be printed; None where they leave nothing."""
        return _as_printed(self.scale, figure, self.implied.implied(figure)) if self.implied else None


def check(effect: Effect) -> Check:
    """The verdict on one effect.

    A check takes more figures than there are unknowns: three, or the estimate and the arm values. Limits without a
    level take no part. Where the normal distribution fails and `n` is missing, the effect is inconsistent only
    if t fails too at each of 1 to 300 degrees of freedom (see `Effect.normal_without_n`); otherwise it cannot be checked, for want of `n`.

    Raises ValueError for a figure that is not a number, a level outside 0 to 100, or a P outside 0 to 1.
    """
    read, level, df = {scale: _figures(effect, scale) for scale in effect.scales}, _level(effect) or 95.0, _df(effect)
    figures = read[effect.scales[0]] if effect.scales else _figures(effect, Scale.LINEAR)
    used, discrepancy = tuple(figures), _se_discrepancy(effect, figures.get("se"))
    usable = {scale: those for scale, those in read.items() if _enough(those)}
    for on_t in (False, True) if df else (False,):
        for scale, those in usable.items():
            if left := feasible_region(those, level, df if on_t else None):
                normal, t = (None, left) if on_t else (left, None)
                return Check(Verdict.CONSISTENT, used, (), normal, t, _se_discrepancy(effect, left.se), scale)
    if len(usable) < len(read) or not read:
        return Check(Verdict.UNCHECKED, used, _missing(effect, figures), se_discrepancy=discrepancy)
    any_df = _ANY_DF if effect.n is None and not effect.normal_without_n else ()
    if any(feasible_region(those, level, some) for those in usable.values() for some in any_df):
        return Check(Verdict.UNCHECKED, used, ("n",), se_discrepancy=discrepancy)
    return Check(Verdict.INCONSISTENT, used, se_discrepancy=discrepancy)


def feasible_regions(effect: Effect, level: float | None = None) -> tuple[FeasibleRegion | None, FeasibleRegion | None]:
    """What the figures leave on the normal distribution and on t, at the printed level or at another one, in percent.

    Each is on the first scale on which they leave something. None for a distribution on which they leave nothing, for t
    where `n` is missing, and for an effect that cannot be checked.
    """
    read = [_figures(effect, scale, any_level=level is not None) for scale in effect.scales]
    usable, at, df = [figures for figures in read if _enough(figures)], level or _level(effect) or 95.0, _df(effect)
    found = [
        next((left for figures in usable if (left := feasible_region(figures, at, some))), None)
        for some in ((None, df) if df else (None,))
    ]
    return found[0], found[1] if df else None


def fitting_levels(effect: Effect) -> tuple[float, ...]:
    """Those of LEVELS at which the effect would be consistent, whatever level is printed; empty where none is."""
    return tuple(level for level in LEVELS if any(feasible_regions(effect, level)))


def suspects(effect: Effect) -> tuple[Suspect, ...]:
    """Every figure without which the others agree: each alone would explain an inconsistent effect; often just one."""
    names = dict.fromkeys(name for scale in effect.scales for name in _figures(effect, scale))
    implied = {name: allowed(effect, name) for name in names}
    return tuple(Suspect(name, found) for name, found in implied.items() if found)


def allowed(effect: Effect, figure: str) -> Interval | None:
    """The true values of one figure that all the others allow, on any scale and distribution, as they would be printed:
    what the check cannot detect.

    None where the others conflict among themselves; without ends where they do not bound it.
    """
    found = []
    for scale in effect.scales:
        others = {name: bounds for name, bounds in _figures(effect, scale).items() if name != figure}
        if not bounded(others):
            return EVERYTHING
        tried = (feasible_region(others, _level(effect) or 95.0, df) for df in dict.fromkeys((None, _df(effect))))
        found += [_as_printed(scale, figure, left.implied(figure)) for left in tried if left]
    return Interval(min(one.low for one in found), max(one.high for one in found)) if found else None


def _figures(effect: Effect, scale: Scale, any_level: bool = False) -> Mapping[str, Interval]:
    """The figures that constrain something, as ranges of true values on a scale."""
    if effect.p is not None and not 0 <= number(effect.p) <= 1:
        raise ValueError(f"P must be from 0 to 1, got {effect.p}")
    limits = any_level or effect.level is not None
    found = {
        "estimate": interval_on_scale(scale, interval(effect.estimate if effect.qualifier is None else None)),
        "se": interval(effect.se) if scale is not Scale.SHARE_LEFT else EVERYTHING,
        "low": interval_on_scale(scale, interval(effect.low if limits else None)),
        "high": interval_on_scale(scale, interval(effect.high if limits else None)),
        "p": interval(effect.p, effect.p_qualifier),
        "arms": interval(effect.arms[0]) - interval(effect.arms[1]) if effect.arms else EVERYTHING,
    }
    return {name: bounds for name, bounds in found.items() if bounds is not EVERYTHING}


def _as_printed(scale: Scale, figure: str, found: Interval) -> Interval:
    """The range of one figure as it would be printed; standard errors and P are printed as they are on the scale."""
    return found if figure in ("se", "p") else interval_as_printed(scale, found)


def _level(effect: Effect) -> float | None:
    if effect.level is None:
        return None
    if not 0 < number(effect.level) < 100:
        raise ValueError(f"a level must be above 0 and below 100 percent, got {effect.level}")
    return float(number(effect.level))


def _df(effect: Effect) -> int | None:
    return effect.n - 2 if effect.n is not None and effect.n > 2 else None


def _enough(figures: Mapping[str, Interval]) -> bool:
    return (len(figures) >= 3 or {"estimate", "arms"} <= figures.keys()) and bounded(figures)


def _missing(effect: Effect, figures: Mapping[str, Interval]) -> tuple[str, ...]:
    """The level alone where it is all that is missing, else the figures that are not printed, else what has no end."""
    if effect.level is None and any(_enough(_figures(effect, scale, any_level=True)) for scale in effect.scales):
        return ("level",)
    if len(figures) >= 3 and not bounded(figures):
        return ("estimate",)
    return tuple(name for name in FIGURES if name not in figures and getattr(effect, name) is None)


def _se_discrepancy(effect: Effect, se: Interval | None) -> SeDiscrepancy | None:
    """The warning; `se` is what the figures imply together, or else the printed one."""
    if effect.arm_ses is None or se is None or effect.scales != (Scale.LINEAR,):
        return None
    first, second = (interval(one) for one in effect.arm_ses)
    expected = Interval(hypot(max(first.low, 0), max(second.low, 0)), hypot(first.high, second.high))
    return None if expected.overlaps(se) else SeDiscrepancy(expected, se)
