"""Estimation plot of one study: changes of the arms to the left, differences from the comparator to the right."""

from collections.abc import Iterator, Sequence

import altair as alt

from evidence.charts import Chart, Panel, Row
from evidence.charts.drawing import parts, theme
from evidence.charts.drawing.theme import STEP, Layout, Words

# Wide: the second panel begins SIDE pixels after the first and is SECOND wide; a line is ROW high.
LAYOUTS = WIDE, NARROW = theme.layouts(150, 182, 368)
SECOND, SIDE, ROW = 180, 14, 58


def chart(rows: Chart, layout: Layout) -> theme.Framed:
    """Two panels side by side with one line for each arm; on a phone one below the other."""
    if layout.narrow:
        panels = [parts.intervals(rows.rows_of(panel), panel, layout, True, brief=True) for panel in rows.panels]
        return theme.frame(panels, layout, top=52, bottom=52)
    change, difference = rows.panels
    lines = list(dict.fromkeys(row.line for row in rows.rows))
    at = {line: index * ROW + ROW / 2 for index, line in enumerate(lines)}
    height = len(lines) * ROW
    second = layout.plot + SIDE
    words = [
        *_arms(rows.rows_of(change), at),
        *_around(change, 0, height),
        Words(layout.plot, height + 40, f"{change.high} \u2192", "quiet-end"),
        *_figures(rows.rows_of(difference), at, second),
        *_around(difference, second, height),
        Words(second + SECOND - 20, height + 40, f"{difference.high} \u2192", "quiet"),
        Words(second + SECOND + SIDE, -16, difference.heading, "quiet"),
    ]
    left = _marks(rows.rows_of(change), layout, at, height).properties(width=layout.plot, height=height)
    right = _marks(rows.rows_of(difference), layout, at, height).properties(width=SECOND, height=height)
    marks = alt.hconcat(left, right, spacing=SIDE, bounds="flush")
    return theme.Framed(marks, words, layout.left, (0, -52, layout.width, height + 104))


def _marks(rows: Sequence[Row], layout: Layout, at: dict[str, float], height: float) -> alt.LayerChart | alt.FacetChart:
    placed = parts.Placed(parts.marks(rows, [at[row.line] for row in rows]), [], height)
    x = theme.axis([number for row in rows for number in (row.value, row.low, row.high)], zero=True, tickCount=4)
    missing = [parts.silent(placed, layout)] if any(row.value is None for row in rows) else []
    zero = parts.line_at(alt.datum(0), placed, layout, color=theme.INK)
    return alt.layer(zero, *parts.spans(rows), parts.points(x), *missing, data=theme.data(placed.rows))


def _around(panel: Panel, x: float, height: float) -> Iterator[Words]:
    yield Words(x, -36, panel.title, "name")
    yield Words(x, -16, panel.measure, "quiet")
    yield Words(x, height + 40, f"\u2190 {panel.low}", "quiet")


def _arms(rows: Sequence[Row], at: dict[str, float]) -> Iterator[Words]:
    for row in rows:
        texts = [(line, "name") for line in parts.wrapped(row.label, WIDE.left - 10, "name")]
        yield from _middle([*texts, (row.short, "quiet")], -WIDE.left, at[row.line])


def _figures(rows: Sequence[Row], at: dict[str, float], second: float) -> Iterator[Words]:
    for row in rows:
        texts = [(line, "figure") for line in parts.wrapped(row.short, WIDE.right - SECOND - 2 * SIDE, "figure")]
        yield from _middle([*texts, (row.extra, "quiet")], second + SECOND + SIDE, at[row.line])


def _middle(texts: Sequence[tuple[str, str]], x: float, y: float) -> list[Words]:
    return parts.column(texts, x, y - len(texts) * STEP / 2, len(texts) * STEP)
