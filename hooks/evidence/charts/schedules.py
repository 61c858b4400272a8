"""Estimation plot of one study: changes of the arms to the left, differences from the comparator to the right."""

from collections.abc import Iterator, Mapping, Sequence

import altair as alt

from evidence.charts import Chart, Panel, Row
from evidence.charts.drawing import interval_panels, parts, theme
from evidence.charts.drawing.theme import Layout, Text

# Wide: the second panel begins SIDE pixels after the first and is SECOND wide; a line is ROW high.
LAYOUTS = theme.layouts(150, 182, 368)
SECOND, SIDE, ROW = 180, 14, 58


def chart(rows: Chart, layout: Layout) -> theme.Drawing:
    """Two panels side by side with one line for each arm; on a phone one below the other."""
    if layout.narrow:
        panels = [
            interval_panels.intervals(rows.rows_of(panel), panel, layout, True, brief=True) for panel in rows.panels
        ]
        return theme.stack(panels, layout, top=52, bottom=52)
    change, difference = rows.panels
    lines = list(dict.fromkeys(row.line for row in rows.rows))
    at = {line: index * ROW + ROW / 2 for index, line in enumerate(lines)}
    height = len(lines) * ROW
    second = layout.plot + SIDE
    arms = {
        row.line: [*parts.wrapped(row.label, layout.left - 10, "name"), (row.short, "quiet")]
        for row in rows.rows_of(change)
    }
    figures = {
        row.line: [*parts.wrapped(row.short, layout.right - SECOND - 2 * SIDE, "figure"), (row.extra, "quiet")]
        for row in rows.rows_of(difference)
    }
    texts = [
        *_centred(arms, at, -layout.left),
        *_around(change, 0, height),
        Text(layout.plot, height + 40, f"{change.high} \u2192", "quiet-end"),
        *_centred(figures, at, second + SECOND + SIDE),
        *_around(difference, second, height),
        Text(second + SECOND - 20, height + 40, f"{difference.high} \u2192", "quiet"),
        Text(second + SECOND + SIDE, -16, difference.heading, "quiet"),
    ]
    left = _marks(rows.rows_of(change), change, layout, at, height).properties(width=layout.plot, height=height)
    right = _marks(rows.rows_of(difference), difference, layout, at, height).properties(width=SECOND, height=height)
    marks = alt.hconcat(left, right, spacing=SIDE, bounds="flush")
    return theme.Drawing(marks, texts, layout.left, (0, -52, layout.width, height + 104))


def _marks(
    rows: Sequence[Row], panel: Panel, layout: Layout, at: dict[str, float], height: float
) -> alt.LayerChart | alt.FacetChart:
    placed = parts.Placed(parts.marks(rows, [at[row.line] for row in rows]), [], height)
    return interval_panels.interval_marks(rows, placed, layout, panel, tickCount=4)


def _around(panel: Panel, x: float, height: float) -> Iterator[Text]:
    yield Text(x, -36, panel.title, "name")
    yield Text(x, -16, panel.measure, "quiet")
    yield Text(x, height + 40, f"\u2190 {panel.low}", "quiet")


def _centred(lines: Mapping[str, Sequence[tuple[str, str]]], at: Mapping[str, float], x: float) -> Iterator[Text]:
    """Lines of text for each row, in the middle of its height."""
    for row, lines_of_row in lines.items():
        yield from parts.column(lines_of_row, x, at[row] - ROW / 2, ROW)
