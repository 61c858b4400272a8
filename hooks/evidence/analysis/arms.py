"""Sizes of arms, reported or added up, and the values of the two arms that one source reports with their difference."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from evidence.analysis.populations import Populations
from evidence.model import Evidence, Report
from evidence.model.vocabulary import Control

# What the value of an arm and a difference share when one source prints both.
SAME_CONTEXT = ("study", "source", "source_version", "endpoint", "timepoint", "population", "subgroup", "unit")


class Comparator(NamedTuple):
    """What an effect was compared with. Effects whose comparators differ are never pooled or said in one phrase.

    `given` tells active treatments apart by their intervention; None for placebo, standard care and no treatment. Both are
    None where the comparator is not known.
    """

    kind: Control | None
    given: str | None


def comparator_of(evidence: Evidence, effect: Report) -> Comparator:
    """What a report compares its arm with."""
    if effect.comparator is None or effect.comparator not in evidence.arms:
        return Comparator(None, None)
    arm = evidence.arms[effect.comparator][1]
    kind = arm.control_kind
    return Comparator(kind, arm.intervention.casefold() if kind in (None, "active") else None)


@dataclass(frozen=True)
class Size:
    """People of an arm. `fact` reports them; without it they are added up over the `parts`, one a member."""

    n: int
    fact: str | None
    parts: tuple["Size", ...] = ()

    @property
    def is_derived(self) -> bool:
        """Whether no source prints it."""
        return self.fact is None


@dataclass(frozen=True, eq=False)
class ArmSizes:
    """Questions about the arms of one evidence, which may be a draft with gaps."""

    evidence: Evidence

    @cached_property
    def populations(self) -> Populations:
        """Which effects stand for their whole trial."""
        return Populations(self.evidence)

    @cached_property
    def _chosen(self) -> Mapping[str, str]:
        """Fact -> the source whose report we chose."""
        return {fact: source for case in self.evidence.contradictions.values() for fact, source in case.shown.items()}

    @cached_property
    def _values(self) -> Mapping[tuple[Any, ...], Report]:
        """Fields of SAME_CONTEXT and arm -> the value reported for that arm."""
        return {
            _context(row, row.arm): row for row in reversed(self.evidence.reports) if row.statistic == "mean-change"
        }

    def size(self, arm: str | None) -> Size | None:
        """The size of an arm; for a pooled arm without one, that of its members together. None where it is not known."""
        if arm is None or arm not in self.evidence.arms:
            return None
        has = self.evidence.arms[arm][1]
        if has.n:
            found = self.counted(has.n)
            return None if found is None else Size(found, has.n)
        if has.kind != "pooled":
            return None
        parts = [part for member in has.members if member != arm and (part := self.size(member))]
        return Size(sum(part.n for part in parts), None, tuple(parts)) if len(parts) == len(has.members) else None

    def size_beside(self, effect: Report, arm: str | None) -> Size | None:
        """The size of an arm of an effect. None where the effect is about a part of the people: sizes are those of whole arms."""
        return self.size(arm) if self.populations.is_whole_trial(effect) else None

    def pair(self, effect: Report) -> tuple[Size, Size] | None:
        """The sizes of the two arms of an effect. None where one is not known, the same people were in both, or the effect is
        about a part of the people.
        """
        if effect.arm == effect.comparator:
            return None
        arm, comparator = (self.size_beside(effect, each) for each in (effect.arm, effect.comparator))
        if not arm or not comparator:
            return None
        study = self.evidence.studies.get(effect.study)
        whole = self.counted(study.randomised) if study and study.randomised else None
        return None if whole is not None and arm.n + comparator.n > whole else (arm, comparator)

    def counted(self, fact: str) -> int | None:
        """The number of people on which exact reports of a fact agree, or the one that we chose."""
        if fact not in self.evidence.facts:
            return None
        rows = [row for row in self.evidence.facts[fact].reports if isinstance(row, Report)]
        chosen = self._chosen.get(fact)
        exact = {row.value for row in rows if not row.value_qualifier and chosen in (None, row.source)} - {None}
        value = exact.pop() if len(exact) == 1 else None
        return int(value) if value is not None and value == int(value) else None

    def value(self, effect: Report, arm: str | None) -> Report | None:
        """What the source of a difference prints for one of its two arms: same endpoint, time, people and unit."""
        return self._values.get(_context(effect, arm)) if arm else None


def _context(row: Report, arm: str | None) -> tuple[Any, ...]:
    return (*(getattr(row, name) for name in SAME_CONTEXT), arm)
