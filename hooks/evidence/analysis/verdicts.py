"""Whether the printed figures of each effect can all be right at once. Consistent does not mean verified.

An effect is a difference between two arms as one source prints it, or a row of the landscape.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from math import isfinite
from typing import NamedTuple

from evidence.analysis import statistics
from evidence.analysis.arms import ArmSizes
from evidence.analysis.statistics import Check, DetectionRate, Effect, Interval, Reported, Verdict, decimals
from evidence.model import Competitor, Evidence, ExpectedVerdict, Report
from evidence.model.number_format import as_text, fixed

Row = Report | Competitor

# Figure of the arithmetic -> the field of a row that prints it.
FIELDS = {"estimate": "value", "se": "se", "low": "ci_low", "high": "ci_high", "p": "p", "arms": "value"}

# A range is written so finely that its ends are this many units of the last decimal apart, but with no more decimals
# than MAX_DECIMALS, or MAX_EXTRA_DECIMALS more than the figures reported with it have.
MIN_UNITS_APART, MAX_DECIMALS, MAX_EXTRA_DECIMALS = 4, 4, 2


class Range(NamedTuple):
    """The true values that the printed figures leave for one of them, as text; an empty end has no bound."""

    figure: str
    printed: str
    low: str
    high: str


@dataclass(frozen=True, eq=False)
class Finding:
    """What the check says of one effect. `id` is a fact or a key of the landscape, `row` what prints it."""

    id: str
    row: Row
    effect: Effect
    check: Check
    expected: ExpectedVerdict | None = None

    @property
    def verdict(self) -> str:
        """consistent, inconsistent, or cannot be checked."""
        return self.check.verdict.value

    @property
    def source(self) -> str | None:
        """The source of a report; a row of the landscape has several."""
        return self.row.source if isinstance(self.row, Report) else None

    @property
    def exact(self) -> tuple[Decimal, Decimal] | None:
        """Estimate and standard error, where both are reported exactly and are not known to be wrong; else None."""
        estimate, se = self.effect.estimate, self.effect.se
        if estimate is None or se is None or self.effect.qualifier or self.check.verdict is Verdict.INCONSISTENT:
            return None
        return (Decimal(estimate), Decimal(se)) if Decimal(se) > 0 else None

    @cached_property
    def implied(self) -> Mapping[str, Range]:
        """Figure -> what all printed figures together leave for it, for every figure that takes part."""
        left = self.check.implied
        names = [name for name in self.check.used if name != "arms"] if left else []
        return {name: self._range(name, left.implied(name)) for name in names} if left else {}

    @cached_property
    def limits(self) -> Mapping[str, Range]:
        """The implied estimate and limits, printed or not, for tables."""
        left = self.check.implied
        return {name: self._range(name, left.implied(name)) for name in ("estimate", "low", "high")} if left else {}

    @cached_property
    def rounded_to_zero(self) -> Mapping[str, str]:
        """Limit that is reported as zero -> on which side of zero the true one must lie: below, above or either."""
        region, found = self.check.implied, {}
        for name, limit in (("low", self.effect.low), ("high", self.effect.high)):
            if region and name in self.check.used and limit is not None and Decimal(limit) == 0:
                true = region.implied(name)
                found[name] = "below" if true.high < 0 else "above" if true.low > 0 else "either"
        return found

    @property
    def touches_zero(self) -> bool:
        """Whether P lies below what the level of the interval leaves over, although the printed interval touches zero."""
        effect = self.effect
        if effect.p is None or effect.level is None or effect.p_qualifier not in (None, "<"):
            return False
        return bool(self.rounded_to_zero) and Decimal(effect.p) < self.rest

    @property
    def rest(self) -> Decimal:
        """What the level of the interval leaves over: 0.05 for 95 percent."""
        return 1 - Decimal(self.effect.level or 0) / 100

    @property
    def on_t(self) -> int | None:
        """Degrees of freedom of t, where the figures fit on t alone."""
        return self.check.t_region.df if self.check.t_region else None

    @cached_property
    def suspects(self) -> tuple[Range, ...]:
        """The figures each of which alone would explain an inconsistency, with what the others imply for it."""
        if self.check.verdict is not Verdict.INCONSISTENT:
            return ()
        return tuple(self._range(each.figure, each.implied) for each in statistics.suspects(self.effect))

    @cached_property
    def fitting_levels(self) -> tuple[str, ...]:
        """Other levels of the interval at which an inconsistent effect would be consistent."""
        if self.check.verdict is not Verdict.INCONSISTENT or self.effect.level is None:
            return ()
        found = (f"{level:g}" for level in statistics.fitting_levels(self.effect))
        return tuple(level for level in found if Decimal(level) != Decimal(self.effect.level))

    @cached_property
    def ruled_out(self) -> tuple[str, ...]:
        """Usual levels of the interval, other than the printed one, at which a consistent effect would not be."""
        if self.check.verdict is not Verdict.CONSISTENT or self.effect.level is None or self.effect.low is None:
            return ()
        fits = statistics.fitting_levels(self.effect)
        return tuple(f"{level:g}" for level in statistics.LEVELS if level not in fits and level != self.effect.level)

    @cached_property
    def undetected_range(self) -> Range | None:
        """Every P that the other figures would let pass: how much the verdict can miss."""
        if self.check.verdict is not Verdict.CONSISTENT or self.effect.p is None or self.effect.p_qualifier:
            return None
        found = statistics.allowed(self.effect, "p")
        return self._range("p", found) if found and found.high < 1 else None

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """What a check would need and nobody prints: estimate, se, interval, p, level, n."""
        names = ["interval" if name in ("low", "high") else name for name in self.check.missing]
        if self.check.verdict is Verdict.UNCHECKED and self.effect.qualifier and "n" not in names:
            names.insert(0, "exact estimate")
        if self.check.verdict is Verdict.UNCHECKED and self.effect.p_qualifier == "about":
            names.append("exact p")
        return tuple(dict.fromkeys(names))

    @cached_property
    def detection_rate(self) -> DetectionRate | None:
        """How many slips of one digit or sign the check would notice; only for an effect that is consistent."""
        return statistics.detection_rate(self.effect) if self.check.verdict is Verdict.CONSISTENT else None

    def _range(self, name: str, found: Interval) -> Range:
        printed = {"arms": None}.get(name, getattr(self.effect, name, None))
        beside = [printed] if printed is not None else [self.effect.estimate, self.effect.low, self.effect.high]
        clipped = Interval(max(found.low, 0.0), min(found.high, 1.0)) if name == "p" else found
        return Range(name, "" if printed is None else as_text(printed), *range_ends(clipped, *beside))


@dataclass(frozen=True, eq=False)
class ReportFinding(Finding):
    """A finding on a report of a fact."""

    row: Report


def findings(evidence: Evidence, wanted: Callable[[str, Row], bool] = lambda id, row: True) -> Iterator[Finding]:
    """Every effect of the evidence that is wanted, each report of a fact for itself, then the landscape."""
    groups = ArmSizes(evidence)
    for row in evidence.reports:
        if is_effect(row) and wanted(row.fact, row):
            effect = of_report(row, groups)
            known = evidence.expected.get(row.fact)
            known = known if known and (not known.sources or row.source in known.sources) else None
            yield ReportFinding(row.fact, row, effect, statistics.check(effect), known)
    for key, other in evidence.landscape.items():
        if (other.value is not None or other.p is not None) and wanted(key, other):
            # Of its people only the number in the whole trial is known.
            effect = replace(_of_row(other), estimate=other.value, qualifier=other.qualifier, n=other.n)
            known = evidence.expected.get(key)
            yield Finding(key, other, effect, statistics.check(effect), None if known and known.sources else known)


def is_effect(row: Report) -> bool:
    """Whether a row compares two arms with a number."""
    return row.effect_measure is not None and row.value is not None


def of_report(row: Report, groups: ArmSizes) -> Effect:
    """A report as the arithmetic takes it, with the values and sizes of its two arms where they are known."""
    pair = [groups.value(row, arm) for arm in (row.arm, row.comparator)] if row.arm != row.comparator else []
    exact = [one.value for one in pair if one and one.value is not None and not one.value_qualifier]
    errors = [one.se for one in pair if one and one.se is not None]
    sizes = groups.pair(row)
    return replace(
        _of_row(row),
        estimate=row.value,
        qualifier=row.value_qualifier,
        arms=(exact[0], exact[1]) if len(exact) == 2 else None,
        arm_ses=(errors[0], errors[1]) if len(errors) == 2 else None,
        n=sum(found.n for found in sizes) if sizes else None,
    )


def _of_row(row: Row) -> Effect:
    return Effect(se=row.se, low=row.ci_low, high=row.ci_high, level=row.ci_level, p=row.p, p_qualifier=row.p_qualifier)


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
