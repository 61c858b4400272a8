"""Change from baseline by arm: a point and its standard error for each arm, and a dash for an arm without a figure."""

from __future__ import annotations

from evidence.charts import Chart
from evidence.charts.drawing import parts, theme

LAYOUTS = theme.layouts(244, 300, 156)


def chart(rows: Chart, layout: theme.Layout) -> theme.Framed:
    """One panel."""
    panel = rows.panels[0]
    return theme.frame([parts.intervals(rows.rows, panel, layout, title=False)], layout, top=28, bottom=52)
