"""Gathered for pages: planned outcomes with what is reported of them, and the lists on which they stand."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.analysis.entity_index import within
from evidence.analysis.planned_outcomes import ListCount, PlannedOutcome
from evidence.model import OutcomeList, OutcomeMeasure
from evidence.model.vocabulary import ResultState
from evidence.site.gather import Gatherer, Number, Origin, Ref, Text


@dataclass(frozen=True)
class ResultFact:
    """A fact that reports a planned outcome; `about` are its arms in words, empty where it names none."""

    number: Number
    about: str


@dataclass(frozen=True)
class MeasureRow:
    """A planned outcome measure of the page's own plan or of a group, and the facts that report it.

    `together` are facts about several studies, `parts` those about a part of the people, which are no result of it.
    """

    key: str
    measure: OutcomeMeasure
    endpoint: Ref
    definition: Text
    lists: tuple[Ref, ...]
    result: ResultState
    result_together: ResultState
    facts: tuple[ResultFact, ...]
    together: tuple[ResultFact, ...]
    parts: tuple[ResultFact, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class ListRow:
    """A list of planned outcomes: how many are known, and how they are reported; `is_own` of the page's own plan."""

    key: str
    list: OutcomeList
    is_own: bool
    planned: int
    in_numbers: int
    in_words: int
    together_only: int
    not_at_all: int
    origins: tuple[Origin, ...]
    note: Text


@dataclass(frozen=True)
class Planned:
    """What a study or group planned: its lists, its outcomes, and those named for the groups to which it belongs."""

    lists: tuple[ListRow, ...]
    own: tuple[MeasureRow, ...]
    of_groups: tuple[MeasureRow, ...]


def planned(gather: Gatherer, key: str) -> Planned:
    """The plan of a study or group."""
    outcomes = gather.view.planned_outcomes[key]
    return Planned(
        tuple(_list(gather, each) for each in gather.view.outcome_lists[key]),
        tuple(_measure(gather, each) for each in outcomes if each.owner == key),
        tuple(_measure(gather, each) for each in outcomes if each.owner != key),
    )


def _list(gather: Gatherer, each: ListCount) -> ListRow:
    return ListRow(
        each.key,
        each.list,
        each.study == each.owner,
        len(each.outcomes),
        each.count("in numbers"),
        each.count("in words"),
        each.count("together only"),
        each.count("not at all"),
        gather.origins(each.list.cite),
        gather.text(each.list.note or ""),
    )


def _measure(gather: Gatherer, each: PlannedOutcome) -> MeasureRow:
    return MeasureRow(
        each.key,
        each.measure,
        gather.ref(each.measure.endpoint),
        gather.text(each.measure.definition),
        gather.refs(each.measure.lists),
        each.result,
        each.result_together,
        _facts(gather, each.facts),
        _facts(gather, each.together),
        _facts(gather, each.parts),
        gather.origins(each.measure.cite),
    )


def _facts(gather: Gatherer, ids: Iterable[str]) -> tuple[ResultFact, ...]:
    arms = gather.view.evidence.arms
    found = []
    for id in ids:
        report = gather.view.preferred[id]
        named = [arms[arm][1].label for arm in (report.arm, report.comparator) if arm]
        about = " against ".join((*named[:1], *map(within, named[1:])))
        found.append(ResultFact(gather.number(id), about))
    return tuple(found)
