"""Safety map: who is reported on in numbers, in words or not at all, with what was reported beside it."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from evidence.charts import Chart, Row
from evidence.charts.drawing import parts, theme
from evidence.charts.drawing.theme import STEP, Layout, Words
from evidence.charts.safety_data import OTHER

LAYOUTS = (Layout("wide", 216, 220, 264), Layout("narrow", 232, 116, 8, narrow=True))
HEAD = 30


def chart(rows: Chart, layout: Layout) -> theme.Framed:
    """One column for the drug, one for its comparator, one for all groups where nobody told them apart."""
    top, placed, words = 0.0, [], []
    for panel in rows.panels:
        words.append(Words(-layout.left, top + HEAD / 2, panel.title, "head"))
        top += HEAD
        for own in _lines(rows.rows_of(panel)):
            texts, height = _words(own, layout, top)
            words += texts
            placed.append(_marks(own, top + height / 2))
            top += height
        top += 8
    count = int(float(str(rows.marks["columns"])))
    names = [str(rows.marks["drug"]), "comparator", "all"][:count]
    step = layout.plot / count
    words += [
        Words(step * (i + 0.5), -14 if not layout.narrow or i % 2 else -30, each, "quiet-middle")
        for i, each in enumerate(names)
    ]
    scale = alt.Scale(domain=[-0.5, count - 0.5], nice=False, zero=False)
    x = alt.X("value:Q", scale=scale, axis=None)
    across = (
        alt.Chart()
        .transform_filter("isValid(datum.high) && datum.kind != 'none'")
        .mark_rule(aria=False, strokeWidth=1.5, color=theme.ACCENT)
    )
    dash = (
        alt.Chart()
        .transform_filter("datum.kind == 'none'")
        .mark_text(color=theme.QUIET, fontSize=theme.TEXT, text="\u2013")
    )
    drawing = alt.layer(
        theme.encode(across, x=x, x2="high:Q", y=theme.y()),
        parts.points(x, size=80, where="datum.kind != 'none'"),
        theme.encode(dash, x=x, y=theme.y(), description="says:N"),
        data=theme.data(pd.concat(placed, ignore_index=True)),
    )
    return theme.frame([theme.Part(drawing, words, top)], layout, top=44 if layout.narrow else 28, bottom=6)


def _lines(rows: Sequence[Row]) -> list[list[Row]]:
    lines: dict[str, list[Row]] = {}
    for row in rows:
        lines.setdefault(row.line, []).append(row)
    return list(lines.values())


def _words(own: Sequence[Row], layout: Layout, top: float) -> tuple[list[Words], float]:
    """Topic and period to the left; to the right what was reported, on a phone below the topic."""
    first = own[0]
    left = [(line, "name") for line in parts.wrapped(first.label, layout.left - 14, "name")]
    left += [(line, "quiet") for line in parts.wrapped(first.detail, layout.left - 14, "quiet")]
    width = layout.left if layout.narrow else layout.right
    told = [
        (line, "figure") for row in own if row.short for line in parts.wrapped(row.short, width - 14, "figure", most=3)
    ]
    told += [(line, "quiet") for line in parts.wrapped(first.extra, width - 14, "quiet")]
    if layout.narrow:
        height = (len(left) + len(told)) * STEP + 12
        return parts.column([*left, *told], -layout.left, top, height), height
    height = max(len(left), len(told)) * STEP + 12
    beside = parts.column(told, layout.plot + 14, top, height)
    return [*parts.column(left, -layout.left, top, height), *beside], height


def _marks(own: Sequence[Row], y: float) -> pd.DataFrame:
    """Rows in their columns, side by side where several share one; grey for the comparator."""
    marks = parts.marks(own, [y] * len(own))
    column = marks["value"]
    shared = marks.groupby("value")["value"]
    marks["value"] = column + (shared.cumcount() - (shared.transform("size") - 1) / 2) * 0.22
    marks.loc[column == OTHER, "edge"] = theme.QUIET
    marks.loc[column == OTHER, "fill"] = theme.PAPER
    marks.loc[(column == OTHER) & (marks["kind"] == "count"), "fill"] = theme.QUIET
    ends = marks.dropna(subset="high")
    ends = ends.assign(value=ends["high"], high=float("nan"), edge=theme.QUIET)
    return pd.concat([marks, ends]).sort_index(kind="stable")
