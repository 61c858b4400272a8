"""Adverse events in words: what a report prints of an arm, and what we derive, with as many decimals as the interval carries."""

from math import floor, log10

from evidence.analysis.safety_contrasts import patient_years
from evidence.analysis.statistics import ShareComparison
from evidence.model import SafetyReport
from evidence.model.number_format import as_text, fixed, number, significant


def share(report: SafetyReport) -> str:
    """The share of people as printed: `57.4% (35 of 61)`, `31 of 60 people`, `about 8%`, `1 person`."""
    people, observed = report.n_affected, report.n_at_risk
    part = f"{people} of {observed}" if people is not None and observed is not None else ""
    if report.percent is not None:
        percent = f"{_sign(report.percent_qualifier)}{number(as_text(report.percent))}%"
        return f"{percent} ({part})" if part else percent
    if part:
        return f"{part} {'person' if observed == 1 else 'people'}"
    return _counted(people, "person", "people")


def rate(report: SafetyReport) -> str:
    """The rate as printed: `4.2 per 100 patient-years`; where none is, what was counted: `13 events`."""
    if report.rate is not None:
        return f"{_sign(report.rate_qualifier)}{number(as_text(report.rate))} {report.rate_unit}"
    return _counted(report.n_events, "event", "events") or _counted(report.n_affected, "person", "people")


def counts(report: SafetyReport) -> str:
    """What a printed rate is made of, as far as it is printed: `13 events, 310 patient-years`."""
    parts = [_counted(report.n_events, "event", "events") or _counted(report.n_affected, "person", "people")]
    parts = [part for part in parts if part and report.rate is not None]
    exposure = f"{as_text(report.exposure)} patient-years" if report.exposure is not None else ""
    return ", ".join(part for part in (*parts, exposure) if part)


def derived_share(report: SafetyReport) -> str:
    """The share of people from their counts where none is printed: `51.7%`; nothing where there is one or no counts."""
    if report.percent is not None or report.n_affected is None or not report.n_at_risk:
        return ""
    return f"{_percent(100 * report.n_affected / report.n_at_risk)}%"


def derived_rate(report: SafetyReport, unit: str, counted: str) -> str:
    """The rate from count and time where none is printed; `counted` says whether events or people are its count."""
    count = report.n_events if counted == "events" else report.n_affected
    if report.rate is not None or count is None or not report.exposure:
        return ""
    return f"{_percent(patient_years(unit) * count / float(report.exposure))} {unit}"


def contrast(found: ShareComparison) -> str:
    """A difference with its interval: `5.7 (95% CI −11.7 to 22.7)`."""
    places = _places(found)
    value, low, high = (number(fixed(each, places)) for each in (found.estimate, found.low, found.high))
    return f"{value} ({found.level:g}% CI {low} to {high})"


def ratio(found: ShareComparison) -> str:
    """A ratio with its interval: `1.11 (95% CI 0.80 to 1.54)`; two digits at least where it is small."""
    value, low, high = (rounded_ratio(each) for each in (found.estimate, found.low, found.high))
    return f"{value} ({found.level:g}% CI {low} to {high})"


def rounded_ratio(value: float) -> str:
    """A ratio with two decimals, a small one with two digits."""
    return fixed(value, 2) if value >= 0.1 else significant(value)


def rounded(found: ShareComparison) -> tuple[str, str, str]:
    """A difference and both ends of its interval, with the decimals that pages show."""
    places = _places(found)
    return fixed(found.estimate, places), fixed(found.low, places), fixed(found.high, places)


def _places(found: ShareComparison) -> int:
    """One decimal, or as many as give half of a narrow interval two digits."""
    half = (found.high - found.low) / 2
    return 1 - floor(log10(half)) if 0 < half < 0.5 else 1


def _percent(value: float) -> str:
    """One decimal, or two digits of what is small; nothing at all is exactly 0."""
    return fixed(value, 1) if value >= 1 else significant(value)


def _counted(count: int | None, one: str, many: str) -> str:
    return "" if count is None else f"{count} {one if count == 1 else many}"


def _sign(qualifier: str | None) -> str:
    return f"{qualifier} " if qualifier else ""
