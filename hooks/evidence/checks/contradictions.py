"""Sources that disagree are explained, and explanations have their disagreement."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from evidence.analysis.selection import disputed_facts
from evidence.checks.reporting import problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.loading.yaml_documents import KEY
from evidence.model import Report, SafetyReport
from evidence.model.problems import Problem


def _differing(draft: Draft, facts: Iterable[str]) -> Mapping[str, tuple[Report | SafetyReport, ...]]:
    """Those of some facts whose reports cannot all be right, as pages show them."""
    rows: list[Report | SafetyReport] = []
    for key in facts:
        reports = draft.facts[key].reports if key in draft.facts else ()
        if len(reports) > 1 and len({_printed(row) for row in reports}) > 1:
            rows += reports
    return disputed_facts(
        replace(
            draft,
            reports=tuple(row for row in rows if isinstance(row, Report)),
            safety=tuple(row for row in rows if isinstance(row, SafetyReport)),
        )
    )


def _printed(row: Report | SafetyReport) -> tuple[Decimal | int | None, ...]:
    """The figures of a report that another report of the fact may contradict."""
    if isinstance(row, Report):
        return (row.value,)
    return row.percent, row.n_affected, row.n_events, row.rate, row.effect


@rule("evidence")
def disagreement_explained(draft: Draft) -> Iterator[Problem]:
    """A fact whose reports cannot all be right must be explained by a contradiction."""
    explained = {fact for case in draft.contradictions.values() for fact in case.facts}
    for key, reports in _differing(draft, draft.facts).items():
        if key not in explained and key not in draft.unreadable:
            values = [next((str(value) for value in _printed(row) if value is not None), "nothing") for row in reports]
            said = ", ".join(f"{value} by {row.source}" for value, row in zip(values, reports, strict=True))
            row = next(row for value, row in zip(values, reports, strict=True) if value != values[0])
            yield problem_at(
                row, "fact", must=f"be explained in contradictions/, for the reports of '{key}' differ: {said}"
            )


@rule("evidence")
def computable_as_computed(draft: Draft) -> Iterator[Problem]:
    """A contradiction that is called computable must have a fact whose reports differ in value."""
    differing = _differing(draft, {fact for case in draft.contradictions.values() for fact in case.facts})
    for case in draft.contradictions.values():
        if case.computable == "yes" and not any(fact in differing or fact in draft.unreadable for fact in case.facts):
            yield problem_at(
                case, "computable", must="be no, for no fact of it has reports that differ in value", got="yes"
            )


@rule("evidence")
def one_reading_a_fact(draft: Draft) -> Iterator[Problem]:
    """Two contradictions must not choose different reports of one fact."""
    first: dict[str, tuple[str, str]] = {}
    for key, case in draft.contradictions.items():
        for fact, source in case.shown.items():
            chosen, by = first.setdefault(fact, (source, key))
            if chosen != source:
                yield problem_at(case, "shown", fact, must=f"be {chosen}, as {by} chooses for this fact", got=source)


@rule("evidence")
def shown_is_concerned(draft: Draft) -> Iterator[Problem]:
    """A contradiction must choose reports only of the facts that it names."""
    for case in draft.contradictions.values():
        for fact in case.shown:
            if fact not in case.facts:
                yield problem_at(case, "shown", fact, KEY, must="be among the facts of this contradiction", got=fact)
