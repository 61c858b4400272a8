"""Timeline: studies as bars, events as marks on them or on lines of their own, and the day of the search."""

from typing import Literal

import altair as alt
import pandas as pd

from evidence.charts import Chart
from evidence.charts.drawing import parts, theme

LAYOUTS = theme.layouts(292, 206, 202)


def chart(rows: Chart, layout: theme.Layout) -> theme.Drawing:
    """One axis of years; a heading for each section."""
    placed = parts.sections(rows, layout, head=26, gap=6, name="figure", brief=True)
    ends = [number for row in rows.rows for number in (row.value, row.low, row.high)]
    now = float(rows.marks["searched"])
    x = theme.axis([*ends, now], zero=False, nice=False, format="d", grid=not layout.narrow, tickMinStep=1)
    known = [number for number in ends if number is not None]
    low, high = min(known), max(known)
    side: Literal["left", "center", "right"] = (
        "right" if now > low + 0.7 * (high - low) else "left" if now < low + 0.3 * (high - low) else "center"
    )
    about = alt.Chart(theme.data([{"text": rows.marks["label"]}])).mark_text(
        aria=False, align=side, color=theme.QUIET, fontSize=theme.SMALL
    )
    drawing = alt.layer(
        parts.line_at(alt.datum(now), placed, layout, color=theme.INK, strokeDash=[3, 3]),
        _bars(placed.rows),
        parts.points(x, size=70, where="isValid(datum.value) && datum.kind != 'study'"),
        *parts.dashes(placed),
        theme.encode(about, x=alt.datum(now), y=alt.value(-12), text="text:N"),
        data=theme.data(placed.rows),
    )
    return theme.stack([theme.Part(drawing, placed.texts, placed.height)], layout, top=28, bottom=30)


def _bars(rows: pd.DataFrame) -> alt.Chart:
    """Studies: the past filled, the rest outlined. Dates known to the month or year only: spans."""
    spans = rows.dropna(subset="low")
    is_study = spans["kind"] == "study"
    studies, events = spans[is_study], spans[~is_study]
    past = studies.assign(end=studies["value"], half=5, fill=theme.ACCENT, strength=0.3)
    ahead = studies[studies["value"] < studies["high"]]
    rest = ahead.assign(low=ahead["value"], end=ahead["high"], half=5, fill=theme.PAPER, strength=1.0)
    bars = pd.concat([past, rest, events.assign(end=events["high"], half=4, strength=1.0)]).sort_index(kind="stable")
    drawn = bars.assign(y=bars["y"] - bars["half"], foot=bars["y"] + bars["half"])
    mark = alt.Chart(theme.data(drawn)).mark_rect(cornerRadius=3, strokeWidth=1.5)
    return theme.encode(
        mark,
        x="low:Q",
        x2="end:Q",
        y=theme.y(),
        y2="foot:Q",
        fill=alt.Fill("fill:N", scale=None),
        fillOpacity=alt.FillOpacity("strength:Q", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        description="says:N",
    )
