"""Panels of points with their intervals, on a line where no effect is, and with non-inferiority margins."""

from collections.abc import Sequence
from typing import Any, Literal

import altair as alt
import pandas as pd

from evidence.charts import Panel, Row
from evidence.charts.drawing import parts, theme
from evidence.charts.drawing.theme import Layout


def interval_marks(
    rows: Sequence[Row], placed: parts.Placed, layout: Layout, panel: Panel, **axis: Any
) -> alt.LayerChart | alt.FacetChart:
    """Points with their intervals, a line where no effect is, and margins; `axis` as for `theme.axis`."""
    numbers = [number for row in rows for number in (row.value, row.low, row.high, row.margin)]
    if panel.is_log:
        x = theme.log_axis(numbers, **axis)
        # A lower limit printed as 0 lies beyond the left end of every logarithmic axis.
        is_open = placed.rows["low"].isna() & placed.rows["high"].notna()
        placed.rows.loc[is_open, "low"] = round(theme.log_ends(numbers)[0], 6)
    else:
        x = theme.axis(numbers, panel.zero, **axis)
    line = parts.line_at(alt.datum(panel.null), placed, layout, color=theme.INK)
    layers = [line, *margins(placed, layout), *spans(rows), parts.points(x), *parts.dashes(placed)]
    return alt.layer(*layers, data=theme.data(placed.rows))


def margins(placed: parts.Placed, layout: Layout) -> list[alt.Chart]:
    """A dashed line at the non-inferiority margin of each row that has one, next to its mark, with its number on the side
    where the axis goes on: above the interval, and on a phone below it.
    """
    if "margin" not in placed.rows:
        return []
    half = 10 if layout.narrow else 22
    held = placed.rows.dropna(subset="margin")
    lines = held[["margin", "name"]].assign(y=held["y"] - half, end=held["y"] + half)
    rule = alt.Chart(theme.data(lines)).mark_rule(aria=False, color=theme.QUIET, strokeDash=[3, 3], strokeWidth=1.5)
    found = [theme.encode(rule, x=alt.X("margin:Q"), y=theme.y(), y2="end:Q")]
    is_right = held["margin"] > held["value"].fillna(held["margin"])
    looks: dict[Literal["right", "left"], pd.Series[bool]] = {"right": is_right, "left": ~is_right}
    for align, which in looks.items():
        if which.any():
            names = alt.Chart(theme.data(lines[which])).mark_text(
                aria=False,
                align=align,
                baseline="middle",
                dx=-4 if align == "right" else 4,
                dy=half + 14 if layout.narrow else 5,
                color=theme.QUIET,
                fontSize=theme.SMALL,
            )
            found.append(theme.encode(names, x=alt.X("margin:Q"), y=theme.y(), text="name:N"))
    return found


def spans(rows: Sequence[Row]) -> list[alt.Chart]:
    """The interval of each row that has one; what this site computed is dashed."""
    looks: dict[str, dict[str, Any]] = {"datum.kind != 'computed'": {}}
    if any(row.kind == "computed" for row in rows):
        looks["datum.kind == 'computed'"] = {"strokeDash": [5, 3]}
    return [
        theme.encode(
            alt.Chart().transform_filter(f"isValid(datum.low) && {which}").mark_rule(aria=False, strokeWidth=2, **look),
            x=alt.X("low:Q"),
            x2="high:Q",
            y=theme.y(),
            stroke=alt.Stroke("edge:N", scale=None),
        )
        for which, look in looks.items()
    ]


def intervals(rows: Sequence[Row], panel: Panel, layout: Layout, title: bool, brief: bool = False) -> theme.Part:
    """A panel of parts.points with their intervals on a line at no effect."""
    placed = parts.place(rows, layout, brief=brief)
    texts = [*placed.texts, *parts.heading(panel, layout, title), *parts.sides(panel, layout, placed.height)]
    return theme.Part(interval_marks(rows, placed, layout, panel), texts, placed.height)
