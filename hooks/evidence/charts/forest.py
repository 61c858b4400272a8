"""Forest plot: a point and its interval for each difference, on the line of no effect."""

from __future__ import annotations

from evidence.charts import Chart
from evidence.charts.drawing import parts, theme

LAYOUTS = theme.layouts(244, 280, 176)


def chart(rows: Chart, layout: theme.Layout) -> theme.Framed:
    """One panel an endpoint, each with an axis of its own."""
    several = len(rows.panels) > 1
    panels = [parts.intervals(rows.rows_of(panel), panel, layout, several) for panel in rows.panels]
    return theme.frame(panels, layout, top=68 if several else 28, bottom=52)
