"""Estimate, standard error and interval fit together."""

from collections.abc import Iterator
from decimal import Decimal

from evidence.checks.reporting import problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Competitor, Report, SafetyReport
from evidence.model.problems import Problem


def _estimates(draft: Draft) -> Iterator[Report | SafetyReport | Competitor]:
    """Everything that may print an estimate with its interval."""
    yield from draft.reports
    yield from draft.safety
    yield from draft.landscape.values()


def _estimate(row: Report | SafetyReport | Competitor) -> Decimal | None:
    """The number to which standard error and interval belong."""
    return row.estimate if isinstance(row, SafetyReport) else row.value


@rule("evidence")
def interval_has_estimate(draft: Draft) -> Iterator[Problem]:
    """An interval must stand with its estimate."""
    for row in _estimates(draft):
        if _estimate(row) is None and getattr(row, "statistic", "") != "qualitative":
            for name in ("ci_low", "ci_high"):
                if (limit := getattr(row, name)) is not None:
                    yield problem_at(row, name, must="stand with a value", got=limit, more=" alone")


@rule("evidence")
def error_has_estimate(draft: Draft) -> Iterator[Problem]:
    """A standard error must stand with its estimate."""
    for row in _estimates(draft):
        if row.se is not None and _estimate(row) is None and getattr(row, "statistic", "") != "qualitative":
            yield problem_at(row, "se", must="stand with a value", got=row.se, more=" alone")


@rule("evidence")
def interval_has_two_limits(draft: Draft) -> Iterator[Problem]:
    """An interval must have both its limits."""
    for row in _estimates(draft):
        if row.ci_low is not None and row.ci_high is None:
            yield problem_at(row, "ci_high", must=f"be given where ci_low is, which is {row.ci_low}")
        if row.ci_high is not None and row.ci_low is None:
            yield problem_at(row, "ci_low", must=f"be given where ci_high is, which is {row.ci_high}")


@rule("evidence")
def interval_has_level(draft: Draft) -> Iterator[Problem]:
    """An interval must say its level, and a level needs its interval."""
    for row in _estimates(draft):
        has_limit = row.ci_low is not None or row.ci_high is not None
        if has_limit and row.ci_level is None:
            yield problem_at(row, "ci_level", must="be given where an interval is")
        if row.ci_level is not None and not has_limit:
            yield problem_at(row, "ci_level", must="stand with ci_low and ci_high", got=row.ci_level, more=" alone")


@rule("evidence")
def level_in_range(draft: Draft) -> Iterator[Problem]:
    """The level of an interval must be a percentage of at least 50 and below 100."""
    for row in _estimates(draft):
        if row.ci_level is not None and not 50 <= row.ci_level < 100:
            yield problem_at(row, "ci_level", must="be a percentage of at least 50 and below 100", got=row.ci_level)


@rule("evidence")
def limits_in_order(draft: Draft) -> Iterator[Problem]:
    """The lower limit must not lie above the upper one."""
    for row in _estimates(draft):
        if row.ci_low is not None and row.ci_high is not None and row.ci_low > row.ci_high:
            yield problem_at(row, "ci_low", must=f"not lie above ci_high, which is {row.ci_high}", got=row.ci_low)


@rule("evidence")
def estimate_in_interval(draft: Draft) -> Iterator[Problem]:
    """The interval must hold its estimate."""
    for row in _estimates(draft):
        value = _estimate(row)
        if value is None or (row.ci_low is not None and row.ci_high is not None and row.ci_low > row.ci_high):
            continue
        if row.ci_low is not None and row.ci_low > value:
            yield problem_at(row, "ci_low", must=f"not lie above the estimate {value}", got=row.ci_low)
        if row.ci_high is not None and row.ci_high < value:
            yield problem_at(row, "ci_high", must=f"not lie below the estimate {value}", got=row.ci_high)


@rule("evidence")
def error_not_negative(draft: Draft) -> Iterator[Problem]:
    """A standard error must not be negative."""
    for row in _estimates(draft):
        if row.se is not None and row.se < 0:
            yield problem_at(row, "se", must="not be negative", got=row.se)
