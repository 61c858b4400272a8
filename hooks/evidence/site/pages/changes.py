"""What changed, newest first; corrections alone on a page of their own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from evidence.analysis.changelog import Step
from evidence.analysis.moved_addresses import Move, moves
from evidence.model import links
from evidence.site.gather import Gatherer
from evidence.site.gather_changes import ChangeRow, MoveRow, change, move_row
from evidence.site.pages.page import Page

CORRECTIONS = ("correction of ours", "correction of a source")


@dataclass(frozen=True)
class Day:
    """What changed on a day; each of `moves` are the addresses that went for one reason."""

    date: str
    steps: tuple[ChangeRow, ...]
    moves: tuple[tuple[MoveRow, ...], ...] = ()


def pages(gather: Gatherer) -> Iterator[Page]:
    """Both pages."""
    view = gather.view
    steps, gone, begins = view.history.steps, list(moves(view.evidence.redirects)), view.history.begins
    day = view.history.latest or view.evidence.version
    edit = "data/changes" if begins else "data"
    updated = max([day, *(move.date for move in gone)])
    context = {"begins": begins, "count": len(steps), "days": tuple(_days(gather, steps, gone))}
    yield Page("changes", links.address("changes"), context, edit, updated)
    parts = tuple((kind, _corrections(gather, steps, kind)) for kind in CORRECTIONS)
    updated = max((row.date for _, rows in parts for row in rows), default=begins or day)
    yield Page("corrections", links.address("corrections"), {"begins": begins, "parts": parts}, edit, updated)


def _days(gather: Gatherer, steps: Iterable[Step], gone: Iterable[Move]) -> Iterator[Day]:
    changed = {day: list(some) for day, some in groupby(sorted(steps, key=_date), _date)}
    reasons = [list(some) for _, some in groupby(gone, lambda move: move.record)]
    went: dict[str, list[list[Move]]] = {}
    for some in reasons:
        went.setdefault(some[0].date, []).append(some)
    for day in sorted({*changed, *went}, reverse=True):
        moved = tuple(tuple(move_row(gather, move) for move in some) for some in went.get(day, ()))
        yield Day(day, tuple(change(gather, step) for step in changed.get(day, ())), moved)


def _corrections(gather: Gatherer, steps: Iterable[Step], kind: str) -> tuple[ChangeRow, ...]:
    found = [step for step in steps if step.entry.reason_kind == kind]
    return tuple(row for day in _days(gather, found, ()) for row in day.steps)


def _date(step: Step) -> str:
    return step.date
