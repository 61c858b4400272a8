"""What several charts are made of: lines of rows with their texts, points with intervals, lines across a panel."""

import re
from collections.abc import Sequence
from dataclasses import replace
from math import nan
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from evidence.analysis.citation_index import by
from evidence.charts import Chart, Panel, Row
from evidence.charts.dataframe import NUMBERS, dataframe
from evidence.charts.drawing import theme
from evidence.charts.drawing.theme import LINE_HEIGHT, Layout, Text


class Placed(NamedTuple):
    """Rows with a height `y` in their panel, the texts next to them, and where the last line ends."""

    rows: pd.DataFrame
    texts: list[Text]
    height: float


# Width of a letter by style, in pixels: a generous estimate, since every reader's machine has its own font.
LETTER = {"head": 7.3, "name": 7.3, "figure": 6.8, "quiet": 6.3}
# What stays on one line: an interval in its brackets.
_UNBROKEN = re.compile(r"\([^()]{1,40}\)")


def wrapped(text: str, width: float, style: str, most: int = 2) -> list[tuple[str, str]]:
    """The lines of a text that fit a width by estimate, each with its style; what is left over is cut with an ellipsis."""
    room = max(8, int(width / LETTER[style]))
    lines: list[str] = []
    for word in filter(None, _UNBROKEN.sub(lambda found: found[0].replace(" ", "\u00a0"), text).split(" ")):
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return [
        (line if len(line) <= room or "\u00a0" in line else line[: room - 1].rstrip(" ,;") + "\u2026", style)
        for line in lines
    ]


def place(
    rows: Sequence[Row],
    layout: Layout,
    gap: int = 10,
    top: float = 0,
    drop: int = 0,
    name: str = "name",
    brief: bool = False,
) -> Placed:
    """Give each line of rows its height, and set the texts of its first row to its left and right, or above it.

    Pooled rows are a little apart from those before them. `drop` leaves room above the marks of a narrow drawing, `name`
    is the style of the label, `brief` leaves out all texts but label and figure.
    """
    heights: list[float] = []
    texts, before = [], ""
    lines = by((row.line or row.id, row) for row in rows).values()
    for first, *others in lines:
        if first.kind == "pooled" and before not in ("", "pooled"):
            top += 8
        before = first.kind
        shown = replace(first, detail="", extra="") if brief else first
        set_texts = _above if layout.narrow else _beside
        # On a phone the number of a margin is below its mark.
        room = gap + 12 if layout.narrow and first.margin is not None else gap
        found, height, middle = set_texts(shown, layout, top, room, name, drop)
        texts += found
        heights += [top + middle] * (1 + len(others))
        top += height
    return Placed(marks([row for line in lines for row in line], heights), texts, top)


def sections(chart: Chart, layout: Layout, head: int, gap: int, **how: Any) -> Placed:
    """The lines of each panel under its title, which takes `head` pixels; `how` is passed to `place`."""
    top, placed, texts = 0.0, [], []
    for panel in chart.panels:
        texts.append(Text(-layout.left, top + head / 2, panel.title, "head"))
        placed.append(place(chart.rows_of(panel), layout, gap, top + head, **how))
        texts += placed[-1].texts
        top = placed[-1].height + 8
    return Placed(pd.concat([each.rows for each in placed], ignore_index=True), texts, top)


def _beside(row: Row, layout: Layout, top: float, gap: int, name: str, _: int) -> tuple[list[Text], float, float]:
    left = wrapped(row.label, layout.left - 14, name) + wrapped(row.detail, layout.left - 14, "quiet")
    right = wrapped(row.short, layout.right - 14, "figure", most=4) + wrapped(row.extra, layout.right - 14, "quiet")
    height = max(len(left), len(right)) * LINE_HEIGHT + gap
    texts = [*column(left, -layout.left, top, height), *column(right, layout.plot + 14, top, height)]
    return texts, height, height / 2


def column(lines: Sequence[tuple[str, str]], x: float, top: float, height: float) -> list[Text]:
    """Lines of text and style, one below the other, in the middle of a height."""
    start = top + height / 2 - (len(lines) - 1) * LINE_HEIGHT / 2
    return [Text(x, start + index * LINE_HEIGHT, text, style) for index, (text, style) in enumerate(lines)]


def _above(row: Row, layout: Layout, top: float, gap: int, name: str, drop: int) -> tuple[list[Text], float, float]:
    """The figure is to the right of the label or, where there is no room, below it."""
    width = layout.width - 4
    room = width - (6.8 * len(row.short) + 10 if row.short else 0)
    is_long = room < 170
    names = wrapped(row.label, width if row.detail or is_long else room, name, most=3)
    lines = names + wrapped(row.detail, width if is_long else room, "quiet")
    if is_long:
        lines += wrapped(row.short, width, "figure", most=3)
    height = len(lines) * LINE_HEIGHT
    texts = column(lines, -layout.left, top, height)
    if not is_long:
        y = top + (len(names) if row.detail else 0) * LINE_HEIGHT + LINE_HEIGHT / 2
        texts.append(Text(layout.plot + layout.right, y, row.short, "figure-end"))
    return texts, height + drop + gap + 20, height + drop + 12


def marks(rows: Sequence[Row], heights: Sequence[float]) -> pd.DataFrame:
    """Rows as a drawing needs them: position, look, and the description of each."""
    looks = [theme.LOOKS.get(row.kind, ("circle", theme.INK, theme.INK)) for row in rows]
    shape, fill, edge = zip(*looks, strict=True)
    found = dataframe(rows)[[*NUMBERS, "kind", "says"]].assign(y=heights, shape=shape, fill=fill, edge=edge)
    # As reported, and none where no row has one: every column is written into the drawing.
    names = ["" if row.margin is None else f"margin {row.data['margin']}" for row in rows]
    margins = [nan if row.margin is None else row.margin for row in rows]
    return found.assign(margin=margins, name=names) if any(names) else found


def line_at(x: Any, placed: Placed, layout: Layout, **look: Any) -> alt.Chart:
    """A vertical line at `x`: through the panel, or on a phone, where texts are above each line, only next to the marks."""
    if layout.narrow:
        ends = [{"y": each, "end": each + 20} for each in sorted(set(placed.rows["y"] - 10))]
    else:
        ends = [{"y": 0, "end": placed.height}]
    return theme.encode(alt.Chart(theme.data(ends)).mark_rule(aria=False, **look), x=x, y=theme.y(), y2="end:Q")


def points(x: alt.X, size: int = 90, where: str = "isValid(datum.value)") -> alt.Chart:
    """The mark of each row, with what it is as its description."""
    mark = alt.Chart().transform_filter(where).mark_point(size=size, opacity=1, strokeWidth=2)
    return theme.encode(
        mark,
        x=x,
        y=theme.y(),
        shape=alt.Shape("shape:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        description="says:N",
    )


def dashes(placed: Placed) -> list[alt.Chart]:
    """A layer with a dash for each row without a position, if there is any; its description is what is missing."""
    rows = placed.rows[placed.rows[list(NUMBERS)].isna().all(axis=1)].assign(text="\u2013")
    mark = alt.Chart(theme.data(rows)).mark_text(color=theme.QUIET, fontSize=theme.FONT_SIZE)
    return [] if rows.empty else [theme.encode(mark, x=alt.value(6), y=theme.y(), text="text:N", description="says:N")]


def heading(panel: Panel, layout: Layout, title: bool) -> list[Text]:
    """The texts above a panel: its title where there are several, what is measured, what the figures next to it are."""
    lines = wrapped(panel.title, layout.width, "head") if title else []
    texts = [
        Text(-layout.left, -20 - LINE_HEIGHT * (len(lines) - i), line, style) for i, (line, style) in enumerate(lines)
    ]
    if layout.narrow:
        scale = "logarithmic scale" if panel.is_log else ""
        units = "" if panel.units in panel.heading.lower().split() else panel.units
        heading = ", ".join(part for part in (panel.heading, units, scale) if part)
        return [*texts, Text(-layout.left, -14, heading, "quiet")]
    return [*texts, Text(0, -14, panel.measure, "quiet"), Text(layout.plot + 14, -14, panel.heading, "quiet")]


def sides(panel: Panel, layout: Layout, height: float) -> list[Text]:
    """Which way is better, in words under the axis."""
    spill = layout.left if layout.narrow else 34
    return [
        Text(-spill, height + 40, f"\u2190 {panel.low}", "quiet"),
        Text(layout.plot + spill, height + 40, f"{panel.high} \u2192", "quiet-end"),
    ]
