"""Which effects stand for their whole trial, and which for a part of its people: a subgroup or another population."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from evidence.model import Evidence, Report

UNSTATED = (None, "not stated")


class Question(NamedTuple):
    """What an effect asks, whoever the people are."""

    study: str
    endpoint: str | None
    timepoint: str | None
    arm: str | None
    comparator: str | None


@dataclass(frozen=True, eq=False)
class Populations:
    """Questions about the people of the effects of one evidence, which may be a draft with gaps."""

    evidence: Evidence

    @cached_property
    def of_question(self) -> Mapping[Question, tuple[str | None, ...]]:
        """Question -> the populations in which effects are reported on it, subgroups left out, each once."""
        found: dict[Question, dict[str | None, None]] = {}
        for row in self.evidence.reports:
            if row.effect_measure and not row.subgroup:
                found.setdefault(question(row), {})[row.population] = None
        return {asked: tuple(populations) for asked, populations in found.items()}

    def main(self, owner: str) -> str | None:
        """The population that stands for a study or group, where the data name one."""
        found = self.evidence.studies.get(owner) or self.evidence.groups.get(owner)
        return found.main_population if found else None

    def is_whole_trial(self, row: Report) -> bool:
        """Whether an effect is about the trial: in no subgroup, and in its main population where there is one.

        Without a main population every population stands for the trial, for a rule allows no second one then. A
        population that is not stated stands for it where no other is reported on the same question.
        """
        if row.subgroup:
            return False
        main = self.main(row.study)
        if main is None or row.population == main:
            return True
        return row.population in UNSTATED and len(self.of_question.get(question(row), ())) < 2


def question(row: Report) -> Question:
    """What a report asks."""
    return Question(*(getattr(row, name) for name in Question._fields))


def is_whole_trial(evidence: Evidence, row: Report) -> bool:
    """As `Populations.is_whole_trial`, for a single question."""
    return Populations(evidence).is_whole_trial(row)


def parts_of_trials(populations: Populations, effects: Iterable[Report]) -> Mapping[str, tuple[str, ...]]:
    """Fact of an effect in a whole trial -> facts of the same measure in subgroups and other populations of its people.

    Where no effect in the whole trial is reported, the first of the parts stands for it and is among its own parts. The
    order is that of the effects.
    """
    whole: dict[tuple[Question, str], str] = {}
    parts: dict[tuple[Question, str], list[str]] = {}
    for row in effects:
        key = (question(row), row.statistic)
        if populations.is_whole_trial(row):
            whole.setdefault(key, row.fact)
        else:
            parts.setdefault(key, []).append(row.fact)
    return {whole.get(key, facts[0]): tuple(facts) for key, facts in parts.items()}
