"""Where sources disagree: computed differences, then readings, open ones first."""

from __future__ import annotations

from collections.abc import Iterator

from evidence import links
from evidence.derive.view import View
from evidence.output import Output
from evidence.pages.page import page
from evidence.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    cases = view.evidence.contradictions
    states = {state: [key for key, case in cases.items() if case.state == state] for state in ("open", "resolved")}
    parts = [("Open", "open", states["open"]), ("Resolved by our reading", "resolved", states["resolved"])]
    yield page(
        render,
        "contradictions",
        links.address("contradictions"),
        "data/contradictions",
        cases=cases,
        open=len(states["open"]),
        parts=[part for part in parts if part[2]],
        withdrawn=[(key, source) for key, source in view.evidence.sources.items() if source.tier == "3"],
    )
