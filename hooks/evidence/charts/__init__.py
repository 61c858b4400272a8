"""Charts as drawings: one chart a file, one theme. Importing this package starts no library; only drawing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from evidence.charts import drawn
from evidence.charts.drawn import Drawn, end, folder, inject, named
from evidence.derive.chartrows import Chart

__all__ = ["Drawn", "begin", "drawings", "end", "folder", "inject", "named", "script"]


def drawings(charts: Iterable[Chart], cache: Path) -> Mapping[str, Drawn]:
    """Id -> drawing, for every chart that has something to draw; what was drawn before comes from the cache."""
    return drawn.drawings(charts, cache, _draw)


def begin(charts: Iterable[Chart], cache: Path) -> int | None:
    """Let a second process draw what was not drawn before; `end` waits for it, if there is one."""
    return drawn.begin(charts, cache, _draw)


def script(cache: Path) -> str:
    """The script with which a reader explores a chart: Vega, Vega-Lite and vega-embed."""
    return drawn.script(cache, _bundle)


def _draw(chart: Chart) -> Drawn:
    from evidence.charts import draw

    return draw.draw(chart)


def _bundle() -> str:
    from evidence.charts import draw

    return draw.bundle()
