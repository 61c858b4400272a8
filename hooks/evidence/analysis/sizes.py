"""How large a difference is against the standard deviation between people and the change of the comparator.

Derived and approximate.

It concerns groups. A threshold for one person's improvement has no place here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import isfinite

from evidence.analysis.arms import ArmSizes, Size
from evidence.analysis.statistics import (
    Contrast,
    HedgesG,
    Verdict,
    decimals,
    hedges_g,
    number,
    placebo_response_ratio,
    pooled_sd,
    probability_of_superiority,
    sd_from_difference,
    sd_from_se,
    shared_comparator_contrast,
)
from evidence.analysis.verdicts import ReportFinding
from evidence.model import Evidence, Report
from evidence.model.effect_measures import EffectMeasure

# What two differences of one study share when they were made against one comparator.
SHARED = (
    *("study", "endpoint", "timepoint", "population", "subgroup", "comparator", "statistic", "unit"),
    *("source", "source_version"),
)


@dataclass(frozen=True)
class InContext:
    """A difference in standard deviations between people. `why_not` says what is missing where `g` is None.

    sd_source: where the standard deviation comes from: the errors of the arms, that of the difference, or its interval.
    probability_of_superiority: chance, 0.5 to 1, that someone of the better group does better than someone of the other.
    placebo_response_ratio: the change of the comparator as a share of that of the arm; None where it cannot be told.
    """

    fact: str
    sizes: tuple[Size, Size] | None = None
    g: HedgesG | None = None
    sd_source: str = ""
    probability_of_superiority: float | None = None
    placebo_response_ratio: float | None = None
    why_not: str = ""


def favoured_arm(evidence: Evidence, row: Report) -> str:
    """Which of the two arms did better, by measure and endpoint: arm, comparator, or nothing where that is unknown."""
    endpoint, measure = evidence.endpoints.get(row.endpoint or ""), row.effect_measure
    if measure is None or row.value is None:
        return ""
    benefit = measure.benefit(float(row.value), endpoint.benefit_sign if endpoint else 0)
    return "arm" if benefit > 0 else "comparator" if benefit < 0 else ""


@dataclass(frozen=True)
class SharedComparatorContrast:
    """The difference between two arms that were compared with one comparator: first minus second."""

    first: Report
    second: Report
    control: Report
    contrast: Contrast

    @property
    def places(self) -> int:
        """Decimals that the difference can carry: those of the printed ones."""
        return max(decimals(each.value) for each in (self.first, self.second) if each.value is not None)

    @property
    def finer(self) -> int:
        """Decimals of its standard error, likewise."""
        return max(decimals(each.se) for each in (self.first, self.second) if each.se is not None)

    @property
    def shown_to_differ(self) -> bool:
        """Whether the interval leaves zero out; it is a difference of differences, never a ratio."""
        return self.contrast.low * self.contrast.high > 0


def in_context(finding: ReportFinding, groups: ArmSizes) -> InContext:
    """The size of one reported difference."""
    row = finding.row
    ratio, sizes = _response_ratio(finding), groups.pair(row)
    if why := _why_not(finding, sizes, groups):
        return InContext(row.fact, sizes, placebo_response_ratio=ratio, why_not=why)
    assert sizes and row.value is not None
    n = (sizes[0].n, sizes[1].n)
    sd, sd_source = _sd(finding, *n)
    if sd is None:
        return InContext(row.fact, sizes, placebo_response_ratio=ratio, why_not="no error")
    g = hedges_g(row.value, sd, *n)
    return InContext(row.fact, sizes, g, sd_source, probability_of_superiority(g.g), ratio)


def _why_not(finding: ReportFinding, sizes: tuple[Size, Size] | None, groups: ArmSizes) -> str:
    if why := _not_of_means(finding.measure):
        return why
    if finding.check.verdict is Verdict.INCONSISTENT:
        return "inconsistent"
    if finding.effect.qualifier:
        return "no exact estimate"
    if not groups.populations.is_whole_trial(finding.row):
        return "part of the trial"
    return "" if sizes and min(one.n for one in sizes) > 1 and sum(one.n for one in sizes) > 4 else "no sizes"


def _not_of_means(measure: EffectMeasure) -> str:
    """Why a measure cannot be put in standard deviations between people: only a difference of means can."""
    if measure.family in ("ratio", "reduction"):
        return measure.family
    if measure.family == "standardised":
        return "standardised already"
    if measure.unit == "percentage points":
        return "shares"
    return "" if measure.has_interval_theory else "no means"


def _sd(finding: ReportFinding, n1: int, n2: int) -> tuple[float | None, str]:
    """The standard deviation between people, and what it was made from."""
    effect = finding.effect
    if effect.arm_ses and all(number(one) > 0 for one in effect.arm_ses):
        first, second = effect.arm_ses
        return pooled_sd(sd_from_se(first, n1), n1, sd_from_se(second, n2), n2), "arms"
    if effect.se is not None and number(effect.se) > 0:
        return sd_from_difference(effect.se, n1, n2), "difference"
    implied = finding.check.implied
    if implied and implied.se.low > 0 and isfinite(implied.se.high):
        return sd_from_difference(Decimal(f"{(implied.se.low + implied.se.high) / 2:.12g}"), n1, n2), "interval"
    return None, ""


def _response_ratio(finding: ReportFinding) -> float | None:
    if not finding.effect.arms:
        return None
    active, control = finding.effect.arms
    try:
        return placebo_response_ratio(control, active)
    except ValueError:  # no change, or two that go different ways
        return None


def shared_comparator_contrasts(
    findings: Iterable[ReportFinding], groups: ArmSizes
) -> Iterator[SharedComparatorContrast]:
    """Every two differences that were made against one comparator, where its standard error is printed."""
    usable = [(each.row, *exact) for each in findings if each.measure.family == "difference" and (exact := each.exact)]
    for (first, *one), (second, *other) in combinations(usable, 2):
        if all(getattr(first, name) == getattr(second, name) for name in SHARED) and first.arm != second.arm:
            control = groups.value(first, first.comparator)
            if control and control.se is not None and control.se < min(one[1], other[1]):
                contrast = shared_comparator_contrast((one[0], one[1]), (other[0], other[1]), control.se)
                yield SharedComparatorContrast(first, second, control, contrast)
