"""Charts as rows and words, one module a kind; evidence.charts draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence import links
from evidence.derive.chartrows import (
    anatomy,
    change,
    forest,
    landscape,
    placebo,
    programme,
    safety,
    schedules,
    timeline,
    words,
)
from evidence.derive.chartrows.chart import SCRIPT, Chart, Panel, Row
from evidence.derive.chartrows.spark import Spark, sparks

if TYPE_CHECKING:
    from evidence.derive.view import View

KINDS = (forest, change, placebo, schedules, timeline, programme, landscape, safety, anatomy)

__all__ = ["SCRIPT", "Chart", "Panel", "Row", "Spark", "charts", "sparks"]


def charts(view: View) -> Mapping[str, Chart]:
    """Every chart of the site by id, those included that have too little to draw and say why."""
    made = (chart for kind in KINDS for chart in kind.charts(view))
    return {chart.id: replace(chart, credit=_credit(view, chart)) for chart in made}


def _credit(view: View, chart: Chart) -> str:
    """Sources, site, day and licence, for a picture that leaves the site."""
    site = view.evidence.site
    names = words.joined([view.things[key].label for key in chart.sources])
    origin = f"{site.name}, as of {words.date(site.as_of)}, {links.absolute(site.site_url, '')} ({site.licence})"
    return f"Sources: {names}. {origin}" if names else origin
