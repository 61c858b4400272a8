"""One look for every chart: colours by meaning, sizes, and how panels and texts become one drawing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil, floor, log10
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from evidence.analysis.citation_index import by

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
    "part": ("square", PAPER, INK),
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
# How a decade of a logarithmic axis may be divided, the finest first; the last ones leave decades out.
DIVISIONS: Sequence[Sequence[float]] = (
    (1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 1.2, 1.4, 1.6, 1.8, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 1.5, 2, 3, 4, 5, 7),
    (1, 2, 5),
    (1,),
)
FONT_SIZE, SMALL, LINE_HEIGHT = 14, 13, 17

# Style of a text -> size, weight, colour, side that is at its place.
STYLES: Mapping[str, tuple[int, int, str, str]] = {
    "head": (FONT_SIZE, 700, INK, "left"),
    "name": (FONT_SIZE, 600, INK, "left"),
    "figure": (FONT_SIZE, 400, INK, "left"),
    "figure-end": (FONT_SIZE, 400, INK, "right"),
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
    """Widths in pixels: words to the left, the plot, words to the right. Narrow: the words are above each line."""

    name: str
    left: int
    plot: int
    right: int
    narrow: bool = False

    @property
    def width(self) -> int:
        """Width of the whole drawing."""
        return self.left + self.plot + self.right


class Text(NamedTuple):
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
    lines = (rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))).to_dict("records")
    values = [{name: cell for name, cell in line.items() if pd.notna(cell)} for line in lines]
    return alt.Data(values=values)  # type: ignore[no-untyped-call]  # altair has no types here


def y(field: str = "y") -> alt.Y:
    """The height of a row, in pixels of its panel."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def axis(numbers: Iterable[float | None], zero: bool, bars: bool = False, nice: bool = True, **how: Any) -> alt.X:
    """The horizontal axis that has room for these numbers, and for zero if asked; `bars` begin at its left end."""
    found = [number for number in numbers if number is not None] + ([0.0] if zero else [])
    low, high = min(found), max(found)
    margin = (high - low or 1) * 0.06
    ends = [low if bars and low == 0 else low - margin, high + margin]
    scale = alt.Scale(domain=[round(end, 6) for end in ends], nice=nice, zero=False)
    return alt.X("value:Q", scale=scale, axis=alt.Axis(**{"title": None, "tickCount": 5, "format": "~f", **how}))


def log_ends(numbers: Iterable[float | None]) -> tuple[float, float]:
    """The ends of a logarithmic axis that has room for these positive numbers and for 1."""
    found = [number for number in numbers if number is not None] + [1.0]
    margin = (max(found) / min(found)) ** 0.06 if len(set(found)) > 1 else 1.5
    return min(found) / margin, max(found) * margin


def log_axis(numbers: Iterable[float | None], **how: Any) -> alt.X:
    """The logarithmic axis for ratios: as finely divided as a few labels allow, 1 always among them."""
    low, high = log_ends(numbers)
    most = how.pop("tickCount", 6)
    marks = next((each for each in map(partial(_log_marks, low, high), DIVISIONS) if len(each) <= most), [1.0])
    scale = alt.Scale(type="log", domain=[round(low, 6), round(high, 6)], nice=False)
    return alt.X("value:Q", scale=scale, axis=alt.Axis(**{"title": None, "values": marks, "format": "~f", **how}))


def _log_marks(low: float, high: float, division: Sequence[float]) -> list[float]:
    """The numbers between two ends that a division of each decade gives; the division begins with 1."""
    decades = range(floor(log10(low)), ceil(log10(high)) + 1)
    found = (float(f"{step * 10.0**decade:.6g}") for decade in decades for step in division)
    return [each for each in found if low <= each <= high]


def encode(mark: alt.Chart, **channels: Any) -> alt.Chart:
    """`mark.encode`, with words, values and data made into channels here: altair would look through its whole schema for
    each of them, which takes half of the time of a spec.
    """
    found = {}
    for name, given in channels.items():
        kind = name[0].upper() + name[1:]
        if isinstance(given, dict):
            ((form, given),) = given.items()
            kind += form.capitalize()
        found[name] = getattr(alt, kind)(given) if isinstance(channels[name], str | dict) else given
    return mark.encode(**found)


class Part(NamedTuple):
    """A panel: its marks, the texts around them (pixels from the marks' own corner), its height."""

    marks: alt.LayerChart | alt.FacetChart
    texts: Sequence[Text]
    height: float


@dataclass(frozen=True)
class Drawing:
    """Marks with the texts around them. The texts have a view of their own to the left of the marks and reach over them, so
    that an axis can be moved without them. `frame` is x and y from the first view, width and height; it is given because
    Vega would measure the texts, in another font than the page's.
    """

    marks: alt.TopLevelMixin
    texts: Sequence[Text]
    left: int
    frame: Sequence[float]

    def to_dict(self, validate: bool = False) -> dict[str, Any]:
        """The Vega-Lite spec. The texts are put into it here: altair copies all it contains at every step, which for many
        texts takes longer than the drawing.
        """
        marks = self.marks.to_dict(validate=validate)
        schema, standard = marks.pop("$schema"), marks.pop("config")
        texts = by(((text.style, text.x + self.left), text) for text in self.texts if text.text)
        spec = {
            "$schema": schema,
            "config": {**standard, **CONFIG, "view": {**standard["view"], **CONFIG["view"]}},
            "background": "transparent",
            "usermeta": {"frame": list(self.frame)},
            "hconcat": [
                {"layer": [_layer(*place, group) for place, group in texts.items()], "width": self.left, "height": 1},
                marks,
            ],
            "spacing": 0,
            "bounds": "flush",
        }
        if validate:
            alt.HConcatChart.from_dict(spec, validate=True)
        return spec


def _layer(style: str, x: float, texts: Iterable[Text]) -> dict[str, Any]:
    """The texts of one style and place, as a layer of a spec."""
    size, weight, colour, side = STYLES[style]
    look = {"align": side, "baseline": "middle", "color": colour, "fontSize": size, "fontWeight": weight}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": None}
    return {
        "data": {"values": [{"y": text.y, "text": text.text} for text in texts]},
        "mark": {"type": "text", "aria": False, **look},
        "encoding": {"text": {"field": "text", "type": "nominal"}, "x": {"value": x}, "y": y},
    }


def stack(parts: Sequence[Part], layout: Layout, top: int, bottom: int) -> Drawing:
    """Panels one below the other; `top` and `bottom` are the room for texts around each of them."""
    marks, texts, height = [], [], 0.0
    for part in parts:
        marks.append(part.marks.properties(width=layout.plot, height=part.height))
        texts += [text._replace(y=text.y + height) for text in part.texts]
        height += part.height + top + bottom
    stacked = marks[0] if len(marks) == 1 else alt.vconcat(*marks, spacing=top + bottom, bounds="flush")
    return Drawing(stacked, texts, layout.left, (0, -top, layout.width, height))
