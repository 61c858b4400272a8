"""One look for every chart: sizes, colours by meaning, the words beside the marks. Pixels are counted from each panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt

from evidence.derive.chartrows import Chart, Panel, Row

# Names of the page's own colours, so that one drawing serves light and dark.
INK, ACCENT, QUIET, RULE, PAPER = "currentColor", "var(--accent)", "var(--quiet)", "var(--rule)", "var(--paper)"
# What they are where no page says: in files for download.
RESOLVED = {ACCENT: "#1a5a96", QUIET: "#55585c", RULE: "#d8d8d2", PAPER: "#ffffff", INK: "#1c1e21"}

# Meaning of a mark -> shape, fill, edge, dash of its interval.
LOOKS: Mapping[str, tuple[str, str, str, Sequence[int]]] = {
    "main": ("circle", ACCENT, ACCENT, ()),
    "other": ("circle", PAPER, ACCENT, ()),
    "placebo": ("circle", QUIET, QUIET, ()),
    "pooled": ("diamond", ACCENT, ACCENT, ()),
    "rival": ("circle", INK, INK, ()),
}
TEXT, SMALL, STEP = 13, 12, 16


class Layout(NamedTuple):
    """Widths in pixels: words to the left, the plot, words to the right. Narrow: the words stand above each line."""

    name: str
    left: int
    plot: int
    right: int
    narrow: bool = False

    @property
    def width(self) -> int:
        """Width of the whole drawing."""
        return self.left + self.plot + self.right


class Words(NamedTuple):
    """A text at a place of the panel, in one of STYLES."""

    x: float
    y: float
    text: str
    style: str


# Style of a text -> weight, colour, side that stands at x.
STYLES = {
    "name": ("600", INK, "left"),
    "figure": ("400", INK, "left"),
    "figure-end": ("400", INK, "right"),
    "quiet": ("400", QUIET, "left"),
    "quiet-end": ("400", QUIET, "right"),
    "head": ("600", INK, "left"),
}
FORM = {"head": TEXT, "name": TEXT, "figure": TEXT, "figure-end": TEXT}


class Placed(NamedTuple):
    """Rows with a height `y` in their panel, the words beside them, and the height of the panel."""

    rows: list[dict[str, Any]]
    words: list[Words]
    height: float


def wrapped(text: str, width: float, bold: bool = False, most: int = 2) -> list[str]:
    """A text in lines that fit a width by estimate; what is left over is cut with an ellipsis (the table has it all)."""
    room = max(8, int(width / (7.1 if bold else 6.1)))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [line if len(line) <= room else line[: room - 1].rstrip() + "\u2026" for line in lines]


def place(rows: Sequence[Row], layout: Layout, gap: int = 10) -> Placed:
    """Give each line of rows its height, and set its words to the left and right of it, or above it."""
    lines: dict[str, list[Row]] = {}
    for row in rows:
        lines.setdefault(row.line or row.id, []).append(row)
    records, words, top = [], [], 0.0
    for own in lines.values():
        first = own[0]
        texts, height, middle = (_above if layout.narrow else _beside)(first, layout, top, gap)
        words += texts
        records += [record(row, top + middle) for row in own]
        top += height
    return Placed(records, words, top)


def _beside(row: Row, layout: Layout, top: float, gap: int) -> tuple[list[Words], float, float]:
    left = [(line, "name") for line in wrapped(row.label, layout.left - 16, bold=True)]
    left += [(line, "quiet") for line in wrapped(row.detail, layout.left - 16)]
    right = [(line, "figure") for line in wrapped(row.short, layout.right - 16)]
    right += [(line, "quiet") for line in wrapped(row.extra, layout.right - 16)]
    height = max(len(left), len(right)) * STEP + gap
    found = [*_column(left, -layout.left, top, height), *_column(right, layout.plot + 16, top, height)]
    return found, height, height / 2


def _column(texts: Sequence[tuple[str, str]], x: float, top: float, height: float) -> list[Words]:
    start = top + height / 2 - (len(texts) - 1) * STEP / 2
    return [Words(x, start + index * STEP, text, style) for index, (text, style) in enumerate(texts)]


def _above(row: Row, layout: Layout, top: float, gap: int) -> tuple[list[Words], float, float]:
    shown = row.short
    names = wrapped(row.label, layout.plot, bold=True)
    rest = wrapped(row.detail, layout.plot - 6.6 * len(shown) - 12)
    found = [Words(0, top + 8 + index * STEP, line, "name") for index, line in enumerate(names)]
    below = top + 8 + len(names) * STEP
    found += [Words(0, below + index * STEP, line, "quiet") for index, line in enumerate(rest)]
    found += [Words(layout.plot, below, shown, "figure-end")] if shown else []
    used = (len(names) + max(len(rest), 1 if shown else 0)) * STEP
    return found, used + gap + 18, used + 12


def record(row: Row, y: float) -> dict[str, Any]:
    """A row as the drawing needs it: position, look, and what it says of itself."""
    shape, fill, edge, dash = LOOKS.get(row.kind, ("circle", INK, INK, ()))
    numbers = {name: getattr(row, name) for name in ("value", "low", "high")}
    given = {name: number for name, number in numbers.items() if number is not None}
    return {**given, "y": y, "kind": row.kind, "shape": shape, "fill": fill, "edge": edge, "says": row.spoken}


def y() -> alt.Y:
    """The height of a row, in pixels of its panel."""
    return alt.Y("y:Q", scale=None, axis=None)


def data(records: Iterable[Mapping[str, Any]]) -> alt.Data:
    """Rows for one layer."""
    return alt.Data(values=[dict(record) for record in records])


def texts(words: Iterable[Words]) -> Iterable[alt.Chart]:
    """The words, a layer for each style and place."""
    layers: dict[tuple[str, float], list[Words]] = {}
    for word in words:
        layers.setdefault((word.style, word.x), []).append(word)
    for (style, x), own in layers.items():
        weight, colour, side = STYLES[style]
        mark = alt.Chart(data({"y": word.y, "text": word.text} for word in own)).mark_text(
            aria=False,
            align=side,
            baseline="middle",
            color=colour,
            fontSize=FORM.get(style, SMALL),
            fontWeight=int(weight),
        )
        yield mark.encode(x=alt.value(x), y=y(), text="text:N")


def domain(rows: Iterable[Row], zero: bool = True) -> list[float]:
    """The range of an axis: every position, and zero, with a little air."""
    found = [number for row in rows for number in (row.value, row.low, row.high) if number is not None]
    found += [0.0] if zero else []
    low, high = min(found), max(found)
    air = (high - low or 1) * 0.06
    return [round(low - air, 6), round(high + air, 6)]


def axis(rows: Iterable[Row], zero: bool = True, ticks: int = 5, form: str = "") -> alt.X:
    """The horizontal axis of a panel, on the given field later."""
    scale = alt.Scale(domain=domain(rows, zero), nice=True, zero=False)
    return alt.X("value:Q", scale=scale, axis=alt.Axis(title=None, tickCount=ticks, format=form or "~g"))


def frame(panels: Sequence[tuple[alt.LayerChart, float]], layout: Layout, top: int, bottom: int) -> alt.TopLevelMixin:
    """Panels (drawing and height) one below the other. The frame tells how far words reach beyond the panels."""
    height, made = 0.0, []
    for drawing, own in panels:
        made.append(drawing.properties(width=layout.plot, height=own))
        height += own
    gap = top + bottom
    whole = made[0] if len(made) == 1 else alt.vconcat(*made, spacing=gap, bounds="flush")
    size = [-layout.left, -top, layout.width, height + gap * len(made)]
    return whole.properties(background="transparent", usermeta={"frame": size}).configure(**CONFIG)


CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "grid": False,
        "domainColor": QUIET,
        "tickColor": QUIET,
        "labelColor": QUIET,
        "labelFontSize": SMALL,
        "labelPadding": 4,
        "tickSize": 4,
        "labelFlush": False,
        "labelOverlap": True,
    },
    "text": {"color": INK},
    "rule": {"color": INK},
}


def heading(panel: Panel, layout: Layout, title: bool) -> list[Words]:
    """The words above a panel: its title where there are several, what is measured, what the figures beside it are."""
    found = [Words(-layout.left, -46, panel.title, "head")] if title else []
    if layout.narrow:
        return [*found, Words(0, -14, f"{panel.heading}{', ' + panel.units if panel.units else ''}", "quiet")]
    return [*found, Words(0, -14, panel.measure, "quiet"), Words(layout.plot + 16, -14, panel.heading, "quiet")]


def sides(panel: Panel, layout: Layout, height: float) -> list[Words]:
    """Which way is better, in words under the axis."""
    spill = 0 if layout.narrow else 34
    return [
        Words(-spill, height + 40, f"\u2190 {panel.low}", "quiet"),
        Words(layout.plot + spill, height + 40, f"{panel.high} \u2192", "quiet-end"),
    ]


def layouts(left: int, plot: int, right: int) -> tuple[Layout, Layout]:
    """The wide layout with these widths, and the narrow one."""
    return Layout("wide", left, plot, right), Layout("narrow", 2, 352, 2, narrow=True)


__all__ = ["Chart", "Panel", "Row"]
