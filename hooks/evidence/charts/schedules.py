"""Estimation plot of one study: changes of the arms to the left, differences from the comparator to the right."""

from __future__ import annotations

from dataclasses import replace

import altair as alt

from evidence.charts import parts, theme
from evidence.charts.theme import STEP, Layout, Words
from evidence.derive.chartrows import Chart, Panel, Row

LAYOUTS = WIDE, NARROW = theme.layouts(150, 182, 368)
SECOND, SIDE, ROW = 180, 14, 58


def chart(rows: Chart, layout: Layout) -> alt.TopLevelMixin:
    """Two panels side by side with one line for each arm; on a phone one below the other."""
    change, difference = rows.panels
    if layout.narrow:
        panels = [parts.intervals(_bare(rows.rows_of(panel)), panel, layout, True) for panel in rows.panels]
        return theme.frame(panels, layout, top=52, bottom=52)
    lines = list(dict.fromkeys(row.line for row in rows.rows))
    height = len(lines) * ROW
    at = {line: index * ROW + ROW // 2 for index, line in enumerate(lines)}
    left = _panel(rows.rows_of(change), change, layout, at, height, _arms(rows, layout, at))
    second = Layout("wide", 0, SECOND, layout.right - SECOND - SIDE)
    right = _panel(rows.rows_of(difference), difference, second, at, height, _figures(rows.rows_of(difference), at))
    whole = alt.hconcat(
        left.properties(width=layout.plot, height=height),
        right.properties(width=SECOND, height=height),
        spacing=SIDE,
        bounds="flush",
    )
    return theme.finished(whole, (-layout.left, -52, layout.width, height + 104))


def _bare(rows: tuple[Row, ...]) -> list[Row]:
    return [replace(row, detail="") for row in rows]


def _panel(
    rows: tuple[Row, ...], panel: Panel, layout: Layout, at: dict[str, int], height: int, words: list[Words]
) -> alt.LayerChart:
    placed = parts.Placed([parts.record(row, at[row.line]) for row in rows], words, height)
    x = theme.axis([number for row in rows for number in (row.value, row.low, row.high)], zero=True, tickCount=4)
    missing = [parts.silent(placed, layout)] if any(row.value is None for row in rows) else []
    head = [Words(0, -36, panel.title, "name"), Words(0, -16, panel.measure, "quiet")]
    right = Words(layout.plot, height + 40, f"{panel.high} \u2192", "quiet-end")
    if not layout.left:
        head.append(Words(SECOND + SIDE, -16, panel.heading, "quiet"))
        right = Words(SECOND - 20, height + 40, f"{panel.high} \u2192", "quiet")
    under = [Words(0, height + 40, f"\u2190 {panel.low}", "quiet"), right]
    return alt.layer(
        parts.line_at(alt.datum(0), placed, layout, color=theme.INK),
        *parts.spans(rows),
        parts.points(x),
        *missing,
        *theme.texts([*words, *head, *under]),
        data=theme.data(placed.rows),
    )


def _arms(rows: Chart, layout: Layout, at: dict[str, int]) -> list[Words]:
    found = []
    for row in rows.rows_of(rows.panels[0]):
        names = [(line, "name") for line in parts.wrapped(row.label, layout.left - 10, "name")]
        texts = [*names, (row.short, "quiet")]
        found += parts.column(texts, -layout.left, at[row.line] - len(texts) * STEP / 2, len(texts) * STEP)
    return found


def _figures(rows: tuple[Row, ...], at: dict[str, int]) -> list[Words]:
    found = []
    for row in rows:
        texts = [(line, "figure") for line in parts.wrapped(row.short, WIDE.right - SECOND - 2 * SIDE, "figure")]
        texts.append((row.extra, "quiet"))
        found += parts.column(texts, SECOND + SIDE, at[row.line] - len(texts) * STEP / 2, len(texts) * STEP)
    return found
