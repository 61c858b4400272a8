"""Sources that disagree are explained, and explanations have their disagreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from evidence.check.faults import fault
from evidence.derive.choose import differing_facts
from evidence.load import Draft
from evidence.load.documents import KEY
from evidence.load.registry import rule
from evidence.model import Report, SafetyReport
from evidence.problems import Problem

PRINTED = (("reports", ("value",)), ("safety", ("percent", "n_affected", "n_events")))


def _differing(draft: Draft) -> Mapping[str, tuple[Report | SafetyReport, ...]]:
    """Facts whose reports cannot all be right, as pages show them. A fact with one printed value cannot be one."""
    values: dict[str, set[object]] = {}
    for table, names in PRINTED:
        for row in getattr(draft, table):
            values.setdefault(row.fact, set()).add(tuple(getattr(row, name) for name in names))
    several = {table: tuple(row for row in getattr(draft, table) if len(values[row.fact]) > 1) for table, _ in PRINTED}
    return differing_facts(replace(draft, **several))


@rule("sense")
def disagreement_explained(draft: Draft) -> Iterator[Problem]:
    """A fact whose reports cannot all be right must be explained by a contradiction."""
    explained = {fact for case in draft.contradictions.values() for fact in case.facts}
    for key, reports in _differing(draft).items():
        if key not in explained and key not in draft.broken:
            values = [(_printed(row), row.source) for row in reports]
            said = ", ".join(f"{value} by {source}" for value, source in values)
            first = values[0][0]
            row = next(row for row, (value, _) in zip(reports, values, strict=True) if value != first)
            yield fault(row, "fact", must=f"be explained in contradictions/, for the reports of '{key}' differ: {said}")


def _printed(row: Report | SafetyReport) -> str:
    """The figure of a report, whichever it has."""
    names = dict(PRINTED)["reports" if isinstance(row, Report) else "safety"]
    return next((str(value) for name in names if (value := getattr(row, name)) is not None), "nothing")


@rule("sense")
def computable_as_computed(draft: Draft) -> Iterator[Problem]:
    """A contradiction must be computable just where reports of one of its facts differ in value."""
    differing = _differing(draft)
    for case in draft.contradictions.values():
        if case.computable == "yes" and not any(fact in differing or fact in draft.broken for fact in case.facts):
            yield fault(case, "computable", must="be no, for no fact of it has reports that differ in value", got="yes")


@rule("sense")
def one_reading_a_fact(draft: Draft) -> Iterator[Problem]:
    """Two contradictions must not choose different reports of one fact."""
    first: dict[str, tuple[str, str]] = {}
    for key, case in draft.contradictions.items():
        for fact, source in case.shown.items():
            chosen, by = first.setdefault(fact, (source, key))
            if chosen != source:
                yield fault(case, "shown", fact, must=f"be {chosen}, as {by} chooses for this fact", got=source)


@rule("sense")
def shown_is_concerned(draft: Draft) -> Iterator[Problem]:
    """A contradiction must choose reports only of the facts that it names."""
    for case in draft.contradictions.values():
        for fact in case.shown:
            if fact not in case.facts:
                yield fault(case, "shown", fact, KEY, must="be among the facts of this contradiction", got=fact)
