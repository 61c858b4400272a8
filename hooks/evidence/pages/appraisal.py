"""How far the evidence goes: a summary of findings, and what would change our mind."""

from __future__ import annotations

from collections.abc import Iterator

from evidence import links
from evidence.derive.appraisal import summary
from evidence.derive.view import View
from evidence.output import Output
from evidence.pages.page import page
from evidence.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page; for a drug that nobody appraised it says so."""
    yield page(
        render,
        "appraisal",
        links.address("appraisal"),
        view.evidence.appraisal or "data",
        outcomes=list(summary(view)),
        written="appraisal" in view.evidence.prose,
    )
