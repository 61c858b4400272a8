"""Programme: a bar for the people of each study, filled where they took part, outlined where they were planned."""

import altair as alt
import pandas as pd

from evidence.charts import Chart
from evidence.charts.drawing import parts, theme
from evidence.charts.drawing.theme import Words

LAYOUTS = theme.layouts(300, 232, 168)
HEAD = 30


def chart(rows: Chart, layout: theme.Layout) -> theme.Framed:
    """One axis of people; a heading for each phase."""
    top, placed_rows, words = 0.0, [], []
    for panel in rows.panels:
        words.append(Words(-layout.left, top + HEAD / 2, panel.title, "head"))
        placed = parts.place(rows.rows_of(panel), layout, gap=12, top=top + HEAD)
        words += placed.words
        placed_rows.append(placed.rows)
        top = placed.height + 8
    whole = parts.Placed(pd.concat(placed_rows, ignore_index=True), words, top)
    sizes = _bars(whole.rows.dropna(subset="value"))
    x = theme.axis([row.value for row in rows.rows], zero=True, bars=True, format="d", tickCount=4)
    mark = alt.Chart(theme.data(sizes)).mark_rect(strokeWidth=1.5)
    bars = theme.encode(
        mark,
        x=x,
        x2=alt.datum(0),
        y=theme.y(),
        y2="foot:Q",
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        description="says:N",
    )
    missing = [parts.silent(whole, layout)] if len(sizes) < len(whole.rows) else []
    head = [Words(0, -14, rows.panels[0].measure, "quiet")]
    drawing = alt.layer(bars, *missing, data=theme.data(whole.rows))
    return theme.frame([theme.Part(drawing, [*words, *head], top)], layout, top=28, bottom=30)


def _bars(sizes: pd.DataFrame) -> pd.DataFrame:
    """The planned size is drawn first, higher and as an outline, so that both can be seen."""
    is_planned = sizes["kind"] == "planned"
    half = is_planned.map({True: 8, False: 4})
    bars = sizes.assign(y=sizes["y"] - half, foot=sizes["y"] + half)
    return pd.concat([bars[is_planned], bars[~is_planned]])
