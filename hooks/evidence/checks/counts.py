"""Numbers of people and percentages fit together. A printed percentage stands for everything that rounds to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from evidence.analysis.statistics import share
from evidence.checks.faults import fault
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Report
from evidence.model.problems import Problem

RANDOMISED = ("randomised", "as reported")  # populations of a size that add up to those randomised


def _share(part: int, whole: int) -> str:
    return f"be the share of {part} in {whole}, {Decimal(100 * part) / whole:.2f} percent"


@rule("sense")
def numerator_with_denominator(draft: Draft) -> Iterator[Problem]:
    """People counted must stand with the people of whom they are a part, beside a percentage."""
    for row in draft.reports:
        if (row.numerator is None) != (row.denominator is None):
            name = "denominator" if row.denominator is None else "numerator"
            yield fault(row, name, must="be given, for numerator and denominator go together")
        elif row.numerator is not None and row.statistic not in ("percent", "qualitative"):
            yield fault(
                row,
                "numerator",
                must=f"be left out, for the statistic is {row.statistic} and not percent",
                got=row.numerator,
            )


@rule("sense")
def part_of_whole(draft: Draft) -> Iterator[Problem]:
    """The people counted must not be more than those of whom they are a part."""
    for row in draft.reports:
        if row.numerator is not None and row.denominator is not None and row.numerator > row.denominator:
            yield fault(row, "numerator", must=f"not be above the denominator {row.denominator}", got=row.numerator)
    for row in draft.safety:
        if row.n_affected is not None and row.n_at_risk is not None and row.n_affected > row.n_at_risk:
            yield fault(row, "n_affected", must=f"not be above n_at_risk, which is {row.n_at_risk}", got=row.n_affected)


@rule("sense")
def percent_in_range(draft: Draft) -> Iterator[Problem]:
    """A share of people must lie between 0 and 100 percent."""
    rows: Iterable = ((row, "value", row.value) for row in draft.reports if row.statistic == "percent")
    for row, name, percent in (*rows, *((row, "percent", row.percent) for row in draft.safety)):
        if percent is not None and not 0 <= percent <= 100:
            yield fault(row, name, must="lie between 0 and 100 percent", got=percent)


@rule("sense")
def percent_of_counts(draft: Draft) -> Iterator[Problem]:
    """A percentage must be what its counts give, as far as it is printed."""
    shares = (
        (row, "value", row.value, row.numerator, row.denominator, row.value_qualifier)
        for row in draft.reports
        if row.statistic == "percent"
    )
    safety = (
        (row, "percent", row.percent, row.n_affected, row.n_at_risk, row.percent_qualifier) for row in draft.safety
    )
    for row, name, percent, part, whole, qualifier in (*shares, *safety):
        given = percent is not None and part is not None and whole and part <= whole
        if given and not share(percent, part, whole, qualifier).agrees:
            yield fault(row, name, must=_share(part, whole), got=percent)


@rule("sense")
def events_of_people(draft: Draft) -> Iterator[Problem]:
    """Everybody who is affected must have had an event."""
    for row in draft.safety:
        if row.n_events is not None and row.n_affected is not None and row.n_events < row.n_affected:
            yield fault(row, "n_events", must=f"not be below n_affected, which is {row.n_affected}", got=row.n_events)


@rule("sense")
def size_says_what(draft: Draft) -> Iterator[Problem]:
    """The size of an arm must say what it counts, and only a size can."""
    for has in (*draft.studies.values(), *draft.groups.values()):
        for key, arm in has.arms.items():
            if (arm.n is None) != (arm.n_type is None):
                name = "n_type" if arm.n_type is None else "n"
                yield fault(has, "arms", key, name, must="be given, for n and n_type go together")


@rule("sense")
def size_is_count(draft: Draft) -> Iterator[Problem]:
    """A fact that gives a number of people, sites or countries must be a count."""
    for study in draft.studies.values():
        for name in ("enrolled", "planned", "randomised", "sites", "countries"):
            fact = draft.facts.get(getattr(study, name) or "")
            if fact and getattr(fact.reports[0], "statistic", "") not in ("n", "count"):
                yield fault(study, name, must="be a fact that counts", got=fact.key)


@rule("sense")
def arms_add_up(draft: Draft) -> Iterator[Problem]:
    """The arms of a study must add up to the people randomised, where all of them have a size."""
    for study in draft.studies.values():
        total = _counted(draft, study.randomised)
        sizes = [_size(draft, arm.n) for arm in study.arms.values() if arm.kind == "arm"]
        known = [size for size in sizes if size is not None]
        if total and known and len(known) == len(sizes) and sum(known) not in total:
            added = " + ".join(str(size) for size in known)
            yield fault(study, "randomised", must=f"be {added} = {sum(known)}, the sizes of all arms", got=_or(total))


@rule("sense")
def pooled_arm_adds_up(draft: Draft) -> Iterator[Problem]:
    """A pooled arm must be as large as its members together, where all of them have a size."""
    for has in (*draft.studies.values(), *draft.groups.values()):
        for key, arm in has.arms.items():
            if arm.kind == "pooled" and (total := _counted(draft, arm.n)):
                sizes = [_size(draft, draft.arms[member][1].n) for member in arm.members if member in draft.arms]
                known = [size for size in sizes if size is not None]
                if known and len(known) == len(arm.members) and sum(known) not in total:
                    added = " + ".join(str(size) for size in known)
                    yield fault(
                        has,
                        "arms",
                        key,
                        "n",
                        must=f"be {added} = {sum(known)}, the sizes of its members",
                        got=_or(total),
                    )


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


def _or(numbers: Iterable[Decimal]) -> str:
    return " or ".join(str(number) for number in sorted(numbers))
