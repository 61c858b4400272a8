"""One object over one evidence that computes each answer once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from evidence.analysis import (
    citation_index,
    entity_index,
    figures,
    planned_outcomes,
    pooling,
    populations,
    printed_effects,
    quality,
    regulatory_status,
    safety_comparison,
    selection,
    share_contrasts,
    sizes,
    verdicts,
)
from evidence.analysis.arms import ArmSizes
from evidence.analysis.citation_index import Citation
from evidence.analysis.entity_index import Entity
from evidence.analysis.figures import Figure
from evidence.analysis.history import History
from evidence.analysis.moved_addresses import MovedAddresses
from evidence.analysis.planned_outcomes import ListCount, PlannedOutcome
from evidence.analysis.safety_comparison import SafetyTable
from evidence.analysis.share_contrasts import ShareContrast
from evidence.analysis.sizes import InContext, SharedComparatorContrast
from evidence.model import Evidence, Report, SafetyReport


@dataclass(frozen=True, eq=False)
class View:
    """Answers about one evidence. Everything it gives is read-only and depends on the evidence alone."""

    evidence: Evidence

    @cached_property
    def entities(self) -> Mapping[str, Entity]:
        """Id -> entity with an address."""
        return entity_index.entities(self.evidence)

    @cached_property
    def preferred(self) -> Mapping[str, Report | SafetyReport]:
        """Fact -> the report that pages show."""
        return selection.preferred_reports(self.evidence)

    @cached_property
    def disputed(self) -> Mapping[str, tuple[Report | SafetyReport, ...]]:
        """Facts whose reports cannot all be right."""
        return selection.disputed_facts(self.evidence)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation."""
        return tuple(citation_index.citations(self.evidence))

    @cached_property
    def citations_of_source(self) -> Mapping[str, tuple[Citation, ...]]:
        """Source -> its citations."""
        return citation_index.by((citation.source, citation) for citation in self.citations)

    @cached_property
    def facts_of_study(self) -> Mapping[str, tuple[str, ...]]:
        """Study or group -> facts."""
        return citation_index.facts_by(self.evidence, "study")

    @cached_property
    def facts_of_endpoint(self) -> Mapping[str, tuple[str, ...]]:
        """Endpoint -> facts."""
        return citation_index.facts_by(self.evidence, "endpoint")

    @cached_property
    def contradictions_of(self) -> Mapping[str, tuple[str, ...]]:
        """Fact -> contradictions."""
        cases = self.evidence.contradictions.items()
        return citation_index.by((fact, key) for key, case in cases for fact in case.facts)

    @cached_property
    def old_sources(self) -> Mapping[str, str]:
        """Source -> the day on which somebody last read it, where that is more than a year before this evidence."""
        sources, version = self.evidence.sources.items(), self.evidence.version
        return {key: source.last_read for key, source in sources if source.is_outdated(version)}

    @cached_property
    def regulatory_statuses(self) -> tuple[regulatory_status.RegulatoryStatus, ...]:
        """The status of today in each jurisdiction and disease, derived from events."""
        return regulatory_status.statuses(self.evidence)

    @cached_property
    def quality(self) -> quality.Quality:
        """What the site knows of its own quality."""
        return quality.quality(self.evidence, self.citations, self.disputed)

    @cached_property
    def planned_outcomes(self) -> Mapping[str, tuple[PlannedOutcome, ...]]:
        """Study or group -> its planned outcomes, each with what is reported of it."""
        return planned_outcomes.planned_outcomes(self.evidence)

    @cached_property
    def outcome_lists(self) -> Mapping[str, tuple[ListCount, ...]]:
        """Study or group -> the lists of planned outcomes that concern it, with their outcomes."""
        return {
            key: planned_outcomes.list_counts(self.evidence, key, outcomes)
            for key, outcomes in self.planned_outcomes.items()
        }

    @cached_property
    def arm_sizes(self) -> ArmSizes:
        """Sizes of arms, and the values reported with differences between them."""
        return ArmSizes(self.evidence)

    @cached_property
    def findings(self) -> tuple[verdicts.Finding, ...]:
        """Every effect, each report for itself and the landscape too, with what the check of its figures says."""
        return tuple(verdicts.findings(self.evidence))

    @cached_property
    def findings_of(self) -> Mapping[str, tuple[verdicts.Finding, ...]]:
        """Fact, or key of the landscape -> what the check says of each report."""
        return citation_index.by((each.id, each) for each in self.findings)

    @cached_property
    def preferred_findings(self) -> Mapping[str, verdicts.ReportFinding]:
        """Effect -> what the check says of the report that pages show."""
        reports = (each for each in self.findings if isinstance(each, verdicts.ReportFinding))
        return {each.id: each for each in reports if self.preferred[each.id] is each.row}

    @cached_property
    def poolings(self) -> tuple[pooling.OwnPooling | pooling.NotPooled, ...]:
        """Our own pooling of studies that ask the same, and reported poolings without one of ours."""
        effects = [self.preferred_findings[key] for key in self.whole_trial_effects]
        return tuple(pooling.poolings(self.evidence, self.arm_sizes, effects))

    @cached_property
    def sizes(self) -> Mapping[str, InContext]:
        """Effect -> its size in context."""
        return {key: sizes.in_context(finding, self.arm_sizes) for key, finding in self.preferred_findings.items()}

    @cached_property
    def contrasts(self) -> tuple[SharedComparatorContrast, ...]:
        """Differences between two arms that share their comparator, in whole trials."""
        whole = {*self.whole_trial_effects}
        found = (finding for key, finding in self.preferred_findings.items() if key in whole)
        return tuple(sizes.shared_comparator_contrasts(found, self.arm_sizes))

    @cached_property
    def safety_tables(self) -> Mapping[str, tuple[SafetyTable, ...]]:
        """Study or group -> its arms side by side, where two of them print counts of adverse events."""
        shown = [row for row in self.preferred.values() if isinstance(row, SafetyReport)]
        return dict(safety_comparison.tables_of_owners(self.evidence, self.arm_sizes, shown))

    @cached_property
    def share_contrasts(self) -> tuple[ShareContrast, ...]:
        """Percentages of people in two arms, compared by us from their counts."""
        shown = [row for row in self.preferred.values() if isinstance(row, Report)]
        return tuple(share_contrasts.share_contrasts(self.evidence, self.arm_sizes, shown))

    @cached_property
    def effect_reports(self) -> Mapping[str, Report]:
        """Fact that compares two arms with a number -> its preferred report: latest phase and primary endpoints first."""
        rows = [row for row in self.preferred.values() if isinstance(row, Report) and printed_effects.is_effect(row)]
        return {row.fact: row for row in sorted(rows, key=partial(selection.effect_sort_key, self.evidence))}

    @property
    def effects(self) -> tuple[str, ...]:
        """The facts of `effect_reports`, in its order."""
        return tuple(self.effect_reports)

    @cached_property
    def whole_trial_effects(self) -> tuple[str, ...]:
        """Those of `effects` that stand for their trial: in no subgroup, and in its main population."""
        is_whole = self.arm_sizes.populations.is_whole_trial
        return tuple(key for key, row in self.effect_reports.items() if is_whole(row))

    @cached_property
    def subgroups(self) -> Mapping[str, tuple[str, ...]]:
        """Effect in a whole trial -> the same effect in its subgroups and other populations, as `populations.parts_of_trials`."""
        return populations.parts_of_trials(self.arm_sizes.populations, self.effect_reports.values())

    @cached_property
    def leading(self) -> tuple[str, ...]:
        """The effects a reader must see first: those on the primary endpoint of the latest phase, pooled ones last."""
        return selection.leading(self.evidence, tuple(self.effect_reports.values()))

    @cached_property
    def ids_at(self) -> Mapping[str, tuple[str, ...]]:
        """Address -> ids of the entities that have it."""
        return citation_index.by((entity.address, id) for id, entity in self.entities.items())

    @cached_property
    def moves(self) -> MovedAddresses:
        """Where addresses went."""
        return MovedAddresses(self.evidence)

    @cached_property
    def history(self) -> History:
        """How the facts changed."""
        return History(self.evidence, self.entities, self.moves.facts)

    def figure(self, id: str) -> Figure:
        """The figure with this id, a fact or `entity#field`; KeyError where there is none."""
        return figures.figure(self.evidence, self.entities, self.preferred, self.disputed, id)

    def report_figure(self, report: Report | SafetyReport) -> Figure:
        """The figure that this very report prints."""
        return figures.of_report(report, self.entities[report.fact])
