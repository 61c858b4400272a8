"""Comparator and drug side by side: what changed with the comparator, and what the drug added.

One chart for each endpoint and comparator; the charts of different comparators are never drawn together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from evidence.analysis import arm_names, effect_wording
from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.charts import change_data, effects, findings, wording
from evidence.charts.chart import Chart, Row
from evidence.model import Report, links

ADDED = (
    "Grey is what changed on placebo, the rest what the drug added. The figures at the side are the reported differences; "
    "they need not equal the gap between two printed averages."
)
BESIDE = (
    "Grey is what changed with {comparator}, which is a treatment too; the rest is the difference between the two arms. The "
    "figures at the side are the reported differences; they need not equal the gap between two printed averages."
)


class Comparison(NamedTuple):
    """The change on the drug, the change on the comparator, the difference between them."""

    drug: Report
    other: Report
    difference: Report


def charts(view: View) -> Iterator[Chart]:
    """One chart for each endpoint and comparator that have such a comparison, or one reason."""
    comparisons = by(
        ((each.difference.endpoint or "", effects.comparator(view, [each.difference])), each)
        for each in _comparisons(view)
    )
    for (endpoint, other), alike in comparisons.items():
        ordered = sorted(alike, key=lambda each: each.difference.study in view.evidence.groups)
        yield _of_endpoint(view, endpoint, other, ordered)
    if not comparisons:
        subject = "Change on the comparator and on the drug"
        reason = "No source that was read prints a change for both an arm with the drug and its comparator."
        yield Chart("placebo", "placebo", subject, subject, "results", reason=reason)


def _comparisons(view: View) -> Iterator[Comparison]:
    """Differences of means of whole arms, with the two changes between which they lie."""
    changes = change_data.changes(view)
    for report in effects.of_trials(view):
        arms = changes.get((report.study, report.endpoint or "", report.timepoint or "not stated"), {})
        drug, other = arms.get(report.arm or ""), arms.get(report.comparator or "")
        measure = report.effect_measure
        is_gap = measure is not None and effect_wording.axis_key(measure) == "difference"
        if is_gap and drug and other and drug.unit == other.unit == report.unit:
            yield Comparison(drug, other, report)


def _of_endpoint(view: View, endpoint: str, other: str, comparisons: Sequence[Comparison]) -> Chart:
    """A line for each comparison: the gap, the two changes."""
    differences = [each.difference for each in comparisons]
    (axis, *_) = effects.axes(view, differences)
    has_levels = len(effects.levels(view, differences)) > 1
    rows = tuple(row for each in comparisons for row in _line(view, endpoint, each, has_levels))
    is_placebo = other == arm_names.PLACEBO
    return Chart(
        f"placebo.{endpoint}" if is_placebo else f"comparator.{endpoint}.{links.slug(other)}",
        "placebo",
        _title(view, comparisons),
        f"{view.evidence.endpoints[endpoint].name}: on the drug and on " + ("its comparator" if is_placebo else other),
        endpoint,
        rows,
        (replace(change_data.panel(view, endpoint, endpoint), heading=effects.panel(view, axis).heading),),
        (ADDED if is_placebo else BESIDE.format(comparator=other), change_data.NATURAL),
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
    yield replace(gap, kind="gap", value=None, margin=None, low=changes[1].value, high=changes[0].value)
    for report, row in zip((drug, other), changes, strict=True):
        yield replace(row, short=wording.amount(view.figure(report.fact), unit=False))


def _title(view: View, comparisons: Sequence[Comparison]) -> str:
    """What happened on the comparator, then the finding."""
    single = [each for each in comparisons if each.difference.study in view.evidence.studies] or comparisons
    finding = findings.finding(view, [each.difference for each in single])
    changes = {each.other.fact: each.other for each in single}.values()
    first, verbs = single[0].other, {change_data.verb(report) for report in changes}
    if len(verbs) > 1 or not first.value:
        return finding
    unit = "" if first.unit in (None, "percent") else f" {first.unit}"
    sizes = wording.join([effects.unsigned_size(view, report) for report in changes])
    other = effects.comparator(view, [single[0].difference])
    return f"With {other} {effects.short_endpoint(view, first.endpoint)} {verbs.pop()} by {sizes}{unit}. {finding}"
