"""What pages select: the report of a fact that they show, facts whose reports disagree, and the order of effects."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from evidence.analysis.populations import Populations
from evidence.analysis.statistics import agree
from evidence.model import Evidence, Fact, Report, SafetyReport

COMPLETENESS = (
    *("value", "percent", "n_affected", "n_events", "n_at_risk", "exposure", "rate", "effect"),
    *("se", "ci_low", "ci_high", "p", "statement"),
)
# Figures of which two reports can differ -> the field with its sign.
COMPARED = {
    "value": "value_qualifier",
    "percent": "percent_qualifier",
    "n_affected": None,
    "n_events": None,
    "rate": "rate_qualifier",
    "effect": None,
}
# Figure -> the field that says what it is.
MEANING = {"rate": "rate_unit", "effect": "effect_statistic"}


def preferred_reports(evidence: Evidence) -> Mapping[str, Report | SafetyReport]:
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


def disputed_facts(evidence: Evidence) -> Mapping[str, tuple[Report | SafetyReport, ...]]:
    """Facts whose reports cannot all be right under rounding, with their reports."""
    pairs = ((key, combinations(fact.reports, 2)) for key, fact in evidence.facts.items())
    return {key: evidence.facts[key].reports for key, some in pairs if any(_differ(one, other) for one, other in some)}


def _differ(first: Report | SafetyReport, second: Report | SafetyReport) -> bool:
    """Whether no true value can be printed as both; about agrees with anything, < and > are bounds.

    Rates in two units, or comparisons of two kinds, are not compared.
    """
    for name, sign in COMPARED.items():
        one, other = getattr(first, name, None), getattr(second, name, None)
        kind = MEANING.get(name, name)
        alike = getattr(first, kind, None) == getattr(second, kind, None) or kind == name
        if one is not None and other is not None and alike:
            signs = [getattr(report, sign) if sign else None for report in (first, second)]
            if not agree(Decimal(one), Decimal(other), *signs):
                return True
    return False


def main_endpoint(evidence: Evidence, owner: str) -> str | None:
    """Primary endpoint of a study, or the one that all members of a group share."""
    if owner in evidence.studies:
        primary = evidence.studies[owner].primary_endpoint
        return primary.value if primary else None
    shared = {main_endpoint(evidence, member) for member in evidence.groups[owner].members}
    return shared.pop() if len(shared) == 1 else None


def effect_sort_key(evidence: Evidence, report: Report) -> tuple[object, ...]:
    """What an effect is sorted by: latest phase first, primary endpoints first, single studies before pooled ones."""
    study, group = evidence.studies.get(report.study), evidence.groups.get(report.study)
    studies = [evidence.studies[member] for member in group.members] if group else [study] if study else []
    phase = max((one.phase_number for one in studies), default=0)
    main = main_endpoint(evidence, report.study) == report.endpoint
    return (-phase, not main, bool(group), report.study, report.arm or "", report.fact)


def leading(evidence: Evidence, effects: Sequence[Report]) -> tuple[str, ...]:
    """Of sorted effects those on the primary endpoint of the latest phase, pooled ones last; else the first three.

    An effect in a subgroup or in another population than the main one does not stand for its trial and is left out.
    """
    populations = Populations(evidence)
    whole = [row for row in effects if populations.is_whole_trial(row)]
    main = [row for row in whole if main_endpoint(evidence, row.study) == row.endpoint]
    phases = [effect_sort_key(evidence, row)[0] for row in main]
    latest = [row for row, phase in zip(main, phases, strict=True) if phase == phases[0]]
    return tuple(row.fact for row in latest or whole[:3])
