"""The domains of an instrument: a bar for each, cut into the steps of its weight; a dash for a weight not read."""

import altair as alt

from evidence.charts import Chart
from evidence.charts.drawing import parts, theme

LAYOUTS = theme.layouts(210, 270, 220)


def chart(rows: Chart, layout: theme.Layout) -> theme.Drawing:
    """One panel."""
    placed = parts.place(rows.rows, layout, gap=8)
    known = placed.rows.dropna(subset="value")
    most = float(known["value"].max())
    bars = known.assign(y=known["y"] - 6, foot=known["y"] + 6)
    heights = zip(known["y"], known["value"], strict=True)
    cuts = [{"y": y - 7, "foot": y + 7, "at": at} for y, value in heights for at in range(1, int(value))]
    x = theme.axis([most], zero=True, bars=True, format="d", tickMinStep=1, tickCount=int(most))
    weights = alt.Chart(theme.data(bars)).mark_rect(color=theme.INK, opacity=0.7)
    gaps = alt.Chart(theme.data(cuts)).mark_rule(aria=False, color=theme.PAPER, strokeWidth=3)
    head = parts.heading(rows.panels[0], layout, title=False)
    drawing = alt.layer(
        theme.encode(weights, x=x, x2=alt.datum(0), y=theme.y(), y2="foot:Q", description="says:N"),
        *([theme.encode(gaps, x="at:Q", y=theme.y(), y2="foot:Q")] if cuts else []),
        *parts.dashes(placed),
        data=theme.data(placed.rows),
    )
    return theme.stack([theme.Part(drawing, [*placed.texts, *head], placed.height)], layout, top=28, bottom=30)
