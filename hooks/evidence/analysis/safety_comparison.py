"""Adverse events of the arms of one study side by side, from printed counts. What compares two arms is derived by us.

Compared are shares of people (risk difference, risk ratio) and rates over the time observed (rate difference, rate ratio).
An arm without a report has no number here: nothing that was not printed counts as zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from evidence.analysis.arm_names import is_drug
from evidence.analysis.arms import ArmSizes
from evidence.analysis.citation_index import by
from evidence.analysis.safety_contrasts import Against, Quantity, compared
from evidence.model import Evidence, SafetyReport
from evidence.model.vocabulary import EventGroup, RateUnit

# The order of pages: what weighs most first, then what is not sorted by kind.
GROUPS: tuple[EventGroup | None, ...] = (
    *("death", "serious", "leading-to-stopping", "special-interest", "any-adverse-event", "other"),
    None,
)
USUAL_UNIT: RateUnit = "per 100 patient-years"


@dataclass(frozen=True)
class Topic:
    """One category over one period: arm -> its report, and the comparisons. An arm that prints nothing has no entry.

    `rate_unit` is that of rates; empty for shares. `counts` says what rates are derived from: events or people.
    """

    category: str
    period: str
    cells: Mapping[str, SafetyReport]
    against: tuple[Against, ...]
    rate_unit: str = ""
    counts: str = ""

    @property
    def size(self) -> float:
        """The largest difference in absolute size; below 0 where none is derived."""
        return max((abs(each.difference.estimate) for each in self.against if each.difference), default=-1)


@dataclass(frozen=True)
class SafetyTable:
    """Topics of one kind with the arms of all of them: in the order of their doses, comparators last."""

    owner: str
    group: EventGroup | None
    quantity: Quantity
    arms: tuple[str, ...]
    comparators: tuple[str, ...]
    topics: tuple[Topic, ...]


def safety_tables(evidence: Evidence, sizes: ArmSizes, rows: Sequence[SafetyReport]) -> tuple[SafetyTable, ...]:
    """The tables of one study or group, from the reports of it that pages show; none where no two arms print counts."""
    found: dict[tuple[EventGroup | None, Quantity], list[Topic]] = {}
    for (category, period, group), alike in by(
        ((each.category, each.period, each.event_group), each) for each in rows
    ).items():
        for quantity in get_args(Quantity):
            topic = _topic(evidence, sizes, category, period, alike, quantity, rows)
            if topic:
                found.setdefault((group, quantity), []).append(topic)
    return tuple(
        _table(evidence, rows[0].study, group, quantity, found[group, quantity])
        for group in GROUPS
        for quantity in get_args(Quantity)
        if (group, quantity) in found
    )


def _table(
    evidence: Evidence, owner: str, group: EventGroup | None, quantity: Quantity, topics: Sequence[Topic]
) -> SafetyTable:
    comparators = list(dict.fromkeys(each.comparator for topic in topics for each in topic.against))
    arms = {arm for topic in topics for arm in topic.cells} | set(comparators)
    ordered = sorted(topics, key=lambda topic: (-topic.size, topic.category, topic.period))
    return SafetyTable(
        owner, group, quantity, in_dose_order(evidence, arms, comparators), tuple(comparators), tuple(ordered)
    )


def in_dose_order(evidence: Evidence, arms: Iterable[str], comparators: Sequence[str]) -> tuple[str, ...]:
    """Arms by dose where all doses have one unit, else as in the data; pooled arms after their doses, comparators last."""
    written = [arm for arm in evidence.arms if arm in set(arms)]
    of = {arm: evidence.arms[arm][1] for arm in written}
    one_unit = len({each.unit for each in of.values() if each.dose is not None}) <= 1

    def place(arm: str) -> tuple[object, ...]:
        dose = of[arm].dose
        step = (dose is None, dose or 0) if one_unit else (False, 0)
        return (arm in comparators, of[arm].kind != "arm", step, written.index(arm))

    return tuple(sorted(written, key=place))


def _topic(
    evidence: Evidence,
    sizes: ArmSizes,
    category: str,
    period: str,
    alike: Sequence[SafetyReport],
    quantity: Quantity,
    rows: Sequence[SafetyReport],
) -> Topic | None:
    """The arms of one topic side by side; None unless two arms print what is compared, each once."""
    printing = by((each.arm, each) for each in alike if each.arm and _prints(each, quantity))
    shown = {arm: found[0] for arm, found in printing.items()}
    full = [arm for arm, report in shown.items() if _is_full(report, quantity)]
    if len(full) < 2 or any(len(found) > 1 for found in printing.values()):
        return None
    comparators = _comparators(evidence, rows, tuple(shown))
    pairs = [(arm, other) for other in comparators for arm in shown if arm not in comparators]
    ordered = in_dose_order(evidence, shown, comparators)
    units = {report.rate_unit for report in shown.values() if report.rate_unit}
    unit = units.pop() if len(units) == 1 else USUAL_UNIT
    counts = "events" if all(shown[arm].n_events is not None for arm in full) else "people"
    pairs.sort(key=lambda pair: (ordered.index(pair[1]), ordered.index(pair[0])))
    against = (
        compared(evidence, sizes, (shown[arm], shown[other]), alike, quantity, unit, counts) for arm, other in pairs
    )
    is_rate = quantity == "rate"
    cells = {arm: shown[arm] for arm in ordered}
    return Topic(category, period, cells, tuple(against), unit if is_rate else "", counts if is_rate else "")


def _prints(report: SafetyReport, quantity: Quantity) -> bool:
    """Whether a report prints a share of people, with or without the people, or a rate or what gives one."""
    if quantity == "share":
        return report.percent is not None or report.n_affected is not None
    return report.rate is not None or _is_counted(report)


def _is_full(report: SafetyReport, quantity: Quantity) -> bool:
    """Whether a report prints enough to stand beside another arm: people of people, or a rate."""
    if quantity == "share":
        return report.n_affected is not None and bool(report.n_at_risk)
    return _prints(report, quantity)


def _is_counted(report: SafetyReport) -> bool:
    return report.exposure is not None and (report.n_events is not None or report.n_affected is not None)


def _comparators(evidence: Evidence, rows: Sequence[SafetyReport], arms: Sequence[str]) -> tuple[str, ...]:
    """With what the arms are compared: named by the reports of safety, else by the study's effects, else without the drug."""
    owner = rows[0].study
    named = {row.comparator for row in rows}
    by_effects = {row.comparator for row in evidence.reports if row.study == owner and row.effect_measure}
    without = {arm for arm in arms if not is_drug(evidence, arm)}
    for candidates in (named, by_effects, without):
        found = tuple(arm for arm in arms if arm in candidates)
        if found and len(found) < len(arms):
            return found
    return ()


def tables_of_owners(
    evidence: Evidence, sizes: ArmSizes, rows: Iterable[SafetyReport]
) -> Iterator[tuple[str, tuple[SafetyTable, ...]]]:
    """Study or group with its tables, where it has any; `rows` are the reports that pages show."""
    for owner, own in by((row.study, row) for row in rows).items():
        if tables := safety_tables(evidence, sizes, own):
            yield owner, tables
