"""Where sources disagree: computed differences, then readings, open ones first."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.verdicts import Finding
from evidence.analysis.view import View
from evidence.model import Contradiction, links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

STATES = {"open": "Open", "error": "Error in a source", "resolved": "Resolved by our reading"}


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    cases = view.evidence.contradictions
    states = {state: [key for key, case in cases.items() if case.state == state] for state in STATES}
    parts = [(title, state, states[state]) for state, title in STATES.items()]
    yield page(
        render,
        "contradictions",
        links.address("contradictions"),
        "data/contradictions",
        cases=cases,
        counts={state: len(keys) for state, keys in states.items()},
        verdicts={key: _telling(view, case) for key, case in cases.items()},
        parts=[part for part in parts if part[2]],
        withdrawn=[(key, source) for key, source in view.evidence.sources.items() if source.tier == "3"],
    )


def _telling(view: View, case: Contradiction) -> list[Finding]:
    """What the arithmetic says of the rows that a reading rests on, where it says more than that they fit."""
    found = [finding for id in dict.fromkeys((*case.guard, *case.facts)) for finding in view.findings_of[id]]
    telling = any(finding.verdict == "inconsistent" or finding.touches_zero for finding in found)
    return [finding for finding in found if finding.verdict != "cannot be checked"] if telling else []
