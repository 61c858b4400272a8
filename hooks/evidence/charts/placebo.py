"""Dumbbell: from no change to what placebo did, and on from there to what people on the drug did."""

from typing import Any, Literal

import altair as alt
import pandas as pd

from evidence.charts import Chart, Row
from evidence.charts.drawing import parts, theme

LAYOUTS = theme.layouts(244, 290, 166)


def chart(rows: Chart, layout: theme.Layout) -> theme.Framed:
    """One panel; a line for each comparison."""
    panel = rows.panels[0]
    placed = parts.place(rows.rows, layout, gap=20 if not layout.narrow else 10, drop=14)
    ends = [number for row in rows.rows for number in (row.value, row.low, row.high)]
    x = theme.axis(ends, zero=True)
    differences = placed.rows[placed.rows["kind"] == "gap"]
    natural = differences.assign(low=0.0, high=differences["low"], edge=theme.QUIET)
    gaps = alt.Chart().transform_filter("datum.kind == 'gap'").mark_rule(strokeWidth=5)
    words = [*placed.words, *parts.heading(panel, layout, title=False), *parts.sides(panel, layout, placed.height)]
    drawing = alt.layer(
        parts.line_at(alt.datum(0), placed, layout, color=theme.INK),
        _spans(natural),
        theme.encode(
            gaps, x="low:Q", x2="high:Q", y=theme.y(), stroke=alt.Stroke("edge:N", scale=None), description="says:N"
        ),
        parts.points(x),
        *_labels(rows.rows, placed),
        data=theme.data(placed.rows),
    )
    return theme.frame([theme.Part(drawing, words, placed.height)], layout, top=28, bottom=52)


def _spans(changes: pd.DataFrame) -> alt.Chart:
    mark = alt.Chart(theme.data(changes)).mark_rule(aria=False, strokeWidth=2, color=theme.QUIET)
    return theme.encode(mark, x=alt.X("low:Q"), x2="high:Q", y=theme.y())


def _labels(rows: tuple[Row, ...], placed: parts.Placed) -> list[alt.Chart]:
    """The figure of each end, on the side where the other end is not."""
    found: dict[Literal["left", "right"], list[dict[str, Any]]] = {"right": [], "left": []}
    for row, y in zip(rows, placed.rows["y"], strict=True):
        if row.value is not None:
            partner = next(
                other for other in rows if other.line == row.line and other.value is not None and other is not row
            )
            side: Literal["left", "right"] = (
                "right" if (row.value, row.id) < (partner.value or 0, partner.id) else "left"
            )
            found[side].append({"value": row.value, "y": y, "text": row.short})
    layers = []
    for side, records in found.items():
        mark = alt.Chart(theme.data(records)).mark_text(
            aria=False,
            align=side,
            dx=6 if side == "right" else -6,
            dy=-13,
            baseline="middle",
            fontSize=theme.SMALL,
            color=theme.INK,
        )
        layers.append(theme.encode(mark, x="value:Q", y=theme.y(), text="text:N"))
    return layers
