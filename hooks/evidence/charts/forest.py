"""Forest plot: a point and its interval for each difference, on the line of no effect."""

from __future__ import annotations

import altair as alt

from evidence.charts import theme
from evidence.derive.chartrows import Chart, Panel

LAYOUTS = theme.layouts(232, 292, 176)


def chart(rows: Chart, layout: theme.Layout) -> alt.TopLevelMixin:
    """One panel an endpoint."""
    several = len(rows.panels) > 1
    panels = [_panel(rows, panel, layout, several) for panel in rows.panels]
    return theme.frame(panels, layout, top=64 if several else 28, bottom=52)


def _panel(rows: Chart, panel: Panel, layout: theme.Layout, title: bool) -> tuple[alt.LayerChart, float]:
    own = rows.rows_of(panel)
    placed = theme.place(own, layout)
    x, y = theme.axis(own), theme.y()
    marks = alt.Chart()
    zero = alt.Chart(theme.data([{}])).mark_rule(aria=False, color=theme.INK).encode(x=alt.datum(0))
    spans = marks.transform_filter("isValid(datum.low)").mark_rule(aria=False, strokeWidth=2)
    points = marks.mark_point(size=90, opacity=1, strokeWidth=2)
    words = [*placed.words, *theme.heading(panel, layout, title), *theme.sides(panel, layout, placed.height)]
    drawing = alt.layer(
        zero,
        spans.encode(x=alt.X("low:Q"), x2="high:Q", y=y, stroke=alt.Stroke("edge:N", scale=None)),
        points.encode(
            x=x,
            y=y,
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("edge:N", scale=None),
            description="says:N",
        ),
        *theme.texts(words),
        data=theme.data(placed.rows),
    )
    return drawing, placed.height
