"""Changes by arm, forest plots and other drugs: a point and its interval in each row, on a line at zero."""

from evidence.charts import Chart
from evidence.charts.drawing import interval_panels, theme

# Kind of chart -> its layouts.
LAYOUTS = {
    "change": theme.layouts(244, 300, 156),
    "forest": theme.layouts(244, 280, 176),
    "landscape": theme.layouts(244, 236, 220),
}


def chart(rows: Chart, layout: theme.Layout) -> theme.Drawing:
    """One panel an endpoint or instrument, each with an axis of its own."""
    several = len(rows.panels) > 1
    panels = [interval_panels.intervals(rows.rows_of(panel), panel, layout, several) for panel in rows.panels]
    return theme.stack(panels, layout, top=68 if several else 28, bottom=52)
