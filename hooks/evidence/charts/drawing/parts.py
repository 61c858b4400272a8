"""What several charts are made of: lines of rows with their words, points with intervals, lines across a panel."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from evidence.charts import Panel, Row
from evidence.charts.dataframe import NUMBERS, dataframe
from evidence.charts.drawing import theme
from evidence.charts.drawing.theme import STEP, Layout, Words


class Placed(NamedTuple):
    """Rows with a height `y` in their panel, the words beside them, and where the last line ends."""

    rows: pd.DataFrame
    words: list[Words]
    height: float


# Width of a letter by style, in pixels: a generous estimate, since every reader's machine has its own font.
LETTER = {"head": 7.3, "name": 7.3, "figure": 6.8, "quiet": 6.3}
# What stays on one line: an interval in its brackets.
_HELD = re.compile(r"\([^()]{1,40}\)")


def wrapped(text: str, width: float, style: str, most: int = 2) -> list[str]:
    """A text in lines that fit a width by estimate; what is left over is cut with an ellipsis (the table has it all)."""
    room = max(8, int(width / LETTER[style]))
    lines: list[str] = []
    words = _HELD.sub(lambda held: held[0].replace(" ", "\u00a0"), text).split(" ")
    for word in filter(None, words):
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [
        line if len(line) <= room or "\u00a0" in line else line[: room - 1].rstrip(" ,;") + "\u2026" for line in lines
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
    """Give each line of rows its height, and set the words of its first row to its left and right, or above it.

    Pooled rows stand a little apart from those before them. `drop` leaves room above the marks of a narrow drawing, `name`
    is the style of the label, `brief` leaves out all words but label and figure.
    """
    lines: dict[str, list[Row]] = {}
    for row in rows:
        lines.setdefault(row.line or row.id, []).append(row)
    ordered: list[Row] = []
    heights: list[float] = []
    words, before = [], ""
    for own in lines.values():
        if own[0].kind == "pooled" != before and before:
            top += 8
        before = own[0].kind
        said = replace(own[0], detail="", extra="") if brief else own[0]
        how = (said, layout, top, gap, name)
        texts, height, middle = _above(*how, drop) if layout.narrow else _beside(*how)
        words += texts
        ordered += own
        heights += [top + middle] * len(own)
        top += height
    return Placed(marks(ordered, heights), words, top)


def _beside(row: Row, layout: Layout, top: float, gap: int, name: str) -> tuple[list[Words], float, float]:
    left = [(line, name) for line in wrapped(row.label, layout.left - 14, name)]
    left += [(line, "quiet") for line in wrapped(row.detail, layout.left - 14, "quiet")]
    right = [(line, "figure") for line in wrapped(row.short, layout.right - 14, "figure", most=4)]
    right += [(line, "quiet") for line in wrapped(row.extra, layout.right - 14, "quiet")]
    height = max(len(left), len(right)) * STEP + gap
    found = [*column(left, -layout.left, top, height), *column(right, layout.plot + 14, top, height)]
    return found, height, height / 2


def column(texts: Sequence[tuple[str, str]], x: float, top: float, height: float) -> list[Words]:
    """Lines of text and style, one below the other, in the middle of a height."""
    start = top + height / 2 - (len(texts) - 1) * STEP / 2
    return [Words(x, start + index * STEP, text, style) for index, (text, style) in enumerate(texts)]


def _above(row: Row, layout: Layout, top: float, gap: int, name: str, drop: int) -> tuple[list[Words], float, float]:
    whole, x = layout.width - 4, -layout.left
    room = whole - (6.8 * len(row.short) + 10 if row.short else 0)
    long = room < 170
    names = wrapped(row.label, whole if row.detail or long else room, name, most=3)
    details = wrapped(row.detail, whole if long else room, "quiet")
    found = column([(line, name) for line in names], x, top, len(names) * STEP)
    y = top + len(names) * STEP
    found += column([(line, "quiet") for line in details], x, y, len(details) * STEP)
    if long:
        y += len(details) * STEP
        figures = wrapped(row.short, whole, "figure", most=3)
        found += column([(line, "figure") for line in figures], x, y, len(figures) * STEP)
        used = y + len(figures) * STEP - top
    else:
        found += [Words(layout.plot + layout.right, (y if row.detail else top) + STEP / 2, row.short, "figure-end")]
        used = (len(names) + len(details)) * STEP
    return found, used + drop + gap + 20, used + drop + 12


def marks(rows: Sequence[Row], heights: Sequence[float]) -> pd.DataFrame:
    """Rows as a drawing needs them: position, look, and what each says of itself."""
    looks = [theme.LOOKS.get(row.kind, ("circle", theme.INK, theme.INK)) for row in rows]
    shape, fill, edge = zip(*looks, strict=True)
    return dataframe(rows)[[*NUMBERS, "kind", "says"]].assign(y=heights, shape=shape, fill=fill, edge=edge)


def without_position(frame: pd.DataFrame) -> pd.DataFrame:
    """The lines for which no number was printed."""
    return frame[frame[list(NUMBERS)].isna().all(axis=1)]


def line_at(x: Any, placed: Placed, layout: Layout, **look: Any) -> alt.Chart:
    """A vertical line at `x`: through the panel, or on a phone, where words stand above each line, only beside the marks."""
    if layout.narrow:
        ends = [{"y": each, "end": each + 20} for each in sorted(set(placed.rows["y"] - 10))]
    else:
        ends = [{"y": 0, "end": placed.height}]
    return theme.encode(alt.Chart(theme.data(ends)).mark_rule(aria=False, **look), x=x, y=theme.y(), y2="end:Q")


def spans(rows: Sequence[Row]) -> list[alt.Chart]:
    """The interval of each row that has one; what this site computed is dashed."""
    edge = alt.Stroke("edge:N", scale=None)
    looks: dict[str, dict[str, Any]] = {
        "datum.kind != 'computed'": {},
        "datum.kind == 'computed'": {"strokeDash": [5, 3]},
    }
    if not any(row.kind == "computed" for row in rows):
        looks.popitem()
    found = []
    for which, look in looks.items():
        mark = (
            alt.Chart().transform_filter(f"isValid(datum.low) && {which}").mark_rule(aria=False, strokeWidth=2, **look)
        )
        found.append(theme.encode(mark, x=alt.X("low:Q"), x2="high:Q", y=theme.y(), stroke=edge))
    return found


def points(x: alt.X, size: int = 90, where: str = "isValid(datum.value)") -> alt.Chart:
    """The mark of each row, which says what it is."""
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


def silent(placed: Placed, layout: Layout) -> alt.Chart:
    """Rows without a position: a dash that says what is missing."""
    rows = without_position(placed.rows).assign(text="\u2013")
    mark = alt.Chart(theme.data(rows)).mark_text(color=theme.QUIET, fontSize=theme.TEXT)
    return theme.encode(mark, x=alt.value(6), y=theme.y(), text="text:N", description="says:N")


def heading(panel: Panel, layout: Layout, title: bool) -> list[Words]:
    """The words above a panel: its title where there are several, what is measured, what the figures beside it are."""
    lines = wrapped(panel.title, layout.width, "head") if title else []
    found = [Words(-layout.left, -20 - STEP * (len(lines) - i), line, "head") for i, line in enumerate(lines)]
    if layout.narrow:
        return [
            *found,
            Words(-layout.left, -14, ", ".join(part for part in (panel.heading, panel.units) if part), "quiet"),
        ]
    return [*found, Words(0, -14, panel.measure, "quiet"), Words(layout.plot + 14, -14, panel.heading, "quiet")]


def sides(panel: Panel, layout: Layout, height: float) -> list[Words]:
    """Which way is better, in words under the axis."""
    spill = layout.left if layout.narrow else 34
    return [
        Words(-spill, height + 40, f"\u2190 {panel.low}", "quiet"),
        Words(layout.plot + spill, height + 40, f"{panel.high} \u2192", "quiet-end"),
    ]


def intervals(rows: Sequence[Row], panel: Panel, layout: Layout, title: bool, brief: bool = False) -> theme.Part:
    """A panel of points with their intervals on a line at zero."""
    placed = place(rows, layout, brief=brief)
    x = theme.axis([number for row in rows for number in (row.value, row.low, row.high)], panel.zero)
    words = [*placed.words, *heading(panel, layout, title), *sides(panel, layout, placed.height)]
    missing = [silent(placed, layout)] if any(row.value is None for row in rows) else []
    zero = line_at(alt.datum(0), placed, layout, color=theme.INK)
    drawing = alt.layer(zero, *spans(rows), points(x), *missing, data=theme.data(placed.rows))
    return theme.Part(drawing, words, placed.height)
