"""One look for every chart: colours by meaning, sizes, and the frame in which the panels of a chart stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from evidence.charts.dataframe import records

# Names of the page's own colours, so that one drawing serves light and dark.
INK, ACCENT, QUIET, RULE, PAPER = "currentColor", "var(--accent)", "var(--quiet)", "var(--rule)", "var(--paper)"

# Meaning of a mark -> shape, fill, edge.
LOOKS: Mapping[str, tuple[str, str, str]] = {
    "main": ("circle", ACCENT, ACCENT),
    "other": ("circle", PAPER, ACCENT),
    "placebo": ("circle", QUIET, QUIET),
    "pooled": ("diamond", ACCENT, ACCENT),
    "computed": ("diamond", PAPER, ACCENT),
    "rival": ("circle", INK, INK),
    "gap": ("circle", ACCENT, ACCENT),
    "study": ("circle", ACCENT, ACCENT),
    "event": ("circle", ACCENT, ACCENT),
    "record": ("square", ACCENT, ACCENT),
    "planned": ("circle", PAPER, ACCENT),
    "enrolled": ("circle", ACCENT, ACCENT),
    "weight": ("circle", INK, INK),
    "count": ("circle", ACCENT, ACCENT),
    "said": ("circle", PAPER, ACCENT),
}
TEXT, SMALL, STEP = 14, 13, 17

# Style of a text -> size, weight, colour, side that stands at its place.
STYLES: Mapping[str, tuple[int, int, str, str]] = {
    "head": (TEXT, 700, INK, "left"),
    "name": (TEXT, 600, INK, "left"),
    "figure": (TEXT, 400, INK, "left"),
    "figure-end": (TEXT, 400, INK, "right"),
    "quiet": (SMALL, 400, QUIET, "left"),
    "quiet-end": (SMALL, 400, QUIET, "right"),
    "quiet-middle": (SMALL, 400, QUIET, "center"),
}

CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "grid": False,
        "gridColor": RULE,
        "domainColor": QUIET,
        "tickColor": QUIET,
        "labelColor": QUIET,
        "labelFontSize": SMALL,
        "labelPadding": 4,
        "tickSize": 4,
        "labelFlush": False,
        "labelOverlap": True,
    },
}


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
    """A text at a place of its panel, in one of STYLES; pixels."""

    x: float
    y: float
    text: str
    style: str


def layouts(left: int, plot: int, right: int) -> tuple[Layout, Layout]:
    """The wide layout with these widths, and the narrow one for a phone."""
    return Layout("wide", left, plot, right), Layout("narrow", 8, 340, 8, narrow=True)


def data(rows: pd.DataFrame | Iterable[Mapping[str, Any]]) -> alt.Data:
    """Lines for a layer, written into the chart without what is missing in them."""
    return alt.Data(values=records(rows))  # type: ignore[no-untyped-call]  # altair has no types here


def y(field: str = "y") -> alt.Y:
    """The height of a row, in pixels of its panel."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def axis(numbers: Iterable[float | None], zero: bool, **how: Any) -> alt.X:
    """The horizontal axis that holds these numbers, and zero if asked, with a little air."""
    found = [number for number in numbers if number is not None] + ([0.0] if zero else [])
    low, high = min(found), max(found)
    air = (high - low or 1) * 0.06
    ends = [low if zero and low == 0 and how.pop("bars", False) else low - air, high + air]
    how.pop("bars", None)
    scale = alt.Scale(domain=[round(end, 6) for end in ends], nice=how.pop("nice", True), zero=False)
    return alt.X("value:Q", scale=scale, axis=alt.Axis(**{"title": None, "tickCount": 5, "format": "~f", **how}))


def encode(mark: alt.Chart, **channels: Any) -> alt.Chart:
    """`mark.encode`, with words, values and data made into channels here: altair would look through its whole schema for
    each of them, which takes half of the time of a spec.
    """
    made = {}
    for name, given in channels.items():
        kind = name[0].upper() + name[1:]
        if isinstance(given, str):
            given = getattr(alt, kind)(given)
        elif isinstance(given, dict):
            ((form, content),) = given.items()
            given = getattr(alt, f"{kind}{form.capitalize()}")(content)
        made[name] = given
    return mark.encode(**made)


class Part(NamedTuple):
    """A panel: its marks, the words around them (pixels from the marks' own corner), its height."""

    marks: alt.LayerChart | alt.FacetChart
    words: Sequence[Words]
    height: float


@dataclass(frozen=True)
class Framed:
    """Marks with the words around them. The words have a view of their own to the left of the marks and reach over them, so
    that an axis can be moved without them. `place` is x and y from the first view, width and height; it is said because
    Vega would measure the words, in another font than the page's.
    """

    marks: alt.TopLevelMixin
    words: Sequence[Words]
    left: int
    place: Sequence[float]

    def to_dict(self, validate: bool = False) -> dict[str, Any]:
        """The Vega-Lite spec. The words are put into it here: altair copies all it holds at every step, which for many
        texts takes longer than the drawing.
        """
        marks = self.marks.to_dict(validate=validate)
        schema, standard = marks.pop("$schema"), marks.pop("config")
        view = {**standard["view"], **CONFIG["view"]}
        whole = {
            "$schema": schema,
            "config": {**standard, **CONFIG, "view": view},
            "background": "transparent",
            "usermeta": {"frame": list(self.place)},
            "hconcat": [{"layer": _texts(self.words, self.left), "width": self.left, "height": 1}, marks],
            "spacing": 0,
            "bounds": "flush",
        }
        if validate:
            alt.HConcatChart.from_dict(whole, validate=True)
        return whole


def frame(parts: Sequence[Part], layout: Layout, top: int, bottom: int) -> Framed:
    """Panels one below the other; `top` and `bottom` are the room for words around each of them."""
    made, words, height = [], [], 0.0
    for part in parts:
        made.append(part.marks.properties(width=layout.plot, height=part.height))
        words += [word._replace(y=word.y + height) for word in part.words]
        height += part.height + top + bottom
    marks = made[0] if len(made) == 1 else alt.vconcat(*made, spacing=top + bottom, bounds="flush")
    return Framed(marks, words, layout.left, (0, -top, layout.width, height))


def _texts(words: Iterable[Words], left: float) -> list[dict[str, Any]]:
    """The words, a layer for each style and place."""
    layers: dict[tuple[str, float], list[Words]] = {}
    for word in words:
        if word.text:
            layers.setdefault((word.style, word.x + left), []).append(word)
    made = []
    for (style, x), own in layers.items():
        size, weight, colour, side = STYLES[style]
        look = {"align": side, "baseline": "middle", "color": colour, "fontSize": size, "fontWeight": weight}
        height = {"field": "y", "type": "quantitative", "axis": None, "scale": None}
        encoding = {"text": {"field": "text", "type": "nominal"}, "x": {"value": x}, "y": height}
        values = [{"y": word.y, "text": word.text} for word in own]
        mark = {"type": "text", "aria": False, **look}
        made.append({"data": {"values": values}, "mark": mark, "encoding": encoding})
    return made
