"""Charts of effects of any kind: scale and line of no effect by measure, comparators by name, margins, parts of trials apart."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from evidence.analysis.view import View
from evidence.charts import Chart, all_charts, sparklines
from evidence.charts.drawing import rendering
from evidence.checks import load_or_raise
from evidence.model import Report
from evidence.site.gather import Gatherer
from evidence.site.pages import home, studies
from support.built_site import ADDRESS, DATA, ROOT

EVENT = "lamp-event"
TITLES = (
    ("forest.lamp-event", "Sorvitren 40 mg weekly: 20% lower hazard (HR 0.80) than placebo in HARRIER-1, not shown to differ from placebo in HARRIER-2; 40 mg weekly: within its margin against dapperol 10 mg daily (HR 0.97)"),
    ("forest.flame-response", "Sorvitren 20 mg weekly: 3.2 times the odds (OR 3.2) of placebo"),
    ("forest.tinker-score", "Sorvitren 40 mg weekly: 27% slower than placebo; 10 mg weekly: not shown to differ"),
    ("forest.weight", "Sorvitren 40 mg weekly: 1.2 kg lower than placebo"),
    ("forest.days-to-calm", "Sorvitren 40 mg weekly: 3.0 days better (difference of medians) than placebo"),
    ("forest.wick-protein", "Sorvitren 40 mg weekly: 24% higher geometric mean (GMR 1.24) than sorvitren 10 mg weekly"),
    ("subgroups.harrier-1.lamp-event", "Sorvitren 40 mg weekly: 20% lower hazard (HR 0.80) than placebo in HARRIER-1 as a whole. Subgroups: exploratory, not separate trials"),
    ("populations.kestrel.lamp-event", "Sorvitren 40 mg weekly: within its margin against dapperol 10 mg daily (HR 0.97) in KESTREL as a whole. Analysis sets of one trial, not separate trials"),
)  # fmt: skip
# Chart -> for each of its axes: title, left end, right end, where no effect is.
AXES = (
    ("forest.lamp-event", ("Hazard ratio (logarithmic scale)", "better with sorvitren", "better with the comparator", 1)),
    ("forest.flame-response", ("Odds ratio (logarithmic scale)", "better with placebo", "better with sorvitren", 1), ("Difference, percentage points", "better with placebo", "better with sorvitren", 0)),
    ("forest.tinker-score", ("Percent slowing", "better with placebo", "better with sorvitren", 0)),
    ("forest.weight", ("Difference, kg", "lower with sorvitren", "higher with sorvitren", 0)),
    ("populations.kestrel.lamp-event", ("Hazard ratio (logarithmic scale)", "better with sorvitren", "better with dapperol 10 mg daily", 1)),
)  # fmt: skip
LIMIT = re.compile(r'"type": "log"')


@cache
def _view() -> View:
    return View(load_or_raise(ROOT / DATA["outcomes"], {"SITE_URL": ADDRESS}))


@cache
def _single() -> View:
    return View(load_or_raise(ROOT / DATA["single"], {"SITE_URL": ADDRESS}))


def _texts(chart: Chart) -> str:
    """All words of a chart."""
    panels = (text for panel in chart.panels for text in (panel.title, panel.measure, panel.low, panel.high))
    rows = (row.description for row in chart.rows)
    return " ".join((chart.title, chart.subject, chart.reason, *chart.caption, *panels, *rows))


@pytest.mark.parametrize(("id", "title"), TITLES)
def test_a_title_says_what_the_measure_means_and_names_the_comparator(id: str, title: str) -> None:
    assert all_charts(_view())[id].title == title


@pytest.mark.parametrize("row", AXES, ids=lambda row: row[0])
def test_an_axis_has_its_measure_its_line_of_no_effect_and_its_direction(row: tuple[Any, ...]) -> None:
    id, *axes = row
    panels = all_charts(_view())[id].panels
    assert [(panel.measure, panel.low, panel.high, panel.null) for panel in panels] == axes


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_ratios_are_drawn_on_logarithmic_axes_with_a_line_at_one(layout: str) -> None:
    for id in ("forest.lamp-event", "forest.flame-response", "forest.weight"):
        chart = all_charts(_view())[id]
        spec = json.dumps(rendering.specification(chart, layout, validate=True))
        ratios = sum(panel.is_log for panel in chart.panels)
        assert spec.count('"datum": 1}') == ratios == len(LIMIT.findall(spec))
        assert spec.count('"datum": 0}') == len(chart.panels) - ratios


def test_a_margin_is_a_dashed_line_with_its_number_beside_the_row_that_has_it() -> None:
    chart = all_charts(_view())["forest.lamp-event"]
    assert [row.label for row in chart.rows if row.margin == 1.3] == ["KESTREL"]
    spec = json.dumps(rendering.specification(chart, "wide"))
    assert spec.count('"margin 1.30"') and "strokeDash" in spec
    assert ("margin", "non-inferiority margin, as printed") in chart.key
    assert "non-inferiority margin 1.30" in next(row.printed for row in chart.rows if row.margin)


def test_a_limit_printed_as_zero_reaches_the_edge_of_a_logarithmic_axis() -> None:
    chart = all_charts(_view())["forest.lamp-visits"]
    (row,) = chart.rows
    assert (row.data["ci_low"], row.low) == ("0.00", None)
    assert "0.00 to 0.15" in row.printed
    (low,) = re.findall(r'"low": ([\d.e-]+)', json.dumps(rendering.specification(chart, "wide")["hconcat"][1]))
    assert 0 < float(low) < row.value
    assert any("printed as zero" in sentence for sentence in chart.caption)


def test_where_the_comparator_is_active_nothing_is_said_of_placebo() -> None:
    for id, chart in all_charts(_view()).items():
        if id.split(".")[1:2] == ["kestrel"]:
            assert "placebo" not in _texts(chart).casefold()
    rows = {row.label: row.detail for row in all_charts(_view())["forest.lamp-event"].rows}
    assert "against dapperol 10 mg daily" in rows["KESTREL"]
    assert "against placebo" in rows["HARRIER-1"]


def test_changes_beside_an_active_comparator_are_named_after_it() -> None:
    whole = _single().evidence
    ((key, study),) = whole.studies.items()
    other = next(id for id, arm in study.arms.items() if arm.control_kind == "placebo")
    given = {"label": "Candelpril", "intervention": "candelpril", "control": "active"}
    arms = {**study.arms, other: study.arms[other].model_copy(update=given)}
    view = View(replace(whole, studies={key: study.model_copy(update={"arms": arms})}))
    found = {id: chart for id, chart in all_charts(view).items() if chart.kind == "placebo"}
    (chart,) = found.values()
    assert chart.id == "comparator.ague-score-cfb.candelpril"
    assert chart.title.startswith("With candelpril VAQ fell by 6.4 points.")
    assert "placebo" not in _texts(chart).casefold()


def test_parts_of_a_trial_are_in_no_chart_but_their_own() -> None:
    view = _view()
    parts = set(view.effects) - set(view.whole_trial_effects)
    assert len(parts) == 4
    shown = {id for id, chart in all_charts(view).items() if parts & {row.id for row in chart.rows}}
    assert shown == {"subgroups.harrier-1.lamp-event", "populations.kestrel.lamp-event"}
    assert not parts & set(view.leading)
    rows = all_charts(view)["subgroups.harrier-1.lamp-event"].rows
    assert [row.label for row in rows] == ["The whole trial", "65 to 74 years", "75 years or older", "under 65 years"]
    assert [row.kind for row in rows] == ["main", "part", "part", "part"]


def test_a_page_of_a_study_has_the_parts_of_its_trial_in_a_table_of_their_own() -> None:
    (page,) = [page for page in studies.pages(Gatherer(_view())) if page.address == "studies/harrier-1/"]
    shared: Any = page.context["shared"]
    assert all(not row.part for row in shared.effects)
    assert {row.part for row in shared.subgroups} == {"under 65 years", "65 to 74 years", "75 years or older"}


def test_the_first_page_is_made_where_the_primary_endpoint_is_an_instrument() -> None:
    whole = _single().evidence
    ((key, study),) = whole.studies.items()
    assert study.primary_endpoint
    instrument = whole.endpoints[study.primary_endpoint.value].instrument
    primary = study.primary_endpoint.model_copy(update={"value": instrument})

    def moved(report: Report) -> Report:
        is_effect = report.effect_measure is not None
        return report.model_copy(update={"endpoint": instrument}) if is_effect else report

    studies_ = {key: study.model_copy(update={"primary_endpoint": primary})}
    moved_reports = tuple(map(moved, whole.reports))
    for reports in (whole.reports, moved_reports):
        (page,) = home.pages(Gatherer(View(replace(whole, studies=studies_, reports=reports))))
        assert page.context["leading"]
    chart: Any = page.context["chart"]
    assert chart.chart.id == f"forest.{instrument}" and chart.chart.is_drawn


def test_sparklines_of_ratios_lie_on_a_logarithmic_scale() -> None:
    found = sparklines(_view())
    one, other = (found[f"harrier-{number}.lamp-event.m36.active-vs-placebo"] for number in (1, 2))
    kestrel = found["kestrel.lamp-event.m24.active-vs-dapperol"]
    assert one.zero == other.zero == kestrel.zero
    assert one.value < other.value < kestrel.value < kestrel.zero
    visits = next(spark for fact, spark in found.items() if fact.startswith("wren.lamp-visits"))
    assert visits.low == 0


def test_percentages_of_two_arms_are_compared_from_their_counts() -> None:
    found = {
        (each.arm.study, each.arm.endpoint): (each.difference.estimate, each.ratio.estimate if each.ratio else None)
        for each in _view().share_contrasts
    }
    assert found["wren", "flame-response"] == pytest.approx((100 * (58 / 92 - 41 / 93), (58 / 92) / (41 / 93)))
    assert set(found) == {("wren", "flame-response"), ("harrier-1", EVENT)}
