"""How far the evidence goes: a summary of findings, and what would change our assessment."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.pooling import OwnPooling
from evidence.model import BiasDomains, DomainJudgement, Outcome, Report, SafetyReport, StudyBias, links
from evidence.site.gather import Gatherer, Number, Origin, Ref, SourceRef, Text
from evidence.site.gather_outcomes import ListRow, planned
from evidence.site.gather_statements import on_topics
from evidence.site.gather_statistics import pooling_blocks
from evidence.site.pages.page import Page, edit_of


@dataclass(frozen=True)
class ReportedEffect:
    """A difference of an outcome; `people` are those in both arms, added up by us, None where a size is not known."""

    study: Ref
    number: Number
    people: int | None


@dataclass(frozen=True)
class ReportedFinding:
    """Another fact of an outcome, with what other sources report of it."""

    study: Ref
    endpoint: Ref | None
    category: str
    arm: Ref | None
    number: Number
    others: tuple[tuple[Origin, Number], ...]


@dataclass(frozen=True)
class OutcomeRow:
    """A row of the summary: what is reported of an outcome, and our own pooling of some of the effects."""

    key: str
    outcome: Outcome
    comment: Text
    effects: tuple[ReportedEffect, ...]
    pooled: tuple[OwnPooling, ...]
    findings: tuple[ReportedFinding, ...]
    sources: tuple[SourceRef, ...]


# The domains by the names that RoB 2 gives them.
DOMAINS = {
    "randomisation": "Randomisation process",
    "deviations": "Deviations from the intended interventions",
    "missing_data": "Missing outcome data",
    "measurement": "Measurement of the outcome",
    "selection": "Selection of the reported result",
}


@dataclass(frozen=True)
class StudyPlan:
    """A study with its lists of planned outcomes: how many of its own are known, and how many named for several trials."""

    study: Ref
    lists: tuple[ListRow, ...]
    own: int
    of_groups: int


@dataclass(frozen=True)
class DomainRow:
    """A domain of RoB 2 with what is reported on it."""

    key: str
    title: str
    judged: DomainJudgement
    reason: Text
    reported: tuple[Number, ...]
    not_reported: tuple[Text, ...]


@dataclass(frozen=True)
class BiasTable:
    """The risk of bias of one study; `anchor` is that of its table."""

    study: Ref
    anchor: str
    overall: str
    results: tuple[Number, ...]
    domains: tuple[DomainRow, ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page; for a drug that nobody appraised it says so."""
    evidence = gather.view.evidence
    appraisal = evidence.appraisal
    outcomes = tuple(_outcome(gather, key, each) for key, each in (appraisal.outcomes if appraisal else {}).items())
    measures = {each.number.measure for row in outcomes for each in row.effects}
    context = {
        "outcomes": outcomes,
        "noun": "effect" if any(measure and measure.family != "difference" for measure in measures) else "difference",
        "text": gather.prose("appraisal"),
        "said": on_topics(gather, ("results", "placebo response")),
        "poolings": pooling_blocks(gather, gather.view.poolings),
        "studies": len(evidence.studies),
        "plans": tuple(_plan(gather, key) for key in evidence.studies if gather.view.outcome_lists[key]),
        "bias": tuple(_bias(gather, key, each) for key, each in (appraisal.bias if appraisal else {}).items()),
        "gaps": len(evidence.gaps),
    }
    yield Page("appraisal", links.address("appraisal"), context, edit_of(appraisal) if appraisal else "data")


def _outcome(gather: Gatherer, key: str, outcome: Outcome) -> OutcomeRow:
    view = gather.view
    effects = [fact for fact in outcome.facts if fact in view.preferred_findings]
    own = (each for each in view.poolings if isinstance(each, OwnPooling))
    sources = dict.fromkeys(row.source for fact in outcome.facts for row in view.evidence.facts[fact].reports)
    return OutcomeRow(
        key,
        outcome,
        gather.text(outcome.comment or ""),
        tuple(_effect(gather, fact) for fact in effects),
        tuple(each for each in own if {one.id for one in each.contrasts} <= {*effects}),
        tuple(_finding(gather, fact) for fact in outcome.facts if fact not in effects),
        gather.sources(sources),
    )


def _effect(gather: Gatherer, fact: str) -> ReportedEffect:
    report = gather.view.preferred[fact]
    sizes = gather.view.arm_sizes.pair(report) if isinstance(report, Report) else None
    people = sum(size.n for size in sizes) if sizes else None
    return ReportedEffect(gather.ref(report.study), gather.number(fact), people)


def _finding(gather: Gatherer, fact: str) -> ReportedFinding:
    report = gather.view.preferred[fact]
    others = (each for each in gather.view.evidence.facts[fact].reports if each is not report)
    return ReportedFinding(
        gather.ref(report.study),
        gather.maybe(report.endpoint) if isinstance(report, Report) else None,
        report.category if isinstance(report, SafetyReport) else "",
        None if report.comparator else gather.maybe(report.arm),
        gather.number(fact),
        tuple((Origin(gather.source(each.source), each.locator), gather.report(each)) for each in others),
    )


def _plan(gather: Gatherer, key: str) -> StudyPlan:
    found = planned(gather, key)
    return StudyPlan(gather.ref(key), found.lists, len(found.own), len(found.of_groups))


def _bias(gather: Gatherer, key: str, bias: StudyBias) -> BiasTable:
    rows = []
    for name in BiasDomains.model_fields:
        judged: DomainJudgement = getattr(bias.domains, name)
        not_reported = tuple(gather.text(each) for each in judged.not_reported)
        reported = gather.numbers(judged.reported)
        rows.append(DomainRow(name, DOMAINS[name], judged, gather.text(judged.reason), reported, not_reported))
    return BiasTable(gather.ref(key), f"bias-{key}", bias.overall, gather.numbers(bias.results), tuple(rows))
