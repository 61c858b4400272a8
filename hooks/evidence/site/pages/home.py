"""The first page: what this is, the leading effects, what is disputed, what is new."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

LATEST = 5


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    evidence = view.evidence
    leading = view.leading()
    sources = sorted({view.preferred[key].source for key in leading})
    happened = [key for key, event in evidence.events.items() if event.status == "happened"]
    cases = evidence.contradictions
    asked = {(view.preferred[key].endpoint, view.preferred[key].timepoint) for key in leading}
    yield page(
        render,
        "home",
        links.address("home"),
        "data/prose/home.md",
        leading=leading,
        shared=view.preferred[leading[0]] if len(asked) == 1 else None,
        sources=sources,
        reviewed=any(evidence.sources[key].peer_reviewed == "yes" for key in sources),
        open=[key for key, case in cases.items() if case.state == "open"],
        resolved=sum(case.state == "resolved" for case in cases.values()),
        errors=sum(case.state == "error" for case in cases.values()),
        latest=sorted(happened, key=lambda key: (evidence.events[key].date, key), reverse=True)[:LATEST],
    )
