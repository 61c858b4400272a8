"""What changed, newest first; corrections alone on a page of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from evidence.analysis.changelog import Step
from evidence.analysis.moves import Move, moves
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

CORRECTIONS = ("correction of ours", "correction of a source")
Days = list[tuple[str, list[Step], list[list[Move]]]]


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """Both pages."""
    steps, gone = view.history.steps, list(moves(view.evidence.redirects))
    day = view.history.latest or view.evidence.site.as_of
    days = _by_day(steps, gone)
    updated = max([day, *(move.date for move in gone)])
    origin = "data/changes" if view.history.begins else "data"
    yield page(render, "changes", links.address("changes"), origin, updated, days=days, count=len(steps))
    parts = [(kind, _by_day([step for step in steps if step.entry.reason_kind == kind], ())) for kind in CORRECTIONS]
    corrected = [step.date for step in steps if step.entry.reason_kind in CORRECTIONS]
    updated = max(corrected, default=view.history.begins or day)
    yield page(render, "corrections", links.address("corrections"), origin, updated, parts=parts)


def _by_day(steps: Iterable[Step], gone: Iterable[Move]) -> Days:
    """Day -> what changed and which addresses went, newest day first."""
    changed = {day: list(some) for day, some in groupby(sorted(steps, key=_day), _day)}
    ways = [list(some) for _, some in groupby(gone, lambda move: move.record)]
    went = {
        day: list(some)
        for day, some in groupby(sorted(ways, key=lambda some: _day(some[0])), lambda some: _day(some[0]))
    }
    return [(day, changed.get(day, []), went.get(day, [])) for day in sorted({*changed, *went}, reverse=True)]


def _day(of: Step | Move) -> str:
    return of.date
