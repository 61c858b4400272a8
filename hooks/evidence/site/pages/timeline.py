"""The timeline: past and coming events, told apart."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page: coming events first, then the past, latest first."""
    events = view.evidence.events
    ordered = sorted(events, key=lambda key: (events[key].date, key))
    coming = [key for key in ordered if events[key].status != "happened"]
    past = [key for key in reversed(ordered) if events[key].status == "happened"]
    parts = [("Planned and expected", "coming", coming), ("Happened, latest first", "happened", past)]
    yield page(render, "timeline", links.address("timeline"), "data/events", parts=[part for part in parts if part[2]])
