"""Gathering of changes: what the log says, in the form in which pages show it, and where addresses went."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.analysis.changelog import ReportId, Step
from evidence.analysis.figures import Figure
from evidence.analysis.moves import Move
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

    name: str
    date: str
    fact: Named
    source: Named
    version: str
    reason: Text
    reason_kind: str
    added: Figure | None = None
    removed: Figure | None = None
    moved_from: str = ""
    other: str = ""
    fields: tuple[tuple[str, FieldText, FieldText], ...] = ()


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
    as_of, entry = gather.view.as_of, step.entry
    added = as_of.figure(step.report, step.after) if not step.before else None
    removed = as_of.figure(step.report, step.before) if step.before and not step.after else None
    names = () if added or removed else step.fields
    return ChangeRow(
        step.name,
        step.date,
        _fact(gather, step.report),
        _named(gather, step.report.source),
        step.report.version,
        gather.text(entry.reason),
        entry.reason_kind,
        added,
        removed,
        step.moved_from,
        step.other,
        tuple((name, _field(gather, step.before.get(name)), _field(gather, step.after.get(name))) for name in names),
    )


def changes(gather: Gatherer, steps: Iterable[Step]) -> tuple[ChangeRow, ...]:
    """Several entries of the log."""
    return tuple(change(gather, step) for step in steps)


def _field(gather: Gatherer, text: str | None) -> FieldText:
    return gather.ref(text) if text in gather.view.entities else text


def _named(gather: Gatherer, id: str) -> Named:
    return Named(gather.ref(id) if id in gather.view.entities else None, id)


def _fact(gather: Gatherer, report: ReportId) -> Named:
    id, address = report.fact, links.address("fact", report.fact)
    move = gather.view.moves.by_address.get(address)
    if id not in gather.view.entities and move:
        return Named(Ref(id, "fact", move.was or id, address), id)
    return _named(gather, id)


def place(gather: Gatherer, address: str) -> Place:
    """What is at an address."""
    ids = gather.view.ids_at.get(address)
    return Place(address, gather.view.entities[ids[0]].label if ids else "")


def move_row(gather: Gatherer, move: Move) -> MoveRow:
    """A move of an address."""
    targets = tuple(place(gather, target) for target in move.targets)
    was, reason = gather.text(move.was), gather.text(move.reason)
    return MoveRow(move.address, move.anchor, move.date, was, reason, move.is_removed, targets)
