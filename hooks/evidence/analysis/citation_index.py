"""Indexes: every citation of a source, and what belongs to a study, an endpoint, an arm or a fact."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from evidence.model import Cited, Evidence
from evidence.model.gaps import gap_id

K = TypeVar("K")
T = TypeVar("T")


class Citation(NamedTuple):
    """`source` is cited for the thing `id` at `locator`."""

    source: str
    id: str
    locator: str


def citations(evidence: Evidence) -> Iterator[Citation]:
    """Every citation that data/ makes, in the order of kinds and keys."""
    for report in evidence.all_reports:
        yield Citation(report.source, report.fact, report.locator)
    for key, study in evidence.studies.items():
        for name in type(study).model_fields:
            value = getattr(study, name)
            if isinstance(value, Cited):
                yield from _of(f"{key}#{name}", value.cite)
        for name, detail in study.details.items():
            yield from _of(f"{key}#{name}", detail.cite)
    for owner in evidence.owners.values():
        for key, arm in owner.arms.items():
            yield from _of(key, arm.cite)
        for key, each in owner.outcome_lists.items():
            yield from _of(key, each.cite)
        for key, measure in owner.outcome_measures.items():
            yield from _of(key, measure.cite)
    for key, endpoint in evidence.endpoints.items():
        yield from _of(key, endpoint.cite)
        for name, threshold in endpoint.thresholds.items():
            yield from _of(f"{key}#{name}", threshold.cite)
        for name, domain in endpoint.domains.items():
            yield from _of(f"{key}#{name}", domain.cite)
    for key, fact in evidence.drug.facts.items():
        yield from _of(f"drug#{key}", fact.cite)
    for key, label in evidence.drug.labels.items():
        yield from _of(f"drug#label.{key}", label.cite)
    for key, event in evidence.events.items():
        yield from _of(key, event.cite)
    for key, competitor in evidence.landscape.items():
        yield from _of(key, competitor.cite)
    for key, gap in evidence.gaps.items():
        yield from _of(gap_id(key), gap.looked_in)
    for key, case in evidence.contradictions.items():
        for position in case.positions:
            yield Citation(position.source, key, position.locator)
    for key, said in evidence.statements.items():
        yield from _of(f"{key}#text", said.cite)


def _of(id: str, cite: Mapping[str, str]) -> Iterator[Citation]:
    for source, locator in cite.items():
        yield Citation(source, id, locator)


def by(items: Iterable[tuple[K, T]]) -> Mapping[K, tuple[T, ...]]:
    """Key -> the values given with it, in order; an unknown key gives an empty tuple."""
    found: dict[K, list[T]] = {}
    for key, value in items:
        found.setdefault(key, []).append(value)
    return defaultdict(tuple, {key: tuple(values) for key, values in found.items()})


def facts_by(evidence: Evidence, field: str) -> Mapping[str, tuple[str, ...]]:
    """Study, endpoint or arm -> its facts; `field` is one of study, endpoint, arm, comparator."""
    pairs = ((getattr(report, field, None), report.fact) for report in evidence.all_reports)
    return by(dict.fromkeys((key, fact) for key, fact in pairs if key))
