"""Which report of a fact a page shows, and whether the reports of a fact agree."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from evidence.model import Evidence, Fact, Report, SafetyReport

COMPLETENESS = ("value", "percent", "n_affected", "n_events", "n_at_risk", "se", "ci_low", "ci_high", "p", "statement")


def shown_reports(evidence: Evidence) -> Mapping[str, Report | SafetyReport]:
    """Fact -> the report that pages show.

    A recorded reading of ours decides first, then first-hand before second-hand, then the report that prints more of
    estimate, error, interval and P, then an exact before an approximate value, then the later source (undated last).
    """
    readings = {fact: source for case in evidence.contradictions.values() for fact, source in case.shown.items()}
    return {key: ranked(fact, evidence, readings.get(key))[0] for key, fact in evidence.facts.items()}


def ranked(fact: Fact, evidence: Evidence, reading: str | None) -> list[Report | SafetyReport]:
    """The reports of a fact, the one to show first."""

    def rank(report: Report | SafetyReport) -> tuple[object, ...]:
        source = evidence.sources[report.source]
        printed = sum(getattr(report, name, None) is not None for name in COMPLETENESS)
        return (
            report.source != reading,
            source.relation != "first-hand",
            -printed,
            getattr(report, "value_qualifier", None) is not None,
            _latest_first(report.source_version or source.date),
            report.source,
        )

    return sorted(fact.reports, key=rank)


def _latest_first(date: str | None) -> tuple[bool, list[int]]:
    """A year alone ranks before any day of it: it may be older."""
    return (date is None, [-ord(char) for char in (date or "").ljust(10, "-")])


def printed_range(value: Decimal) -> tuple[Decimal, Decimal]:
    """The true values that a printed number can stand for: half a unit of its last decimal to either side."""
    half = Decimal(5).scaleb(int(value.as_tuple().exponent) - 1)
    return value - half, value + half


def compatible(first: Decimal, second: Decimal) -> bool:
    """Whether two printed numbers can stand for one true value. Ranges that only touch do not: 275 is not 276."""
    low, high = printed_range(first)
    other_low, other_high = printed_range(second)
    return low < other_high and other_low < high


def differing_facts(evidence: Evidence) -> Mapping[str, tuple[Report | SafetyReport, ...]]:
    """Facts whose reports cannot all be right, with their reports. Values printed as `about` never contradict."""
    found = {}
    for key, fact in evidence.facts.items():
        exact = [report for report in fact.reports if not getattr(report, "value_qualifier", None)]
        if any(_differ(first, second) for first in exact for second in exact):
            found[key] = fact.reports
    return found


def _differ(first: Report | SafetyReport, second: Report | SafetyReport) -> bool:
    for name in ("value", "percent", "n_affected", "n_events"):
        pair = getattr(first, name, None), getattr(second, name, None)
        if None not in pair and not compatible(Decimal(pair[0]), Decimal(pair[1])):
            return True
    return False
