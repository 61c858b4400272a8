"""Other drugs: a point and its interval for each difference from placebo, a panel for each instrument."""

from __future__ import annotations

from evidence.charts import Chart
from evidence.charts.drawing import parts, theme

LAYOUTS = theme.layouts(244, 236, 220)


def chart(rows: Chart, layout: theme.Layout) -> theme.Framed:
    """One panel an instrument, each with an axis of its own."""
    several = len(rows.panels) > 1
    panels = [parts.intervals(rows.rows_of(panel), panel, layout, several) for panel in rows.panels]
    return theme.frame(panels, layout, top=68 if several else 28, bottom=52)
