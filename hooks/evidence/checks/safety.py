"""Rates, exposure and comparisons of adverse events fit the counts and arms of their row."""

from collections.abc import Iterator
from decimal import Decimal

from evidence.analysis.arms import ArmSizes
from evidence.analysis.safety_contrasts import patient_years
from evidence.analysis.statistics import rate_agrees
from evidence.checks.reporting import must_be_given, must_be_left_out, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import SafetyReport
from evidence.model.problems import Problem


@rule("evidence")
def rate_has_unit(draft: Draft) -> Iterator[Problem]:
    """A rate must have its unit, and a unit its rate."""
    for row in draft.safety:
        if row.rate is not None:
            yield from must_be_given(row, "rate_unit", why="the row has a rate")
        else:
            yield from must_be_left_out(row, "rate_unit", why="the row has no rate")


@rule("evidence")
def exposure_of_events(draft: Draft) -> Iterator[Problem]:
    """The time observed must be above 0 and stand with a rate, or with the events or people counted in it."""
    for row in draft.safety:
        if row.exposure is None:
            continue
        if row.exposure <= 0:
            yield problem_at(row, "exposure", must="be above 0 patient-years", got=row.exposure)
        if row.rate is None and row.n_events is None and row.n_affected is None:
            must = "stand with a rate, events or people affected"
            yield problem_at(row, "exposure", must=must, got=row.exposure, more=" alone")


@rule("evidence")
def rate_not_negative(draft: Draft) -> Iterator[Problem]:
    """A rate of events must not be negative."""
    for row in draft.safety:
        if row.rate is not None and row.rate < 0:
            yield problem_at(row, "rate", must="not be negative", got=row.rate)


@rule("evidence")
def rate_of_counts(draft: Draft) -> Iterator[Problem]:
    """A rate must be what the events, or the people affected, give over the time observed, as far as it is printed."""
    for row in draft.safety:
        counts = [count for count in (row.n_events, row.n_affected) if count is not None]
        if row.rate is None or row.rate_unit is None or row.exposure is None or row.exposure <= 0 or not counts:
            continue
        per = patient_years(row.rate_unit)
        if not any(rate_agrees(row.rate, count, row.exposure, per, row.rate_qualifier) for count in counts):
            given = " or ".join(f"{Decimal(per) * count / row.exposure:.2f}" for count in counts)
            counted = " or ".join(map(str, counts))
            must = f"be {counted} over {row.exposure} patient-years, {given} {row.rate_unit}"
            yield problem_at(row, "rate", must=must, got=row.rate)


@rule("evidence")
def at_risk_in_arm(draft: Draft) -> Iterator[Problem]:
    """People observed must not be more than their arm has, unless a note says why."""
    sizes = ArmSizes(draft)
    for row in draft.safety:
        owner = draft.arms[row.arm][0] if row.arm and row.arm in draft.arms else ""
        size = sizes.size(row.arm) if owner == row.study or row.study in draft.groups else None
        if row.n_at_risk is not None and size and row.n_at_risk > size.n and row.note is None:
            must = f"not be above the size of its arm, {size.n}, unless the note says why"
            yield problem_at(row, "n_at_risk", must=must, got=row.n_at_risk)


@rule("evidence")
def safety_effect_whole(draft: Draft) -> Iterator[Problem]:
    """A printed comparison of adverse events must say what it is and between which arms."""
    for row in draft.safety:
        if row.effect is not None:
            for name in ("effect_statistic", "arm", "comparator"):
                yield from must_be_given(row, name, why="the row has an effect")
            yield from _ratio_above_zero(row, row.effect)
        else:
            yield from must_be_left_out(row, "effect_statistic", why="the row has no effect")


def _ratio_above_zero(row: SafetyReport, effect: Decimal) -> Iterator[Problem]:
    measure = row.effect_measure
    if measure and measure.is_ratio and effect <= 0:
        yield problem_at(row, "effect", must=f"be above 0, for it is a {measure.label}", got=effect)


@rule("evidence")
def p_has_comparator(draft: Draft) -> Iterator[Problem]:
    """P of an adverse event must say with which arm the row's own is compared."""
    for row in draft.safety:
        if row.p is not None:
            yield from must_be_given(row, "comparator", why="P is that of a comparison")


@rule("evidence")
def one_heading_a_category(draft: Draft) -> Iterator[Problem]:
    """Rows of one study, category and period must stand under one heading."""
    first: dict[tuple[str, str, str], SafetyReport] = {}
    for row in draft.safety:
        if row.event_group is not None:
            earlier = first.setdefault((row.study, row.category, row.period), row)
            if earlier.event_group != row.event_group and earlier.fact != row.fact:
                must = f"be {earlier.event_group} as in line {earlier.location.at()[1]}, for it is the same category"
                yield problem_at(row, "event_group", must=must, got=row.event_group)
