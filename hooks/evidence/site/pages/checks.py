"""What the site knows of its own quality."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from evidence.analysis.figures import Figure
from evidence.analysis.verdicts import Finding
from evidence.analysis.view import View
from evidence.checks import RULES
from evidence.model import Report, links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    rules = [rule.statement for rule in RULES.values()]
    rates = [finding.detection_rate for finding in view.findings if finding.detection_rate]
    yield page(
        render,
        "checks",
        links.address("checks"),
        "data",
        rules=rules,
        findings=list(_listed(view)),
        worded=[finding for finding in view.findings if _needs_words(finding)],
        verdicts=Counter(finding.verdict for finding in view.findings),
        planted=sum(rate.injected for rate in rates),
        caught=sum(rate.detected for rate in rates),
    )


def _listed(view: View) -> Iterator[tuple[Finding, Figure, bool]]:
    """Every effect with what was printed, and whether it is the row of its id: pages show one report a fact."""
    order = {key: number for number, key in enumerate((*view.effects, *view.evidence.landscape))}
    for finding in sorted(
        view.findings, key=lambda each: (order[each.id], each.row is not view.preferred.get(each.id))
    ):
        if isinstance(finding.row, Report):
            yield finding, view.report_figure(finding.row), finding.row is view.preferred[finding.id]
        else:
            yield finding, view.figure(f"{finding.id}#{'value' if finding.row.value is not None else 'p'}"), True


def _needs_words(finding: Finding) -> bool:
    if finding.verdict == "consistent":
        return bool(finding.rounded_to_zero or finding.on_t or finding.check.se_discrepancy)
    return finding.verdict == "inconsistent"
