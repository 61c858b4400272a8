"""Charts as rows and words, one module a kind; evidence.charts draws them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from evidence.derive.chartrows import anatomy, change, forest, landscape, placebo, programme, safety, schedules, timeline
from evidence.derive.chartrows.chart import Chart, Panel, Row

if TYPE_CHECKING:
    from evidence.derive.view import View

KINDS = (forest, change, placebo, schedules, timeline, programme, landscape, safety, anatomy)

__all__ = ["Chart", "Panel", "Row", "charts"]


def charts(view: View) -> Mapping[str, Chart]:
    """Every chart of the site by id, those included that have too little to draw and say why."""
    return {chart.id: chart for kind in KINDS for chart in kind.charts(view)}
