"""Counts of the quality of the evidence: what is based on which kind of source, and what is missing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.analysis.citation_index import Citation
from evidence.model import NOT_RECORDED, Evidence


@dataclass(frozen=True)
class Quality:
    """Counts for /checks/, all derived. Lists are of ids or keys."""

    facts: int
    reports: int
    effects: int
    sources: Mapping[str, int]
    unlocated: tuple[Citation, ...]
    citations: int
    second_hand_only: tuple[str, ...]
    single_source: tuple[str, ...]
    differing: tuple[str, ...]
    contradictions: Mapping[str, int]
    weak_addresses: tuple[str, ...]
    undated: tuple[str, ...]
    effect_sources: Mapping[str, tuple[str, ...]]
    peer_reviewed_effects: tuple[str, ...]


def quality(evidence: Evidence, citations: Iterable[Citation], differing: Iterable[str]) -> Quality:
    """Count everything once."""
    cited = tuple(citations)
    usable = evidence.citable_sources
    effects = [report for report in evidence.reports if report.effect_measure]
    by_source: dict[str, list[str]] = {}
    for report in effects:
        if report.ci_low is not None or report.p is not None:
            by_source.setdefault(report.source, []).append(report.fact)
    facts = evidence.facts
    return Quality(
        facts=len(facts),
        reports=len(evidence.reports) + len(evidence.safety),
        effects=len({report.fact for report in effects}),
        sources=_sorted_counts(
            [f"tier {source.tier}" for source in evidence.sources.values()]
            + [source.relation for source in usable.values()]
            + ["peer-reviewed" for source in usable.values() if source.peer_reviewed == "yes"]
        ),
        unlocated=tuple(citation for citation in cited if citation.locator == NOT_RECORDED),
        citations=len(cited),
        second_hand_only=tuple(
            key
            for key, fact in facts.items()
            if all(evidence.sources[report.source].relation == "second-hand" for report in fact.reports)
        ),
        single_source=tuple(key for key, fact in facts.items() if len({report.source for report in fact.reports}) == 1),
        differing=tuple(sorted(differing)),
        contradictions=_sorted_counts([case.state for case in evidence.contradictions.values()]),
        weak_addresses=tuple(key for key, source in usable.items() if source.address_kind in ("inferred", "withheld")),
        undated=tuple(key for key, source in usable.items() if source.date is None),
        effect_sources={key: tuple(sorted(set(found))) for key, found in sorted(by_source.items())},
        peer_reviewed_effects=tuple(
            sorted({report.fact for report in effects if evidence.sources[report.source].peer_reviewed == "yes"})
        ),
    )


def _sorted_counts(words: Iterable[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(words).items()))
