"""The list of facts, and one page a fact: who reports what, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis import arm_names, effect_wording
from evidence.analysis.part_of_trial import other_population, part_of_trial
from evidence.analysis.statistic_words import STATISTICS, noun
from evidence.model import Report, SafetyReport, links
from evidence.site.gather import Gatherer, Number, SourceRef, Text
from evidence.site.gather_changes import ChangeRow, changes
from evidence.site.gather_statistics import contrast_rows, pooling_blocks, share_rows, size_row
from evidence.site.pages.page import Page, edit_of

# Further columns of the table of reports, shown where at least one report fills them.
REPORT_COLUMNS = {
    "se": "Standard error",
    "margin": "Non-inferiority margin",
    "role": "Rank",
    "multiplicity": "Testing order",
}
SAFETY_COLUMNS = {
    "n_affected": "People affected",
    "n_events": "Events",
    "n_at_risk": "People observed",
    "percent": "Percent of people",
    "exposure": "Patient-years observed",
    "rate": "Rate",
    "rate_unit": "Unit of the rate",
}
NUMERIC = ("se", "margin", *SAFETY_COLUMNS)


@dataclass(frozen=True)
class ReportRow:
    """One report: its number, its statement, and the texts of the further columns, None where they are not filled."""

    source: SourceRef
    version: str
    number: Number
    statement: Text
    cells: tuple[str | None, ...]
    locator: str
    edit: str
    note: Text


@dataclass(frozen=True)
class EffectWords:
    """What an effect is. `null` is the value that means no effect, `better` whether lower or higher values favour the first
    arm, where that is known; both are empty for a difference. `in_words` is what the printed figures say, in words of ours, of
    any effect but a difference without a margin.
    """

    noun: str
    null: str = ""
    better: str = ""
    in_words: str = ""


@dataclass(frozen=True)
class FactHistory:
    """How a fact changed: `begins` is the first day of the log, `was_there` whether the fact was known on it."""

    begins: str
    was_there: bool
    steps: tuple[ChangeRow, ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """The list and all pages."""
    view, evidence = gather.view, gather.view.evidence
    owners = [key for key in (*evidence.studies, *evidence.groups) if view.facts_of_study[key]]
    listed = tuple((gather.ref(owner), gather.refs(view.facts_of_study[owner])) for owner in owners)
    count = len(evidence.reports) + len(evidence.safety)
    yield Page(
        "facts",
        links.address("facts"),
        {"owners": listed, "facts": len(evidence.facts), "reports": count},
        "data/reports.csv",
    )
    for key in evidence.facts:
        yield Page("fact", links.address("fact", key), _fact(gather, key), edit_of(view.preferred[key]))


def _fact(gather: Gatherer, key: str) -> dict[str, object]:
    view, evidence = gather.view, gather.view.evidence
    shown = view.preferred[key]
    reports = [shown, *(report for report in evidence.facts[key].reports if report is not shown)]
    names = SAFETY_COLUMNS if isinstance(shown, SafetyReport) else REPORT_COLUMNS
    columns = [name for name in names if any(_is_further(row, name) for row in reports)]
    endpoint = shown.endpoint if isinstance(shown, Report) else None
    time = shown.timepoint if isinstance(shown, Report) else shown.period
    findings = sorted(view.findings_of[key], key=lambda finding: finding.row is not shown)
    return {
        "number": gather.number(key),
        "study": gather.ref(shown.study),
        "endpoint": gather.maybe(endpoint),
        "arm": gather.maybe(shown.arm),
        "comparator": gather.maybe(shown.comparator),
        "effect": _effect(gather, shown) if isinstance(shown, Report) else None,
        "subgroup": (shown.subgroup or "") if isinstance(shown, Report) else "",
        "population": other_population(evidence, shown) if isinstance(shown, Report) else "",
        "category": shown.category if isinstance(shown, SafetyReport) else "",
        "time": time or "",
        "direction": (evidence.endpoints[endpoint].direction or "") if endpoint else "",
        "all_second_hand": key in view.quality.second_hand_only,
        "columns": tuple(names[name] for name in columns),
        "rows": tuple(_row(gather, report, columns) for report in reports),
        "findings": tuple((gather.source(each.row.source), each) for each in findings if isinstance(each.row, Report)),
        "size": size_row(gather, key) if key in view.sizes else None,
        "contrasts": contrast_rows(gather, (c for c in view.contrasts if key in (c.first.fact, c.second.fact))),
        "shares": share_rows(
            gather, (each for each in view.share_contrasts if key in (each.arm.fact, each.comparator.fact))
        ),
        "poolings": pooling_blocks(gather, (own for own in view.poolings if key in own.facts)),
        "about": tuple(_about(shown)),
        "appraised": tuple(_appraised(gather, key)),
        "contradictions": tuple(
            (gather.ref(id), evidence.contradictions[id].state) for id in view.contradictions_of[key]
        ),
        "history": _history(gather, key),
        "related": gather.refs(_related(gather, key)),
    }


def _effect(gather: Gatherer, row: Report) -> EffectWords | None:
    """An effect in words; None for a report of anything else."""
    evidence, measure = gather.view.evidence, row.effect_measure
    if not (measure and row.value is not None and row.comparator):
        return None
    sign = evidence.endpoints[row.endpoint].benefit_sign if row.endpoint else 0
    other = arm_names.comparator(evidence, [row.comparator])
    # Nothing is concluded from a part of the people of a trial.
    in_words = "" if part_of_trial(evidence, row) else effect_wording.conclusion([row], sign, other)
    if measure.family == "difference":
        return EffectWords(noun(measure), in_words="" if row.margin is None else in_words)
    better = {1: "higher", -1: "lower"}.get(measure.benefit(measure.null + 1, sign), "")
    return EffectWords(noun(measure), str(measure.null), better, in_words)


def _is_further(report: Report | SafetyReport, name: str) -> bool:
    """Whether a report fills this column with more than what it shows as printed anyway."""
    if isinstance(report, SafetyReport) and name in ("percent", "rate", "rate_unit"):
        shown = "effect" if report.effect is not None else "rate" if report.rate is not None else "percent"
        return getattr(report, name) is not None and not name.startswith(shown)
    return getattr(report, name) is not None


def _row(gather: Gatherer, report: Report | SafetyReport, columns: list[str]) -> ReportRow:
    values = [getattr(report, name) for name in columns]
    return ReportRow(
        gather.source(report.source),
        report.source_version or "",
        gather.report(report),
        gather.text(report.statement or ""),
        tuple(
            None if value is None else str(value).replace("-", "\u2212") if name in NUMERIC else str(value)
            for name, value in zip(columns, values, strict=True)
        ),
        report.locator,
        gather.edit(report),
        gather.text(report.note or ""),
    )


def _about(report: Report | SafetyReport) -> Iterator[tuple[str, str]]:
    if isinstance(report, SafetyReport):
        yield from (("Category", report.category), ("Period", report.period))
        return
    named = {"When": report.timepoint, "Population": report.population, "Subgroup": report.subgroup}
    named["Kind of figure"] = STATISTICS[report.statistic].label
    yield from ((label, value) for label, value in named.items() if value)


def _appraised(gather: Gatherer, key: str) -> Iterator[tuple[str, str]]:
    """Address and label of the outcomes of the appraisal that use this fact."""
    appraisal = gather.view.evidence.appraisal
    for id, outcome in (appraisal.outcomes if appraisal else {}).items():
        if key in outcome.facts:
            yield links.address("outcome", id), outcome.label


def _history(gather: Gatherer, key: str) -> FactHistory | None:
    history = gather.view.history
    if not history.begins:
        return None
    was_there = history.first_day(key) == history.begins
    return FactHistory(history.begins, was_there, changes(gather, reversed(history.of_fact(key))))


def _related(gather: Gatherer, key: str) -> list[str]:
    """Facts of the same study on the same matter, and counterparts of this fact in other studies."""
    view, shown = gather.view, gather.view.preferred[key]
    if isinstance(shown, SafetyReport):
        same = [k for k in view.facts_of_study[shown.study] if view.evidence.facts[k].is_safety]
    elif shown.endpoint:
        same = [
            k
            for k in view.facts_of_endpoint[shown.endpoint]
            if isinstance(other := view.preferred[k], Report)
            and (other.study == shown.study or other.statistic == shown.statistic)
        ]
    else:
        same = [k for k in view.facts_of_study[shown.study] if getattr(view.preferred[k], "endpoint", "-") is None]
    return [k for k in same if k != key]
