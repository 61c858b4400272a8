"""Whether a report speaks of a whole trial, or of a part of its people: a subgroup, or another analysis set than the main one."""

from evidence.model import Evidence, Report, SafetyReport, Study


def part_of_trial(evidence: Evidence, report: Report | SafetyReport) -> str:
    """The part of the people in words, such as `women` or `women, per protocol`; empty for the whole trial."""
    if isinstance(report, SafetyReport):
        return ""
    return ", ".join(filter(None, (report.subgroup, other_population(evidence, report))))


def other_population(evidence: Evidence, report: Report) -> str:
    """The analysis set of a report, where that is not the one that stands for its trial; else empty."""
    study = evidence.owners.get(report.study)
    main = study.main_population if isinstance(study, Study) else None
    population = report.population
    return population if main and population and population not in (main, "not stated") else ""


def is_whole_trial(evidence: Evidence, report: Report | SafetyReport) -> bool:
    """Whether a report may stand for its trial, and the sizes of the arms are those of its people."""
    return not part_of_trial(evidence, report)
