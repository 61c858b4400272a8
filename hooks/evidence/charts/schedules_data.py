"""Doses and schedules of one study against its one comparator: the values of the arms, and the differences next to them."""

from collections.abc import Iterator, Sequence

from evidence.analysis import arm_names, effect_wording
from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.charts import change_data, effects, findings, wording
from evidence.charts.chart import Chart, Row
from evidence.model import Report, links

SHARED = (
    "All differences use the same comparator group. No source that was read compares the drug's arms with each other, so a "
    "gap between two of them is no test between them."
)
LINES = "Points and bars at the side of the differences are as printed; the line there stands at no difference."
BARS = change_data.BARS.replace("Bars", "Bars at the side of the changes")


def charts(view: View) -> Iterator[Chart]:
    """A chart for each study, endpoint and time with two differences of means or more; a reason for other studies of that kind.

    Ratios have no values of arms beside them: they are in the chart of their endpoint.
    """
    for key, study in view.evidence.studies.items():
        arms = [arm for arm, has in study.arms.items() if has.kind == "arm"]
        drug = [arm for arm in arms if arm_names.is_drug(view.evidence, arm)]
        others = [arm for arm in arms if arm not in drug]
        if len(drug) < 2 or not others:
            continue
        differences = by(
            ((each.endpoint, each.timepoint or "not stated", each.comparator), each)
            for each in effects.of_trials(view)
            if each.study == key and each.arm in drug and each.comparator in others and each.endpoint
            if _is_of_means(each)
        )
        several = {place: reports for place, reports in differences.items() if len(reports) > 1}
        for (endpoint, time, other), reports in several.items():
            yield _chart(view, key, drug, endpoint, time, str(other), reports)
        if not several:
            name = study.short_name.value
            subject = f"{name}: doses and schedules side by side"
            reason = (
                f"{name} has {len(drug)} arms with the drug, but the sources that were read print "
                f"{'the difference of one arm only' if differences else 'no difference'} "
                f"from {arm_names.arm_name(view.evidence, others[0])}."
            )
            if any(each.study == key and not _is_of_means(each) for each in effects.of_trials(view)):
                reason = reason.replace("difference", "difference of averages")
                reason += " Effects of other kinds are drawn on the page of their endpoint."
            yield Chart(f"schedules.{key}", "schedules", subject, subject, key, reason=reason)


def _is_of_means(report: Report) -> bool:
    """Whether an effect is a difference between the averages of two arms."""
    return bool(report.effect_measure and effect_wording.axis_key(report.effect_measure) == "difference")


def _chart(
    view: View,
    study: str,
    drug: Sequence[str],
    endpoint: str,
    time: str,
    other: str,
    reports: Sequence[Report],
) -> Chart:
    """The comparator's line, then a line for each arm: its change where reported, its difference where reported."""
    changes = change_data.changes(view).get((study, endpoint, time), {})
    differences = {report.arm: report for report in reports}
    levels = effects.levels(view, reports)
    who = f"difference from {arm_names.arm_name(view.evidence, other)}"
    rows: list[Row] = []
    for arm in (other, *(key for key in drug if key in changes or key in differences)):
        label = view.entities[arm].label
        if arm in changes:
            rows.append(change_data.row(view, changes[arm], label, "change", "change", arm))
        else:
            rows.append(change_data.missing(view, arm, "change"))
        if arm in differences:
            rows.append(effects.row(view, differences[arm], label, who, "difference", arm, len(levels) > 1))
    bars = [BARS] if any(row.panel == "change" and row.low is not None for row in rows) else []
    compared = any(each.arm in drug and each.comparator in drug for each in view.effect_reports.values())
    return Chart(
        f"schedules.{study}.{endpoint}.{links.slug(time)}",
        "schedules",
        findings.finding(view, reports),
        f"{view.entities[study].label}: {view.evidence.endpoints[endpoint].name}{wording.at(time)}, dose by dose",
        study,
        tuple(rows),
        (
            change_data.panel(view, endpoint, "change", "Change by arm"),
            effects.panel(view, effects.axes(view, reports)[0], "Difference from the comparator", "difference"),
        ),
        (LINES, *bars, *([] if compared else [SHARED])),
        effects.legend(view, rows),
        ("Arm", "What", "Figure", "P"),
    )
