"""Placebo and drug side by side: what changed on placebo, and what the drug added. One chart an endpoint."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from evidence.analysis import arm_names
from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.charts import change_data, effects, wording
from evidence.charts.chart import Chart, Row
from evidence.model import Report

ADDED = (
    "Grey is what changed on placebo, the rest what the drug added. The figures at the side are the reported differences; "
    "they need not equal the gap between two printed averages."
)


class Comparison(NamedTuple):
    """The change on the drug, the change on the comparator, the difference between them."""

    drug: Report
    other: Report
    difference: Report


def charts(view: View) -> Iterator[Chart]:
    """One chart an endpoint that has such a comparison, or one reason."""
    comparisons = by((each.difference.endpoint or "", each) for each in _comparisons(view))
    for endpoint, alike in comparisons.items():
        yield _of_endpoint(
            view, endpoint, sorted(alike, key=lambda each: each.difference.study in view.evidence.groups)
        )
    if not comparisons:
        subject = "Change on placebo and on the drug"
        reason = "No source that was read prints a change for both an arm with the drug and its comparator."
        yield Chart("placebo", "placebo", subject, subject, "results", reason=reason)


def _comparisons(view: View) -> Iterator[Comparison]:
    changes = change_data.changes(view)
    for report in view.effect_reports.values():
        arms = changes.get((report.study, report.endpoint or "", report.timepoint or "not stated"), {})
        drug, other = arms.get(report.arm or ""), arms.get(report.comparator or "")
        if drug and other:
            yield Comparison(drug, other, report)


def _of_endpoint(view: View, endpoint: str, comparisons: Sequence[Comparison]) -> Chart:
    """A line for each comparison: the gap, the two changes."""
    levels = effects.levels(view, (each.difference for each in comparisons))
    heading = effects.panel(view, endpoint, endpoint, levels).heading
    rows = tuple(row for each in comparisons for row in _line(view, endpoint, each, len(levels) > 1))
    return Chart(
        f"placebo.{endpoint}",
        "placebo",
        _title(view, comparisons),
        f"{view.evidence.endpoints[endpoint].name}: on the drug and on its comparator",
        endpoint,
        rows,
        (replace(change_data.panel(view, endpoint, endpoint), heading=heading),),
        (ADDED, change_data.NATURAL),
        (*effects.legend(view, rows), ("gap", "difference as reported")),
        ("Study", "Arm, when", "Figure", "P"),
    )


def _line(view: View, endpoint: str, comparison: Comparison, level: bool) -> Iterator[Row]:
    """Three rows: the difference, drawn as the gap between the changes; the change on the drug; that on the comparator."""
    drug, other, difference = comparison
    study, detail = view.entities[difference.study].label, effects.arm_and_time(view, difference)
    gap = effects.row(view, difference, study, detail, endpoint, difference.fact, level)
    changes = [
        change_data.row(
            view,
            report,
            study,
            arm_names.arm_name(view.evidence, report.arm) + wording.at(difference.timepoint),
            endpoint,
            difference.fact,
            bars=False,
        )
        for report in (drug, other)
    ]
    yield replace(gap, kind="gap", value=None, low=changes[1].value, high=changes[0].value)
    for report, row in zip((drug, other), changes, strict=True):
        yield replace(row, short=wording.amount(view.figure(report.fact), unit=False))


def _title(view: View, comparisons: Sequence[Comparison]) -> str:
    """What happened on the comparator, then the finding."""
    single = [each for each in comparisons if each.difference.study in view.evidence.studies] or comparisons
    finding = effects.finding(view, [each.difference for each in single])
    changes = {each.other.fact: each.other for each in single}.values()
    first, verbs = single[0].other, {change_data.verb(report) for report in changes}
    if len(verbs) > 1 or not first.value:
        return finding
    sizes = wording.join([effects.unsigned_size(view, report) for report in changes])
    subject = f"With {effects.comparator(view, [first.arm])} {effects.short_endpoint(view, first.endpoint)}"
    return f"{subject} {verbs.pop()} by {sizes} {first.unit or ''}. {finding}"
