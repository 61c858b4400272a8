"""Planned against reported: what the texts read give of each planned outcome, computed from the reports."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.analysis.populations import UNSTATED, Populations
from evidence.model import Evidence, Group, OutcomeList, OutcomeMeasure, Report
from evidence.model.vocabulary import ResultState


@dataclass(frozen=True)
class PlannedOutcome:
    """A planned outcome of a study or group, and what is reported of it there.

    `owner` is the study or group in whose plan it stands. `facts` are about all people of the study, `together` about
    those of several studies, `parts` about a part of the people only; the last are no result of the planned outcome.
    `result` is what `facts` give, `result_together` what `together` does.
    """

    study: str
    owner: str
    key: str
    measure: OutcomeMeasure
    facts: tuple[str, ...]
    together: tuple[str, ...]
    parts: tuple[str, ...]
    result: ResultState
    result_together: ResultState


@dataclass(frozen=True)
class ListCount:
    """A list of planned outcomes with the outcomes on it. How many are not reported at all counts for a whole list only."""

    study: str
    owner: str
    key: str
    list: OutcomeList
    outcomes: tuple[PlannedOutcome, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every outcome on the list is known."""
        return self.list.read == "whole"

    def count(self, result: ResultState) -> int:
        """How many of the known outcomes on it are reported so."""
        return sum(each.result == result for each in self.outcomes)


def planned_outcomes(evidence: Evidence) -> Mapping[str, tuple[PlannedOutcome, ...]]:
    """Study or group -> its planned outcomes in their order, then those of the groups to which the study belongs."""
    populations = Populations(evidence)
    return {key: tuple(_of_study(evidence, populations, key)) for key in evidence.owners}


def list_counts(evidence: Evidence, study: str, outcomes: Iterable[PlannedOutcome]) -> tuple[ListCount, ...]:
    """Every list of planned outcomes that concerns a study or group, its own first."""
    found = tuple(outcomes)
    return tuple(
        ListCount(study, owner, key, each, tuple(one for one in found if key in one.measure.lists))
        for owner in (study, *_groups_of(evidence, study))
        for key, each in evidence.owners[owner].outcome_lists.items()
    )


def _groups_of(evidence: Evidence, study: str) -> tuple[str, ...]:
    return tuple(key for key, group in evidence.groups.items() if study in group.members)


def _of_study(evidence: Evidence, populations: Populations, study: str) -> Iterator[PlannedOutcome]:
    own, together = _owners_of_results(evidence, study)
    for owner in (study, *_groups_of(evidence, study)):
        for key, measure in evidence.owners[owner].outcome_measures.items():
            fitting = [row for row in evidence.reports if _is_of(row, measure) and row.study in own | together]
            whole = [row for row in fitting if populations.is_whole_trial(row)]
            alone = [row for row in whole if row.study in own]
            shared = [row for row in whole if row.study in together]
            parts = [row for row in fitting if row not in whole]
            facts, of_all, of_parts = (
                tuple(dict.fromkeys(row.fact for row in rows)) for rows in (alone, shared, parts)
            )
            result = _result(alone)
            if shared and not alone:
                result = "together only"
            yield PlannedOutcome(study, owner, key, measure, facts, of_all, of_parts, result, _result(shared))


def _owners_of_results(evidence: Evidence, study: str) -> tuple[frozenset[str], frozenset[str]]:
    """Whose reports are those of a study alone, and whose are those of it together with others.

    Groups of the same studies speak of the same people, so that the reports of each are those of the other.
    """
    found = evidence.owners[study]
    if isinstance(found, Group):
        same = (key for key, group in evidence.groups.items() if {*group.members} == {*found.members})
        return frozenset(same), frozenset()
    return frozenset({study}), frozenset(_groups_of(evidence, study))


def _is_of(row: Report, measure: OutcomeMeasure) -> bool:
    """Whether a report is on a planned outcome: its endpoint, at its time or with no time stated on one side."""
    unstated = row.timepoint in UNSTATED or measure.timepoint in UNSTATED
    return row.endpoint == measure.endpoint and (unstated or row.timepoint == measure.timepoint)


def _result(rows: Iterable[Report]) -> ResultState:
    found = list(rows)
    if any(row.value is not None for row in found):
        return "in numbers"
    return "in words" if found else "not at all"
