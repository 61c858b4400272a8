"""The list of facts, and one page a fact: who printed what, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evidence.analysis.sizes import better
from evidence.analysis.view import View
from evidence.model import Outcome, Report, SafetyReport, links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

# Further columns of the table of reports, shown where at least one report fills them.
REPORT_COLUMNS = {"se": "Standard error", "role": "Rank", "multiplicity": "Testing order"}
SAFETY_COLUMNS = {"n_affected": "People affected", "n_events": "Events", "n_at_risk": "People observed"}
STATISTICS = {
    "ls-mean-difference": "difference of least-squares means",
    "mean-change": "mean change",
    "n": "number of people",
    "count": "count",
    "percent": "percentage",
    "p-value": "P value",
    "qualitative": "stated finding",
}


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """The list and all pages."""
    owners = [key for key in (*view.evidence.studies, *view.evidence.groups) if view.facts_of_study[key]]
    listed = [(owner, view.facts_of_study[owner]) for owner in owners]
    yield page(render, "facts", links.address("facts"), "data/reports.csv", owners=listed)
    for key, fact in view.evidence.facts.items():
        shown = view.preferred[key]
        yield page(
            render,
            "fact",
            links.address("fact", key),
            shown,
            key=key,
            r=shown,
            reports=[shown, *(report for report in fact.reports if report is not shown)],
            safety=fact.is_safety,
            direction=_direction(view, shown),
            columns=_columns(fact.reports),
            numeric=("se", *SAFETY_COLUMNS),
            about=_about(shown),
            appraised=_appraised(view, key),
            all_second_hand=key in view.quality.second_hand_only,
            contradictions=view.contradictions_of[key],
            **_computed(view, key, shown),
            neighbours=_neighbours(view, key),
        )


def _direction(view: View, report: Report | SafetyReport) -> str | None:
    endpoint = getattr(report, "endpoint", None)
    return view.evidence.endpoints[endpoint].direction if endpoint else None


def _computed(view: View, key: str, shown: Report | SafetyReport) -> dict[str, Any]:
    """What the site computes of an effect: whether its figures fit, its size, and pooling that it takes part in."""
    return {
        "findings": sorted(view.findings_of[key], key=lambda finding: finding.row is not shown),
        "in_context": view.sizes.get(key),
        "better": better(view.evidence, shown) if isinstance(shown, Report) else "",
        "between": [each for each in view.contrasts if key in (each.first.fact, each.second.fact)],
        "poolings": [own for own in view.poolings if key in own.facts],
    }


def _columns(reports: tuple[Report | SafetyReport, ...]) -> list[tuple[str, str]]:
    names = SAFETY_COLUMNS if isinstance(reports[0], SafetyReport) else REPORT_COLUMNS
    return [(name, label) for name, label in names.items() if any(getattr(row, name) is not None for row in reports)]


def _about(report: Report | SafetyReport) -> list[tuple[str, Any]]:
    if isinstance(report, SafetyReport):
        return [("Category", report.category), ("Period", report.period)]
    named = {"When": report.timepoint, "Population": report.population, "Kind of figure": STATISTICS[report.statistic]}
    return [(label, value) for label, value in named.items() if value]


def _appraised(view: View, key: str) -> list[tuple[str, Outcome]]:
    """The outcomes of the appraisal for which this fact stands."""
    appraisal = view.evidence.appraisal
    return [(id, each) for id, each in (appraisal.outcomes if appraisal else {}).items() if key in each.facts]


def _neighbours(view: View, key: str) -> list[str]:
    """Facts beside this one: of the same study on the same matter, and its counterparts in other studies."""
    shown = view.preferred[key]
    if isinstance(shown, SafetyReport):
        same = [k for k in view.facts_of_study[shown.study] if view.fact(k).is_safety]
    elif shown.endpoint:
        same = [
            k
            for k in view.facts_of_endpoint[shown.endpoint]
            if view.preferred[k].study == shown.study or view.preferred[k].statistic == shown.statistic
        ]
    else:
        same = [k for k in view.facts_of_study[shown.study] if getattr(view.preferred[k], "endpoint", "-") is None]
    return [k for k in same if k != key]
