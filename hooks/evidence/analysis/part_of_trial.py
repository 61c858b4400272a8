"""The part of a trial that a report speaks of, in words: a subgroup, or another analysis set than the main one."""

from evidence.analysis.populations import UNSTATED, Populations
from evidence.model import Evidence, Report, SafetyReport


def part_of_trial(evidence: Evidence, report: Report | SafetyReport) -> str:
    """The part of the people, such as `women` or `women, per protocol`; empty for the whole trial."""
    if isinstance(report, SafetyReport):
        return ""
    return ", ".join(filter(None, (report.subgroup, other_population(evidence, report))))


def other_population(evidence: Evidence, report: Report) -> str:
    """The analysis set of a report on an endpoint, where that is not the one that stands for its trial; else empty."""
    populations = Populations(evidence)
    main = populations.main(report.study)
    if main is None or report.endpoint is None or report.population == main:
        return ""
    if report.population not in UNSTATED:
        return str(report.population)
    is_odd = report.effect_measure and not report.subgroup and not populations.is_whole_trial(report)
    return "analysis set not stated" if is_odd else ""
