"""Programme: a bar for the people of each study, filled where they took part, outlined where they were planned."""

import altair as alt
import pandas as pd

from evidence.charts import Chart
from evidence.charts.drawing import parts, theme

LAYOUTS = theme.layouts(300, 232, 168)


def chart(rows: Chart, layout: theme.Layout) -> theme.Drawing:
    """One axis of people; a heading for each phase."""
    placed = parts.sections(rows, layout, head=30, gap=12)
    sizes = placed.rows.dropna(subset="value")
    is_planned = sizes["kind"] == "planned"
    half = is_planned.map({True: 8, False: 4})
    bars = sizes.assign(y=sizes["y"] - half, foot=sizes["y"] + half)
    # The planned size is drawn first, higher and as an outline, so that both can be seen.
    mark = alt.Chart(theme.data(pd.concat([bars[is_planned], bars[~is_planned]]))).mark_rect(strokeWidth=1.5)
    layer = theme.encode(
        mark,
        x=theme.axis([row.value for row in rows.rows], zero=True, bars=True, format="d", tickCount=4),
        x2=alt.datum(0),
        y=theme.y(),
        y2="foot:Q",
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        description="says:N",
    )
    drawing = alt.layer(layer, *parts.dashes(placed), data=theme.data(placed.rows))
    texts = [*placed.texts, theme.Text(0, -14, rows.panels[0].measure, "quiet")]
    return theme.stack([theme.Part(drawing, texts, placed.height)], layout, top=28, bottom=30)
