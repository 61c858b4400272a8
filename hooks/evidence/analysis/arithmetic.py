"""Arithmetic between facts: what adds up to what, what is derived because nobody prints it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from evidence.analysis.arms import ArmSizes, Size
from evidence.analysis.statistics import interval, share_agrees
from evidence.analysis.verdicts import ReportFinding
from evidence.model import Evidence, Report

# Populations whose sizes add up to those randomised.
RANDOMISED = ("randomised", "as reported")


@dataclass(frozen=True)
class Line:
    """A computation. `of` is the fact, or the arm without one, whose number is computed; `parts` are facts or arms.

    kind: sum, percentage or difference. printed: the number of the fact, None where it is derived. agrees: whether
    both can be right under rounding; always so for one that is derived.
    """

    kind: str
    of: str
    parts: tuple[str, ...]
    computed: str
    printed: str | None
    agrees: bool = True


def arithmetic(evidence: Evidence, groups: ArmSizes, findings: Iterable[ReportFinding]) -> Iterator[Line]:
    """Every sum, percentage and difference that can be computed from facts."""
    yield from _studies(evidence, groups)
    yield from _pooled_arms(evidence, groups)
    for row in evidence.reports:
        if row.statistic == "percent" and row.value is not None and row.numerator is not None and row.denominator:
            agrees = share_agrees(row.value, row.numerator, row.denominator, row.value_qualifier)
            exact = Decimal(100 * row.numerator) / row.denominator
            yield Line("percentage", row.fact, (), f"{exact:.2f}", f"{row.value:f}", agrees)
    for finding in findings:
        if (line := _difference(finding, groups)) is not None:
            yield line


def _studies(evidence: Evidence, groups: ArmSizes) -> Iterator[Line]:
    for study in evidence.studies.values():
        if study.is_crossover:
            continue  # Everybody is in several arms.
        arms = {key: groups.size(key) for key, arm in study.arms.items() if arm.kind == "arm"}
        sizes = [size for size in arms.values() if size and _is_whole(evidence, size)]
        total = groups.counted(study.randomised) if study.randomised else None
        if total is not None and len(arms) > 1 and len(sizes) == len(arms):
            parts = tuple(size.fact for size in sizes if size.fact)
            added = sum(size.n for size in sizes)
            yield Line("sum", study.randomised or "", parts, str(added), str(total), added == total)


def _is_whole(evidence: Evidence, size: Size) -> bool:
    reports = evidence.facts[size.fact].reports if size.fact else ()
    return any(isinstance(row, Report) and row.population in RANDOMISED for row in reports)


def _pooled_arms(evidence: Evidence, groups: ArmSizes) -> Iterator[Line]:
    for key, (_, arm) in evidence.arms.items():
        size = groups.size(key)
        if arm.kind == "pooled" and size:
            members = [groups.size(member) for member in arm.members]
            if all(members):
                parts = tuple(member.fact or name for name, member in zip(arm.members, members, strict=True) if member)
                added = sum(member.n for member in members if member)
                printed = None if size.is_derived else str(size.n)
                yield Line("sum", size.fact or key, parts, str(added), printed, added == size.n)


def _difference(finding: ReportFinding, groups: ArmSizes) -> Line | None:
    """The difference of two arm values, compared with the reported one; it has their decimals."""
    row, arms = finding.row, finding.effect.arms
    if not arms or row.value is None or row.value_qualifier:
        return None
    parts = tuple(found.fact for arm in (row.arm, row.comparator) if (found := groups.value(row, arm)))
    computed = Decimal(arms[0]) - Decimal(arms[1])
    # Each arm was rounded on its own, so that their difference may be off by more than a unit of its last decimal.
    agrees = (interval(arms[0]) - interval(arms[1])).overlaps(interval(row.value))
    return Line("difference", row.fact, parts, f"{computed:f}", f"{row.value:f}", agrees)
