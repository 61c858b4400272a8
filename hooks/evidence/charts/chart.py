"""A chart before it is drawn: its words, its rows, and how the rows are grouped, without colour or pixel; and as drawn."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from evidence.model import links, number_format

SCRIPT = "assets/vega-embed.js"
_HEIGHT = re.compile(r'<svg[^>]* height="([\d.]+)"')
# Pixels that title, key, sources and the link back take around a drawing in a frame.
_AROUND = 200
ENDINGS = {"svg": "SVG", "png": "PNG", "vl.json": "Vega-Lite", "csv": "CSV"}


@dataclass(frozen=True)
class Row:
    """One mark: one figure, date or statement, as printed.

    `value`, `low` and `high` are positions only, in the unit of the row's panel (dates: years and parts of a year); None
    where nothing was printed. `printed` is the figure in full, `short` the same next to its mark, where the heading gives
    unit and level. `kind` is what the mark means (see KINDS), `line` gathers rows that are drawn on one line. `data` is
    for machines: names and values as the data state them. `cite` is source key -> place in it.
    """

    id: str
    address: str
    label: str
    printed: str
    kind: str
    detail: str = ""
    short: str = ""
    extra: str = ""
    panel: str = ""
    line: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    margin: float | None = None
    cite: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    data: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_figure(self) -> bool:
        """Whether `id` is a figure of the site: a fact, or a field of something."""
        return self.kind not in ("none", "computed") and (
            "#" in self.id or "value" in self.data or "category" in self.data or "size" in self.data
        )

    @property
    def description(self) -> str:
        """What the mark is, the figure in full, the source: the description of the mark in a drawing."""
        parts = [", ".join(part for part in (self.label, self.detail) if part) + ": " + self.printed, self.extra]
        return "; ".join(part for part in (*parts, f"source: {self.source}" if self.source else "") if part)


@dataclass(frozen=True)
class Panel:
    """Rows that share an axis, or a heading. `low` and `high` are words for what lies to the left and to the right.

    `null` is where no effect lies; `zero` says that the axis must have room for it. `is_log`: the axis is logarithmic.
    """

    key: str
    title: str = ""
    units: str = ""
    measure: str = ""
    heading: str = ""
    low: str = ""
    high: str = ""
    zero: bool = True
    null: int = 0
    is_log: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart, or the reason why there is none.

    `id` is its address, `kind` the module next to this one that draws it (interval_plots draws three kinds), `about` the
    study, endpoint or page on which it belongs. `title` is the finding, `subject` what is
    shown, `caption` how to read it, a sentence each. `key` gives the meaning of each kind of mark that occurs. `heads`
    are the headings of the table: label, detail, figure and what is next to it. `marks` contains what is drawn once;
    `credit` is where the chart comes from, for files that leave the site.
    """

    id: str
    kind: str
    title: str
    subject: str
    about: str
    rows: tuple[Row, ...] = ()
    panels: tuple[Panel, ...] = ()
    caption: tuple[str, ...] = ()
    key: tuple[tuple[str, str], ...] = ()
    heads: tuple[str, str, str, str] = ("", "", "", "")
    marks: Mapping[str, float | str] = field(default_factory=dict)
    reason: str = ""
    credit: str = ""

    @property
    def is_drawn(self) -> bool:
        """Whether there is something to draw."""
        return not self.reason

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of a row, in the order of the rows."""
        return tuple(dict.fromkeys(key for row in self.rows for key in row.cite))

    @property
    def files(self) -> Mapping[str, str]:
        """Name of a format -> address of the file."""
        return {name: links.chart_file(self.id, ending) for ending, name in ENDINGS.items()}

    def rows_of(self, panel: Panel) -> tuple[Row, ...]:
        """The rows of one panel, in order."""
        return tuple(row for row in self.rows if row.panel == panel.key)

    def table(self) -> tuple[tuple[str, ...], ...]:
        """The rows as text for machines, the first one being the names of the columns."""
        names = tuple(dict.fromkeys(name for row in self.rows for name in row.data))
        titles = {panel.key: panel.title for panel in self.panels}
        lines = (
            (
                row.id,
                titles.get(row.panel, ""),
                row.label,
                row.detail,
                row.kind,
                *(row.data.get(name, "") for name in names),
                number_format.hyphen(row.printed),
                number_format.hyphen(row.extra),
                ";".join(row.cite),
            )
            for row in self.rows
        )
        return (("id", "group", "label", "detail", "meaning", *names, "as_shown", "beside", "sources"), *lines)


def legend(meanings: Mapping[str, str], rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """Kind and meaning of the marks that occur in the rows."""
    kinds = {row.kind for row in rows}
    return tuple((kind, meaning) for kind, meaning in meanings.items() if kind in kinds)


class RenderedChart(NamedTuple):
    """A chart as markup for wide and for narrow places, as files of its own (SVG, PNG), and as a Vega-Lite specification."""

    wide: str
    narrow: str
    svg: str
    spec: str
    png: bytes

    @classmethod
    def from_bytes(cls, content: bytes) -> Self:
        """The inverse of `to_bytes`."""
        texts, _, png = content.partition(b"\n")
        wide, narrow, svg, spec = json.loads(texts)
        return cls(wide, narrow, svg, spec, png)

    def to_bytes(self) -> bytes:
        """The texts as JSON in one line, then the PNG."""
        return json.dumps(self[:-1], ensure_ascii=False).encode() + b"\n" + self.png

    @property
    def height(self) -> str:
        """How high a frame of another site must be to show it, in pixels, with the text above and below it."""
        wide, narrow = (float(_HEIGHT.findall(drawing)[0]) for drawing in (self.wide, self.narrow))
        return str(round(max(wide, min(narrow, wide * 1.4))) + _AROUND)
