"""Charts as rows and words, one module a kind; the drawing of a kind is in the module next to it."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from evidence.analysis.view import View
from evidence.charts import (
    change_data,
    forest_data,
    instrument_domains_data,
    landscape_data,
    placebo_data,
    programme_data,
    safety_data,
    schedules_data,
    subgroups_data,
    timeline_data,
    wording,
)
from evidence.charts.chart import SCRIPT, Chart, Panel, RenderedChart, Row
from evidence.charts.sparklines import Sparkline, sparklines
from evidence.model import links, number_format

KINDS = (
    forest_data,
    subgroups_data,
    change_data,
    placebo_data,
    schedules_data,
    timeline_data,
    programme_data,
    landscape_data,
    safety_data,
    instrument_domains_data,
)
__all__ = [
    "SCRIPT",
    "Chart",
    "Panel",
    "RenderedChart",
    "Row",
    "Sparkline",
    "all_charts",
    "charts_about",
    "named_by",
    "sparklines",
]


@lru_cache(maxsize=4)
def all_charts(view: View) -> Mapping[str, Chart]:
    """Every chart of the site by id, including those that have too little to draw and give the reason."""
    site = view.evidence.site
    origin = f"{site.name}, as of {number_format.date_in_words(view.evidence.version)}, {links.absolute(site.site_url, '')} ({site.licence})"
    charts = {}
    for chart in (chart for kind in KINDS for chart in kind.charts(view)):
        names = wording.join([view.entities[key].label for key in chart.sources])
        charts[chart.id] = replace(chart, credit=f"Sources: {names}. {origin}" if names else origin)
    return charts


def charts_about(view: View, key: str) -> tuple[Chart, ...]:
    """The charts that belong on the page of a study, group, endpoint, or on the page of that name."""
    return tuple(chart for chart in all_charts(view).values() if chart.about == key)


def named_by(view: View, row: Row) -> str | None:
    """The study, arm, event or other drug whose name is the label of a row; None where the label is no name."""
    id, others = row.id.partition("#")[0], view.evidence.landscape
    report = view.preferred.get(id)
    ids = [each for each in (id, *((report.study, report.arm, report.comparator) if report else ())) if each]
    names = {
        each: others[each].drug if each in others else view.entities[each].label
        for each in ids
        if each in view.entities
    }
    return next((each for each, name in names.items() if name == row.label), None)
