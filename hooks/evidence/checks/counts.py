"""Numbers of people and percentages agree. A printed percentage means every value that rounds to it."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from evidence.analysis.arithmetic import RANDOMISED
from evidence.analysis.statistics import share_agrees
from evidence.checks.reporting import arms, must_be_given, must_be_left_out, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Record, Report
from evidence.model.problems import Problem


class _Percentage(NamedTuple):
    """A percentage with the counts beside it, each as far as it is printed."""

    percent: Decimal | None
    part: int | None
    whole: int | None
    qualifier: str | None


def _percentages(draft: Draft) -> Iterator[tuple[Record, str, _Percentage]]:
    """Every percentage with its row and the name of its field."""
    for row in draft.reports:
        if row.statistic == "percent":
            yield row, "value", _Percentage(row.value, row.numerator, row.denominator, row.value_qualifier)
    for safety in draft.safety:
        counts = (safety.n_affected, safety.n_at_risk)
        yield safety, "percent", _Percentage(safety.percent, *counts, safety.percent_qualifier)


@rule("evidence")
def numerator_with_denominator(draft: Draft) -> Iterator[Problem]:
    """People counted must stand with the people of whom they are a part, beside a percentage."""
    for row in draft.reports:
        if (row.numerator is None) != (row.denominator is None):
            for name in ("numerator", "denominator"):
                yield from must_be_given(row, name, why="numerator and denominator go together")
        elif row.statistic not in ("percent", "qualitative"):
            yield from must_be_left_out(row, "numerator", why=f"the statistic is {row.statistic} and not percent")


@rule("evidence")
def part_of_whole(draft: Draft) -> Iterator[Problem]:
    """The people counted must not be more than those of whom they are a part."""
    for row in draft.reports:
        if row.numerator is not None and row.denominator is not None and row.numerator > row.denominator:
            yield problem_at(
                row, "numerator", must=f"not be above the denominator {row.denominator}", got=row.numerator
            )
    for safety in draft.safety:
        affected, at_risk = safety.n_affected, safety.n_at_risk
        if affected is not None and at_risk is not None and affected > at_risk:
            yield problem_at(safety, "n_affected", must=f"not be above n_at_risk, which is {at_risk}", got=affected)


@rule("evidence")
def percent_in_range(draft: Draft) -> Iterator[Problem]:
    """A share of people must lie between 0 and 100 percent."""
    for row, name, share in _percentages(draft):
        if share.percent is not None and not 0 <= share.percent <= 100:
            yield problem_at(row, name, must="lie between 0 and 100 percent", got=share.percent)


@rule("evidence")
def percent_of_counts(draft: Draft) -> Iterator[Problem]:
    """A percentage must be what its counts give, as far as it is printed."""
    for row, name, share in _percentages(draft):
        part, whole, percent = share.part, share.whole, share.percent
        if percent is None or part is None or not whole or part > whole:
            continue
        if not share_agrees(percent, part, whole, share.qualifier):
            must = f"be the share of {part} in {whole}, {Decimal(100 * part) / whole:.2f} percent"
            yield problem_at(row, name, must=must, got=percent)


@rule("evidence")
def events_of_people(draft: Draft) -> Iterator[Problem]:
    """Everybody who is affected must have had an event."""
    for row in draft.safety:
        if row.n_events is not None and row.n_affected is not None and row.n_events < row.n_affected:
            yield problem_at(
                row, "n_events", must=f"not be below n_affected, which is {row.n_affected}", got=row.n_events
            )


@rule("evidence")
def size_says_what(draft: Draft) -> Iterator[Problem]:
    """The size of an arm must say what it counts, and only a size can."""
    for owner, key, arm in arms(draft):
        if (arm.n is None) != (arm.n_type is None):
            for name in ("n", "n_type"):
                yield from must_be_given(owner, "arms", key, name, why="n and n_type go together")


@rule("evidence")
def size_is_count(draft: Draft) -> Iterator[Problem]:
    """A fact that gives a number of people, sites or countries must be a count."""
    for study in draft.studies.values():
        for name in ("enrolled", "planned", "randomised", "sites", "countries"):
            fact = draft.facts.get(getattr(study, name) or "")
            if fact and getattr(fact.reports[0], "statistic", "") not in ("n", "count"):
                yield problem_at(study, name, must="be a fact that counts", got=fact.key)


@rule("evidence")
def arms_add_up(draft: Draft) -> Iterator[Problem]:
    """The arms of a study must add up to the people randomised, where all of them have a size."""
    for study in draft.studies.values():
        sizes = [_size(draft, arm.n) for arm in study.arms.values() if arm.kind == "arm"]
        if study.is_crossover:  # everybody passes through several arms
            continue
        yield from _adds_up(draft, study.randomised, sizes, (study, "randomised"), "the sizes of all arms")


@rule("evidence")
def arm_of_crossover(draft: Draft) -> Iterator[Problem]:
    """An arm of a crossover must not be larger than the people randomised, who pass through several arms."""
    for study in draft.studies.values():
        total = _counted(draft, study.randomised) if study.is_crossover else set()
        for key, arm in study.arms.items():
            size = _size(draft, arm.n)
            if total and size is not None and size > max(total):
                must = f"not be above the {max(total)} people randomised"
                yield problem_at(study, "arms", key, "n", must=must, got=size)


@rule("evidence")
def pooled_arm_adds_up(draft: Draft) -> Iterator[Problem]:
    """A pooled arm must be as large as its members together, where all of them have a size."""
    for owner, key, arm in arms(draft):
        if arm.kind == "pooled":
            members = [draft.arms[member][1].n if member in draft.arms else None for member in arm.members]
            sizes = [_size(draft, member) for member in members]
            yield from _adds_up(draft, arm.n, sizes, (owner, "arms", key, "n"), "the sizes of its members")


def _adds_up(
    draft: Draft, key: str | None, sizes: Sequence[Decimal | None], where: tuple[Record, *tuple[str, ...]], what: str
) -> Iterator[Problem]:
    """A problem at a field where a fact gives another number than these sizes together; none where one is not known."""
    total = _counted(draft, key)
    known = [size for size in sizes if size is not None]
    if total and known and len(known) == len(sizes) and sum(known) not in total:
        added = " + ".join(map(str, known))
        got = " or ".join(map(str, sorted(total)))
        yield problem_at(*where, must=f"be {added} = {sum(known)}, {what}", got=got)


def _counted(draft: Draft, key: str | None) -> set[Decimal]:
    """The exact numbers of people randomised by a fact's reports; only the chosen report's where we chose one."""
    fact = draft.facts.get(key or "")
    chosen = {case.shown[fact.key] for case in draft.contradictions.values() if fact and fact.key in case.shown}
    return {
        row.value
        for row in (fact.reports if fact else ())
        if isinstance(row, Report)
        and row.value is not None
        and not row.value_qualifier
        and row.population in RANDOMISED
        and (not chosen or row.source in chosen)
    }


def _size(draft: Draft, key: str | None) -> Decimal | None:
    """The size of an arm on which its reports agree."""
    found = _counted(draft, key)
    return found.pop() if len(found) == 1 else None
