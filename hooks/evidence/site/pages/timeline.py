"""The timeline: past and coming events, told apart."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.model import Event, links
from evidence.model.jurisdictions import JURISDICTION_NAMES
from evidence.site.gather import Gatherer, Origin, Ref, Text
from evidence.site.gather_charts import frames
from evidence.site.gather_page_end import Feedback, feedback
from evidence.site.gather_regulation import regulation
from evidence.site.pages.page import Page, edit_of_folder


@dataclass(frozen=True)
class EventRow:
    """An event; `key` is its anchor, `jurisdiction` the name of its country or union."""

    key: str
    event: Event
    description: Text
    note: Text
    jurisdiction: str
    studies: tuple[Ref, ...]
    origins: tuple[Origin, ...]
    feedback: Feedback


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    events = gather.view.evidence.events
    ordered = sorted(events, key=lambda key: (events[key].date, key))
    coming = [key for key in ordered if events[key].status != "happened"]
    past = [key for key in reversed(ordered) if events[key].status == "happened"]
    parts = (("Planned and expected", "coming", coming), ("Happened, latest first", "happened", past))
    context = {
        "charts": frames(gather, "timeline"),
        "introduction": gather.prose("timeline"),
        "count": len(events),
        "regulation": regulation(gather),
        "parts": tuple((title, id, tuple(_row(gather, key) for key in keys)) for title, id, keys in parts if keys),
    }
    yield Page("timeline", links.address("timeline"), context, edit_of_folder(gather, "events"))


def _row(gather: Gatherer, key: str) -> EventRow:
    event = gather.view.evidence.events[key]
    return EventRow(
        key,
        event,
        gather.text(event.description),
        gather.text(event.note or ""),
        JURISDICTION_NAMES[event.jurisdiction] if event.jurisdiction else "",
        gather.refs(event.studies),
        gather.origins(event.cite),
        feedback(gather, key, event),
    )
