"""Every difference between arms, filterable; then values within arms and stated findings."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.frames.extraction import extraction
from evidence.analysis.view import View
from evidence.model import Report, links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    shown = [(key, report) for key, report in view.preferred.items() if isinstance(report, Report)]
    effects = [view.preferred[key] for key in view.effects]
    arms = view.evidence.arms
    schedules = {arms[r.arm][1].schedule or "not stated" if r.arm else "not stated" for r in effects}
    filters = [
        ("study", "Study", _options({r.study: view.entities[r.study].label for r in effects})),
        (
            "endpoint",
            "Endpoint",
            _options({r.endpoint: view.entities[r.endpoint].label for r in effects if r.endpoint}),
        ),
        ("arm", "Schedule", _options({schedule: schedule for schedule in schedules})),
        (
            "role",
            "Rank",
            _options({r.role or "not-stated": (r.role or "not-stated").replace("-", " ") for r in effects}),
        ),
    ]
    yield page(
        render,
        "results",
        links.address("results"),
        "data/reports.csv",
        filters=filters,
        table=extraction(view),
        values=[k for k, r in shown if k not in view.effects and (r.endpoint and r.statistic != "qualitative")],
        statements=[k for k, r in shown if r.statistic == "qualitative"],
    )


def _options(named: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(named.items(), key=lambda item: item[1].casefold())
