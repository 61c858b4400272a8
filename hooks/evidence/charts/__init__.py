"""Charts as rows and words, one module a kind; the drawing of a kind is in a module beside it."""

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
    timeline_data,
    wording,
)
from evidence.charts.chart import SCRIPT, Chart, Panel, RenderedChart, Row
from evidence.charts.spark import Spark, sparks
from evidence.model import links, number_format

KINDS = (
    forest_data,
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
    "Spark",
    "all_charts",
    "charts_about",
    "named_by",
    "sparks",
]


@lru_cache(maxsize=4)
def all_charts(view: View) -> Mapping[str, Chart]:
    """Every chart of the site by id, those included that have too little to draw and say why."""
    made = (chart for kind in KINDS for chart in kind.charts(view))
    return {chart.id: replace(chart, credit=_credit(view, chart)) for chart in made}


def _credit(view: View, chart: Chart) -> str:
    """Sources, site, day and licence, for a picture that leaves the site."""
    site = view.evidence.site
    names = wording.joined([view.entities[key].label for key in chart.sources])
    origin = f"{site.name}, as of {number_format.date_in_words(site.as_of)}, {links.absolute(site.site_url, '')} ({site.licence})"
    return f"Sources: {names}. {origin}" if names else origin


def charts_about(view: View, key: str) -> tuple[Chart, ...]:
    """The charts that belong on the page of a study, group, endpoint, or on the page of that name."""
    return tuple(chart for chart in all_charts(view).values() if chart.about == key)


def named_by(view: View, row: Row) -> str | None:
    """The study, arm, event or other drug whose name the row of a chart bears; None where its words name nothing."""
    id = row.id.partition("#")[0]
    report = view.preferred.get(id)
    around = [id, *([report.study, report.arm, report.comparator] if report else [])]
    return next((each for each in around if each and each in view.entities and _is_called(view, each, row.label)), None)


def _is_called(view: View, id: str, label: str) -> bool:
    return label == (other.drug if (other := view.evidence.landscape.get(id)) else view.entities[id].label)
