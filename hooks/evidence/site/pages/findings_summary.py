"""The summary of findings: for each outcome what is reported, by how many people, and what we pooled ourselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.arms import Size
from evidence.analysis.pooling import OwnPooling
from evidence.analysis.view import View
from evidence.model import Outcome, Report


@dataclass(frozen=True)
class Reported:
    """One fact of an outcome; the sizes of its two arms where it compares two and they are known."""

    fact: str
    sizes: tuple[Size, Size] | None

    @property
    def people(self) -> int | None:
        """People in both arms."""
        return sum(size.n for size in self.sizes) if self.sizes else None

    @property
    def is_derived(self) -> bool:
        """Whether no source prints the size of one of the arms, so that it was added up."""
        return any(size.is_derived for size in self.sizes or ())


@dataclass(frozen=True)
class Summary:
    """A row of the summary: effects with figures, findings in words, and our own pooling of some of the effects."""

    key: str
    outcome: Outcome
    effects: tuple[Reported, ...]
    findings: tuple[str, ...]
    pooled: tuple[OwnPooling, ...]
    sources: tuple[str, ...]


def summary(view: View) -> Iterator[Summary]:
    """Every outcome in the order of the file; nothing where a drug has no appraisal."""
    appraisal = view.evidence.appraisal
    for key, outcome in (appraisal.outcomes if appraisal else {}).items():
        effects = tuple(_reported(view, fact) for fact in outcome.facts if fact in view.preferred_findings)
        own = [each for each in view.poolings if isinstance(each, OwnPooling)]
        facts = {each.fact for each in effects}
        yield Summary(
            key,
            outcome,
            effects,
            tuple(fact for fact in outcome.facts if fact not in facts),
            tuple(each for each in own if facts.issuperset(one.id for one in each.contrasts)),
            tuple(dict.fromkeys(row.source for fact in outcome.facts for row in view.fact(fact).reports)),
        )


def _reported(view: View, fact: str) -> Reported:
    report = view.preferred[fact]
    return Reported(fact, view.arm_sizes.pair(report) if isinstance(report, Report) else None)
