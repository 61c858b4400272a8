"""Gathering of adverse events with the arms of a study or group side by side."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evidence.analysis import arm_names
from evidence.analysis import safety_wording as wording
from evidence.analysis.safety_comparison import SafetyTable, Topic
from evidence.analysis.safety_contrasts import Against
from evidence.model import SafetyReport
from evidence.model.number_format import sentence
from evidence.site.gather import Gatherer, Number, Ref


@dataclass(frozen=True)
class SafetyCell:
    """What one arm prints: `text` as printed, `counts` of a rate; `derived` is our share or rate where none is printed."""

    number: Number
    text: str
    counts: str
    derived: str


@dataclass(frozen=True)
class SafetyContrast:
    """One arm against a comparator: what is printed, what we derive, or why we do not."""

    arm: Ref
    comparator: Ref
    printed: tuple[Number, ...]
    difference: str
    ratio: str
    why_not: str
    why_no_ratio: str


@dataclass(frozen=True)
class SafetyRow:
    """One category; a cell for each arm of its table, None where that arm prints nothing.

    `about` is the period, and of rates the unit of their difference.
    """

    category: str
    about: str
    cells: tuple[SafetyCell | None, ...]
    against: tuple[SafetyContrast, ...]


@dataclass(frozen=True)
class SafetyBlock:
    """One table. `group` is the kind of its events, empty where that is not recorded; `pairs` says what is compared."""

    id: str
    group: str
    quantity: str
    arms: tuple[Ref, ...]
    comparators: tuple[Ref, ...]
    rows: tuple[SafetyRow, ...]
    pairs: int


@dataclass(frozen=True)
class OwnerSafety:
    """Safety of one study or group: its tables, the facts in them and the other facts. `is_group` says of several studies."""

    tables: tuple[SafetyBlock, ...]
    compared: tuple[Number, ...]
    others: tuple[Number, ...]
    is_group: bool


def safety_of(gather: Gatherer, owner: str, facts: Iterable[str]) -> OwnerSafety:
    """Safety of one study or group from its facts; without tables all facts are the others."""
    view, ids = gather.view, tuple(facts)
    tables = view.safety_tables.get(owner, ())
    inside = {
        row.fact
        for table in tables
        for topic in table.topics
        for row in (*topic.cells.values(), *(each for pair in topic.against for each in pair.printed))
    }
    return OwnerSafety(
        tuple(_block(gather, table) for table in tables),
        gather.numbers(fact for fact in ids if fact in inside),
        gather.numbers(fact for fact in ids if fact not in inside),
        owner in view.evidence.groups,
    )


def _block(gather: Gatherer, table: SafetyTable) -> SafetyBlock:
    group = table.group or ""
    pairs = {(each.arm, each.comparator) for topic in table.topics for each in topic.against}
    return SafetyBlock(
        f"safety-{table.owner}-{group or 'events'}-{table.quantity}",
        group,
        table.quantity,
        tuple(_named(gather, arm) for arm in table.arms),
        tuple(_named(gather, arm) for arm in table.comparators),
        tuple(_row(gather, table, topic) for topic in table.topics),
        len(pairs),
    )


def _named(gather: Gatherer, arm: str) -> Ref:
    """A link to an arm; a label too long for a column gives way to dose and schedule."""
    ref = gather.ref(arm)
    if len(ref.label) <= arm_names.LONGEST:
        return ref
    return replace(ref, label=sentence(arm_names.with_drug(gather.view.evidence, arm)))


def _row(gather: Gatherer, table: SafetyTable, topic: Topic) -> SafetyRow:
    cells = (topic.cells.get(arm) for arm in table.arms)
    unit = f"difference {topic.rate_unit}" if topic.rate_unit and any(each.difference for each in topic.against) else ""
    period = "" if topic.period == "not stated" else topic.period
    return SafetyRow(
        topic.category,
        "; ".join(part for part in (period, unit) if part),
        tuple(_cell(gather, table, topic, report) if report else None for report in cells),
        tuple(_contrast(gather, each) for each in topic.against),
    )


def _cell(gather: Gatherer, table: SafetyTable, topic: Topic, report: SafetyReport) -> SafetyCell:
    if table.quantity == "share":
        return SafetyCell(gather.number(report.fact), wording.share(report), "", wording.derived_share(report))
    derived = wording.derived_rate(report, topic.rate_unit, topic.counts)
    return SafetyCell(gather.number(report.fact), wording.rate(report), wording.counts(report), derived)


def _contrast(gather: Gatherer, each: Against) -> SafetyContrast:
    return SafetyContrast(
        _named(gather, each.arm),
        _named(gather, each.comparator),
        gather.numbers(row.fact for row in each.printed),
        wording.contrast(each.difference) if each.difference else "",
        wording.ratio(each.ratio) if each.ratio else "",
        each.why_not,
        each.why_no_ratio,
    )
