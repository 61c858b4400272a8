"""Adverse events of one arm against a comparator: risk difference and ratio, or rate difference and ratio, derived by us."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evidence.analysis.arms import ArmSizes
from evidence.analysis.statistics import ShareComparison, rate_difference, rate_ratio, risk_difference, risk_ratio
from evidence.model import Evidence, SafetyReport

Quantity = Literal["share", "rate"]
# Why nothing is derived.
NO_COUNTS, SAME_PEOPLE, TWO_SOURCES = "no counts", "same people", "two sources"
# Why no ratio is derived.
NO_EVENTS, EVERYBODY = "no events", "everybody"


@dataclass(frozen=True)
class Against:
    """One arm against one comparator, derived: a share in percentage points, a rate in the unit of its topic.

    `printed` are reports that print a comparison of these two arms. `why_not` says why neither is derived, `why_no_ratio`
    why there is a difference alone.
    """

    arm: str
    comparator: str
    printed: tuple[SafetyReport, ...] = ()
    difference: ShareComparison | None = None
    ratio: ShareComparison | None = None
    why_not: str = ""
    why_no_ratio: str = ""


def patient_years(unit: str) -> int:
    """How many patient-years a rate is per: 100 for `per 100 patient-years`."""
    return int("".join(sign for sign in unit if sign.isdigit()) or 1)


def compared(
    evidence: Evidence,
    sizes: ArmSizes,
    pair: tuple[SafetyReport, SafetyReport],
    alike: Sequence[SafetyReport],
    quantity: Quantity,
    unit: str,
    counts: str,
) -> Against:
    """The comparison of an arm with a comparator from their reports; `alike` are all reports of the topic."""
    first, second = pair
    arm, comparator = first.arm or "", second.arm or ""
    is_printed = (
        each for each in alike if each.effect is not None and (each.arm, each.comparator) == (arm, comparator)
    )
    printed = tuple(each for each in is_printed if (each.effect_statistic == "rate-ratio") == (quantity == "rate"))
    numbers = _numbers(pair, quantity, counts)
    if numbers is None:
        return Against(arm, comparator, printed, why_not=NO_COUNTS)
    if (first.source, first.source_version) != (second.source, second.source_version):
        return Against(arm, comparator, printed, why_not=TWO_SOURCES)
    if _share_people(evidence, sizes, pair):
        return Against(arm, comparator, printed, why_not=SAME_PEOPLE)
    a, whole, b, other = numbers
    if quantity == "rate":
        difference = _scaled(rate_difference(a, whole, b, other), patient_years(unit))
        ratio = rate_ratio(a, whole, b, other)
    else:
        difference = risk_difference(a, int(whole), b, int(other))
        ratio = risk_ratio(a, int(whole), b, int(other))
    why = "" if ratio else NO_EVENTS if 0 in (a, b) else EVERYBODY
    return Against(arm, comparator, printed, difference, ratio, why_no_ratio=why)


def _scaled(rate: ShareComparison, by_years: int) -> ShareComparison:
    return ShareComparison(rate.estimate * by_years, rate.low * by_years, rate.high * by_years, rate.level)


def _numbers(
    pair: tuple[SafetyReport, SafetyReport], quantity: Quantity, counts: str
) -> tuple[int, float, int, float] | None:
    """Counts of both arms, each with the people or patient-years of which they are; None where one is not printed."""
    found: list[tuple[int, float]] = []
    for row in pair:
        count = row.n_events if quantity == "rate" and counts == "events" else row.n_affected
        whole = row.exposure if quantity == "rate" else row.n_at_risk
        if count is None or not whole:
            return None
        found.append((count, float(whole)))
    return (*found[0], *found[1])


def _share_people(evidence: Evidence, sizes: ArmSizes, pair: tuple[SafetyReport, SafetyReport]) -> bool:
    """Whether some people are in both arms: one is part of the other or counted again later, or all went through both."""
    arms = [evidence.arms[row.arm or ""][1] for row in pair]
    if any(arm.kind == "period-group" for arm in arms):
        return True
    if pair[0].arm in arms[1].members or pair[1].arm in arms[0].members:
        return True
    study = evidence.studies.get(pair[0].study)
    if study and study.is_crossover:
        return True
    whole = sizes.counted(study.randomised) if study and study.randomised else None
    observed = sum(row.n_at_risk or (size.n if (size := sizes.size(row.arm)) else 0) for row in pair)
    return whole is not None and observed > whole
