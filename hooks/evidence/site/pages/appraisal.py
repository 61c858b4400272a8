"""How far the evidence goes: a summary of findings, and what would change our mind."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.findings_summary import summary
from evidence.site.pages.page import page
from evidence.site.render import Renderer


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
