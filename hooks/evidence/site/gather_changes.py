"""Gathering of changes: the entries of the log, in the form in which pages show it, and where addresses went."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from evidence.analysis.changelog import Fields, ReportId, Step, different_fields
from evidence.analysis.figures import Figure
from evidence.analysis.moved_addresses import Move
from evidence.analysis.statistic_words import STATISTICS
from evidence.model import links
from evidence.site.gather import Gatherer, Ref, Text

# A field as it was or is: a link where it names an entity, else its text; None where it was empty.
FieldText = Ref | str | None


@dataclass(frozen=True)
class Named:
    """A fact or source of the log: a link while it is known or was moved, else only its id."""

    ref: Ref | None
    id: str


@dataclass(frozen=True)
class ChangeRow:
    """One entry of the log. `added` or `removed` is the whole figure; else `fields` are name, text before, text after."""

    fact: Named
    source: Named
    version: str
    added: Figure | None = None
    removed: Figure | None = None
    moved_from: str = ""
    fields: tuple[tuple[str, FieldText, FieldText], ...] = ()
    name: str = ""
    date: str = ""
    reason: Text = ()
    reason_kind: str = ""
    other: str = ""


@dataclass(frozen=True)
class Place:
    """An address of this site, with what is there where it is known."""

    address: str
    label: str


@dataclass(frozen=True)
class MoveRow:
    """An address that was moved or removed."""

    address: str
    anchor: str
    date: str
    was: Text
    reason: Text
    is_removed: bool
    targets: tuple[Place, ...]


def change(gather: Gatherer, step: Step) -> ChangeRow:
    """One entry of the log."""
    row = comparison(gather, step.report, step.before, step.after, step.moved_from)
    reason = gather.text(step.entry.reason)
    kind = step.entry.reason_kind
    return replace(row, name=step.name, date=step.date, reason=reason, reason_kind=kind, other=step.other)


def comparison(gather: Gatherer, report: ReportId, before: Fields, after: Fields, moved_from: str = "") -> ChangeRow:
    """A report before and after a change; nothing on a side where there was none."""
    history = gather.view.history
    added = history.figure(report, after) if not before else None
    removed = history.figure(report, before) if before and not after else None
    names = () if added or removed else different_fields(before, after)
    return ChangeRow(
        _fact(gather, report),
        named(gather, report.source),
        report.version,
        added,
        removed,
        moved_from,
        tuple((name, _field(gather, name, before.get(name)), _field(gather, name, after.get(name))) for name in names),
    )


def changes(gather: Gatherer, steps: Iterable[Step]) -> tuple[ChangeRow, ...]:
    """Several entries of the log."""
    return tuple(change(gather, step) for step in steps)


def _field(gather: Gatherer, name: str, text: str | None) -> FieldText:
    if name == "statistic" and text and text in STATISTICS:
        return STATISTICS[text].label
    return gather.ref(text) if text in gather.view.entities else text


def named(gather: Gatherer, id: str) -> Named:
    """A fact or source by its id."""
    return Named(gather.ref(id) if id in gather.view.entities else None, id)


def _fact(gather: Gatherer, report: ReportId) -> Named:
    id, address = report.fact, links.address("fact", report.fact)
    move = gather.view.moves.by_address.get(address)
    if id not in gather.view.entities and move:
        return Named(Ref(id, "fact", move.was or id, address), id)
    return named(gather, id)


def place(gather: Gatherer, address: str) -> Place:
    """What is at an address."""
    ids = gather.view.ids_at.get(address)
    return Place(address, gather.view.entities[ids[0]].label if ids else "")


def move_row(gather: Gatherer, move: Move) -> MoveRow:
    """A move of an address."""
    targets = tuple(place(gather, target) for target in move.targets)
    was, reason = gather.text(move.was), gather.text(move.reason)
    return MoveRow(move.address, move.anchor, move.date, was, reason, move.is_removed, targets)
