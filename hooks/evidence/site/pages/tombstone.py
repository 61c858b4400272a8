"""A page for each address that was removed: what was there, why it went, and what replaces it."""

import re
from collections.abc import Iterator

from evidence.model import links
from evidence.site.gather import Gatherer
from evidence.site.gather_changes import changes, move_row
from evidence.site.pages.page import Page, edit_of

_FACT = re.compile(links.address("fact", "([^/]+)"))


def pages(gather: Gatherer) -> Iterator[Page]:
    """A page each."""
    view = gather.view
    for move in view.moves.pages:
        if move.is_removed and move.record:
            found = _FACT.fullmatch(move.address)
            steps = changes(gather, reversed(view.history.of_fact(found[1]))) if found else ()
            context = {
                "was": move.was,
                "move": move_row(gather, move),
                "anchors": tuple(view.moves.anchors(move.address)),
                "steps": steps,
            }
            yield Page("tombstone", move.address, context, edit_of(move.record), move.date)
