"""Programme: a bar for the people of each study, filled where they took part, outlined where they were planned."""

import altair as alt

from evidence.charts import Chart
from evidence.charts.drawing import parts, theme
from evidence.charts.drawing.theme import Words

LAYOUTS = theme.layouts(300, 232, 168)
HEAD = 30


def chart(rows: Chart, layout: theme.Layout) -> theme.Framed:
    """One axis of people; a heading for each phase."""
    top, records, words = 0.0, [], []
    for panel in rows.panels:
        words.append(Words(-layout.left, top + HEAD / 2, panel.title, "head"))
        placed = parts.place(rows.rows_of(panel), layout, gap=12, top=top + HEAD)
        words += placed.words
        records += placed.rows
        top = placed.height + 8
    whole = parts.Placed(records, words, top)
    drawn = sorted((_bar(row) for row in records if "value" in row), key=lambda row: row["kind"] != "planned")
    x = theme.axis([row.value for row in rows.rows], zero=True, bars=True, format="d", tickCount=4)
    mark = alt.Chart(theme.data(drawn)).mark_rect(strokeWidth=1.5)
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
    missing = [parts.silent(whole, layout)] if len(drawn) < len(records) else []
    head = [Words(0, -14, rows.panels[0].measure, "quiet")]
    drawing = alt.layer(bars, *missing, data=theme.data(records))
    return theme.frame([theme.Part(drawing, [*words, *head], top)], layout, top=28, bottom=30)


def _bar(row: dict[str, object]) -> dict[str, object]:
    """The planned size is drawn higher and as an outline, so that both can be seen."""
    half = 8 if row["kind"] == "planned" else 4
    y = float(str(row["y"]))
    return {**row, "y": y - half, "foot": y + half}
