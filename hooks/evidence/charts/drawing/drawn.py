"""A chart as drawn: its drawings for wide and narrow places, as files, and as a Vega-Lite specification."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEIGHT = re.compile(r'<svg[^>]* height="([\d.]+)"')
# Title, key, sources and the way back, beside a drawing in a frame.
_AROUND = 200


class Drawn(NamedTuple):
    """A chart as markup for wide and for narrow places, as a file of its own (SVG, PNG), and as a Vega-Lite spec."""

    wide: str
    narrow: str
    svg: str
    spec: str
    png: bytes

    @property
    def height(self) -> str:
        """How high a frame of another site must be that shows it, in pixels, with what stands above and below it."""
        wide, narrow = (float(_HEIGHT.search(drawing)[1]) for drawing in (self.wide, self.narrow))  # type: ignore[index]
        return str(round(max(wide, min(narrow, wide * 1.4))) + _AROUND)
