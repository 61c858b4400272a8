"""Safety map: who is reported on in numbers, in words or not at all, with what is reported next to it."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from evidence.analysis.citation_index import by
from evidence.charts import Chart, Row
from evidence.charts.drawing import parts, theme
from evidence.charts.drawing.theme import LINE_HEIGHT, Layout, Text
from evidence.charts.safety_data import OTHER

LAYOUTS = (Layout("wide", 216, 220, 264), Layout("narrow", 232, 116, 8, narrow=True))
HEAD = 30


def chart(rows: Chart, layout: Layout) -> theme.Drawing:
    """One column for the drug, one for its comparator, one for all groups where the groups are not told apart."""
    top, placed, texts = 0.0, [], []
    for panel in rows.panels:
        texts.append(Text(-layout.left, top + HEAD / 2, panel.title, "head"))
        top += HEAD
        for rows_of_line in by((row.line, row) for row in rows.rows_of(panel)).values():
            found, height = _texts(rows_of_line, layout, top)
            texts += found
            placed.append(_marks(rows_of_line, top + height / 2))
            top += height
        top += 8
    count = int(float(str(rows.marks["columns"])))
    for i, name in enumerate([str(rows.marks["drug"]), "comparator", "all"][:count]):
        y = -14 if not layout.narrow or i % 2 else -30
        texts.append(Text(layout.plot / count * (i + 0.5), y, name, "quiet-middle"))
    scale = alt.Scale(domain=[-0.5, count - 0.5], nice=False, zero=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    across = alt.Chart().transform_filter("isValid(datum.high) && datum.kind != 'none'")
    dash = alt.Chart().transform_filter("datum.kind == 'none'")
    drawing = alt.layer(
        theme.encode(across.mark_rule(aria=False, strokeWidth=1.5, color=theme.ACCENT), x=x, x2="high:Q", y=theme.y()),
        parts.points(x, size=80, where="datum.kind != 'none'"),
        theme.encode(
            dash.mark_text(color=theme.QUIET, fontSize=theme.FONT_SIZE, text="\u2013"),
            x=x,
            y=theme.y(),
            description="says:N",
        ),
        data=theme.data(pd.concat(placed, ignore_index=True)),
    )
    return theme.stack([theme.Part(drawing, texts, top)], layout, top=44 if layout.narrow else 28, bottom=6)


def _texts(rows_of_line: Sequence[Row], layout: Layout, top: float) -> tuple[list[Text], float]:
    """Topic and period to the left; to the right what was reported, on a phone below the topic."""
    first, width = rows_of_line[0], (layout.left if layout.narrow else layout.right) - 14
    left = parts.wrapped(first.label, layout.left - 14, "name") + parts.wrapped(first.detail, layout.left - 14, "quiet")
    right = [line for row in rows_of_line for line in parts.wrapped(row.short, width, "figure", most=3)]
    right += parts.wrapped(first.extra, width, "quiet")
    if layout.narrow:
        height = (len(left) + len(right)) * LINE_HEIGHT + 12
        return parts.column([*left, *right], -layout.left, top, height), height
    height = max(len(left), len(right)) * LINE_HEIGHT + 12
    beside = parts.column(right, layout.plot + 14, top, height)
    return [*parts.column(left, -layout.left, top, height), *beside], height


def _marks(rows_of_line: Sequence[Row], y: float) -> pd.DataFrame:
    """Rows in their columns, side by side where several share one; grey for the comparator."""
    marks = parts.marks(rows_of_line, [y] * len(rows_of_line))
    column = marks["value"]
    shared = marks.groupby("value")["value"]
    marks["value"] = column + (shared.cumcount() - (shared.transform("size") - 1) / 2) * 0.22
    marks.loc[column == OTHER, ["edge", "fill"]] = theme.QUIET, theme.PAPER
    marks.loc[(column == OTHER) & (marks["kind"] == "count"), "fill"] = theme.QUIET
    ends = marks.dropna(subset="high")
    ends = ends.assign(value=ends["high"], high=float("nan"), edge=theme.QUIET)
    return pd.concat([marks, ends]).sort_index(kind="stable")
