"""Whether the printed figures of each effect can all be right at once. Consistent does not mean verified.

An effect compares two arms by an effect measure, as one source prints it, or is a row of the landscape.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from math import inf

from evidence.analysis import statistics
from evidence.analysis.arms import ArmSizes
from evidence.analysis.printed_effects import Row, is_effect, of_competitor, of_report
from evidence.analysis.ranges import Range, range_ends
from evidence.analysis.statistics import Check, DetectionRate, Effect, Interval, Scale, Verdict
from evidence.model import Evidence, ExpectedVerdict, Report
from evidence.model.effect_measures import EFFECT_MEASURES, EffectMeasure
from evidence.model.number_format import as_text

# Figure of the arithmetic -> the field of a row that prints it.
FIELDS = {"estimate": "value", "se": "se", "low": "ci_low", "high": "ci_high", "p": "p", "arms": "value"}


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
    def measure(self) -> EffectMeasure:
        """What the effect is; a row of the landscape that prints P alone counts as a difference."""
        return self.row.effect_measure or EFFECT_MEASURES["mean-difference"]

    @property
    def exact(self) -> tuple[Decimal, Decimal] | None:
        """Estimate and standard error, where both are reported exactly and are not known to be wrong; else None.

        Never of a ratio or a reduction, whose standard error is not one of the printed value; see `log_contrast`.
        """
        estimate, se = self.effect.estimate, self.effect.se
        if estimate is None or se is None or not self._is_sound or self.effect.scales != (Scale.LINEAR,):
            return None
        return (Decimal(estimate), Decimal(se)) if Decimal(se) > 0 else None

    @property
    def log_contrast(self) -> tuple[Decimal, float] | None:
        """A ratio as printed and the standard error of its logarithm, reported or from its interval; None where there is none."""
        effect = self.effect
        if effect.estimate is None or Decimal(effect.estimate) <= 0 or not self._is_sound or not self.measure.is_ratio:
            return None
        if effect.se is not None:
            se = float(effect.se)
        elif effect.low is None or effect.high is None or effect.level is None or Decimal(effect.low) <= 0:
            return None
        else:
            se = statistics.se_of_log(effect.low, effect.high, effect.level)
        return (Decimal(effect.estimate), se) if se > 0 else None

    @property
    def _is_sound(self) -> bool:
        return not self.effect.qualifier and self.check.verdict is not Verdict.INCONSISTENT

    @cached_property
    def implied(self) -> Mapping[str, Range]:
        """Figure -> what all printed figures together leave for it, for every figure that takes part."""
        return self._left(name for name in self.check.used if name != "arms")

    @cached_property
    def limits(self) -> Mapping[str, Range]:
        """The implied estimate and limits, printed or not, for tables."""
        return self._left(("estimate", "low", "high"))

    def _left(self, figures: Iterable[str]) -> Mapping[str, Range]:
        found = {name: self.check.implied_range(name) for name in figures}
        return {name: self._range(name, left) for name, left in found.items() if left}

    @cached_property
    def rounded_to_null(self) -> Mapping[str, str]:
        """Limit reported as no effect (0, or 1 for a ratio) -> on which side the true one must lie: below, above or either."""
        null, limits = self.measure.null, (("low", self.effect.low), ("high", self.effect.high))
        found = {
            name: self.check.implied_range(name)
            for name, limit in limits
            if name in self.check.used and limit is not None and Decimal(limit) == null
        }
        return {
            name: "below" if true.high < null else "above" if true.low > null else "either"
            for name, true in found.items()
            if true
        }

    @property
    def open_figures(self) -> tuple[str, ...]:
        """Estimate and limits of a ratio that are reported as zero: any ratio so near to zero may be meant."""
        named = {"estimate": self.effect.estimate, "low": self.effect.low, "high": self.effect.high}
        return tuple(
            name for name, each in named.items() if self.measure.is_ratio and each is not None and Decimal(each) == 0
        )

    @property
    def touches_null(self) -> bool:
        """Whether P lies below what the level of the interval leaves over, although the printed interval touches no effect."""
        effect = self.effect
        if effect.p is None or effect.level is None or effect.p_qualifier not in (None, "<"):
            return False
        return bool(self.rounded_to_null) and Decimal(effect.p) < self.rest

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
        """What a check would need and nobody prints: estimate, se, interval, p, level, n. Nothing where no check exists."""
        if self.check.verdict is not Verdict.UNCHECKED or not self.effect.scales:
            return ()
        names = ["interval" if name in ("low", "high") else name for name in self.check.missing]
        if self.effect.estimate is not None and "estimate" in names:  # a ratio that is reported as zero
            names[names.index("estimate")] = "exact estimate"
        if self.effect.qualifier and "n" not in names:
            names.insert(0, "exact estimate")
        if self.effect.p_qualifier == "about":
            names.append("exact p")
        return tuple(dict.fromkeys(names))

    @property
    def has_theory(self) -> bool:
        """Whether anything ties the figures of this measure together, so that they can be checked."""
        return bool(self.effect.scales)

    @cached_property
    def detection_rate(self) -> DetectionRate | None:
        """How many slips of one digit or sign the check would notice; only for an effect that is consistent."""
        return statistics.detection_rate(self.effect) if self.check.verdict is Verdict.CONSISTENT else None

    def _range(self, name: str, found: Interval) -> Range:
        printed = {"arms": None}.get(name, getattr(self.effect, name, None))
        beside = [printed] if printed is not None else [self.effect.estimate, self.effect.low, self.effect.high]
        clipped = Interval(max(found.low, 0.0), min(found.high, 1.0)) if name == "p" else found
        if found.low == 0 and name in ("estimate", "low", "high") and self.measure.is_ratio:
            clipped = Interval(-inf, found.high)  # a ratio is above 0, which bounds nothing
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
            effect = of_competitor(other)
            known = evidence.expected.get(key)
            yield Finding(key, other, effect, statistics.check(effect), None if known and known.sources else known)
