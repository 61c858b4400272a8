"""Dumbbell: from no change to what placebo did, and on from there to what people on the drug did."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import altair as alt
import pandas as pd

from evidence.charts import Chart, Row
from evidence.charts.dataframe import dataframe
from evidence.charts.drawing import parts, theme

LAYOUTS = theme.layouts(244, 290, 166)


def chart(rows: Chart, layout: theme.Layout) -> theme.Drawing:
    """One panel; a line for each comparison."""
    panel = rows.panels[0]
    placed = parts.place(rows.rows, layout, gap=20 if not layout.narrow else 10, drop=14)
    x = theme.axis([number for row in rows.rows for number in (row.value, row.low, row.high)], zero=True)
    differences = placed.rows[placed.rows["kind"] == "gap"]
    natural = differences.assign(low=0.0, high=differences["low"], edge=theme.QUIET)
    thin = alt.Chart(theme.data(natural)).mark_rule(aria=False, strokeWidth=2, color=theme.QUIET)
    thick = alt.Chart().transform_filter("datum.kind == 'gap'").mark_rule(strokeWidth=5)
    ends = {"x": alt.X("low:Q"), "x2": "high:Q", "y": theme.y()}
    texts = [*placed.texts, *parts.heading(panel, layout, title=False), *parts.sides(panel, layout, placed.height)]
    drawing = alt.layer(
        parts.line_at(alt.datum(0), placed, layout, color=theme.INK),
        theme.encode(thin, **ends),
        theme.encode(thick, **ends, stroke=alt.Stroke("edge:N", scale=None), description="says:N"),
        parts.points(x),
        *_labels(rows.rows, placed),
        data=theme.data(placed.rows),
    )
    return theme.stack([theme.Part(drawing, texts, placed.height)], layout, top=28, bottom=52)


def _labels(rows: Sequence[Row], placed: parts.Placed) -> Iterator[alt.Chart]:
    """The figure of each end of a comparison, on the side where the other end is not."""
    changes = dataframe(rows).assign(y=placed.rows["y"], text=[row.short for row in rows])
    changes = changes.dropna(subset="value").sort_values(["value", "id"])
    is_lower = ~changes.duplicated("line")
    sides: Mapping[Literal["left", "right"], pd.DataFrame] = {"right": changes[is_lower], "left": changes[~is_lower]}
    for side, labels in sides.items():
        dx = 6 if side == "right" else -6
        mark = alt.Chart(theme.data(labels.sort_index()[["value", "y", "text"]])).mark_text(
            aria=False, align=side, dx=dx, dy=-13, baseline="middle", fontSize=theme.SMALL, color=theme.INK
        )
        yield theme.encode(mark, x="value:Q", y=theme.y(), text="text:N")
