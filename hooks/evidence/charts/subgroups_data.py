"""Parts of the people of one trial under its overall effect: subgroups, and other analysis sets. Never trials of their own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence.analysis import effect_wording
from evidence.analysis.citation_index import by
from evidence.analysis.part_of_trial import part_of_trial
from evidence.analysis.view import View
from evidence.charts import effects, findings, forest_data, wording
from evidence.charts.chart import Chart, Row
from evidence.charts.effects import Axis
from evidence.model import Report

OVERALL, UNSTATED = "The whole trial", "Analysis set not stated"
EXPLORATORY = (
    "Subgroups are exploratory: few people in each, many looks at the same data, and people who are in several rows at once. "
    "They are not separate trials, and an interval that includes no effect does not show that the drug fails in that group."
)
SETS = "Another analysis set counts the same people of the same trial by other rules. It is not a separate trial."


def charts(view: View) -> Iterator[Chart]:
    """A chart for each trial and endpoint with an effect in a part of its people, by measure."""
    whole = set(view.whole_trial_effects)
    parts = [each for fact, each in view.effect_reports.items() if each.endpoint and fact not in whole]
    for (study, endpoint, is_subgroup), reports in by(
        ((each.study, each.endpoint or "", each.subgroup is not None), each) for each in parts
    ).items():
        yield _chart(view, study, endpoint, is_subgroup, reports)


def _chart(view: View, study: str, endpoint: str, is_subgroup: bool, parts: Sequence[Report]) -> Chart:
    """The overall effects that the parts belong to, each with its parts below it; an axis for each measure."""
    whole = [each for each in effects.of_trials(view) if (each.study, each.endpoint) == (study, endpoint)]
    asked = {_question(each) for each in parts}
    overall = [each for each in whole if _question(each) in asked]
    axes = [_in_order(axis) for axis in effects.axes(view, [*overall, *parts])]
    rows = tuple(row for axis in axes for row in _rows(view, axis, overall))
    titles = [effect_wording.column(effect_wording.measures_of(axis.reports)) for axis in axes]
    name = view.evidence.endpoints[endpoint].name
    what = (
        "Subgroups: exploratory, not separate trials"
        if is_subgroup
        else "Analysis sets of one trial, not separate trials"
    )
    kind = "subgroups" if is_subgroup else "populations"
    return Chart(
        f"{kind}.{study}.{endpoint}",
        "forest",
        f"{_overall(view, study, overall)}. {what}",
        f"{view.entities[study].label}: {name}, by {'subgroup' if is_subgroup else 'analysis set'}",
        study,
        rows,
        tuple(effects.panel(view, axis, title) for axis, title in zip(axes, titles, strict=True)),
        (EXPLORATORY if is_subgroup else SETS, *forest_data.caption_of(view, axes, rows)),
        effects.legend(view, rows),
        ("Who", "Arm, when", effect_wording.column(axis.measure for axis in axes), "P"),
    )


def _question(report: Report) -> tuple[object, ...]:
    """What an effect in a part of the people shares with the effect in all of them."""
    return report.arm, report.comparator, report.timepoint, report.statistic


def _in_order(axis: Axis) -> Axis:
    """Each question in the order of its first effect: the overall one, then its parts."""
    alike = by((_question(each), each) for each in axis.reports)
    return axis._replace(reports=tuple(each for reports in alike.values() for each in reports))


def _overall(view: View, study: str, overall: Sequence[Report]) -> str:
    """What the whole trial says; nothing is concluded from a part of its people."""
    whole = f"{view.entities[study].label} as a whole"
    return f"{findings.finding(view, overall)} in {whole}" if overall else f"{whole}: not reported"


def _rows(view: View, axis: Axis, overall: Sequence[Report]) -> Iterator[Row]:
    has_levels = len(effects.levels(view, axis.reports)) > 1
    is_named = forest_data.has_several_comparators(view, [axis])
    for each in axis.reports:
        is_whole = each in overall
        found = effects.row(
            view,
            each,
            OVERALL if is_whole else part_of_trial(view.evidence, each) or UNSTATED,
            effects.arm_and_time(view, each, is_named),
            axis.key,
            each.fact,
            has_levels,
        )
        data = {**found.data, "population": wording.text(each.population)}
        yield replace(found, data=data) if is_whole else replace(found, kind="part", data=data)
