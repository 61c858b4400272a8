"""Cards kept by content: none is drawn twice, and what is kept can be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from evidence.analysis.view import View
from evidence.site.cards.wording import Card, cards
from evidence.site.progress import counted

_HERE = Path(__file__).parent
_DRAW = _HERE / "draw.py"
# The site's own font, and two files with the letters that it lacks.
FONTS = (
    _HERE.parents[3] / "docs" / "assets" / "fonts" / "source-sans-3.woff2",
    _HERE / "source-sans-3-latin-ext.woff2",
    _HERE / "source-sans-3-greek.woff2",
)
# From this number on it pays to start a second process.
_MANY = 24


class _Order(NamedTuple):
    """A card to draw: where it is kept, its lines, and the drawing of a chart that it holds."""

    path: Path
    lines: Sequence[tuple[str, str]]
    drawing: bytes | None


def files(view: View, drawings: Mapping[str, bytes], cache: Path) -> Mapping[str, bytes]:
    """Address -> PNG of every card. `drawings` are the charts as PNG by their id; a chart without has no card."""
    code = _code()
    orders = {card.image: order for card in cards(view) if (order := _order(card, drawings, cache / "cards", code))}
    missing = [order for order in orders.values() if not order.path.is_file()]
    made = _drawn(missing) if missing else {}
    return {image: made.get(order.path) or order.path.read_bytes() for image, order in orders.items()}


def _order(card: Card, drawings: Mapping[str, bytes], folder: Path, code: bytes) -> _Order | None:
    drawing = drawings.get(card.chart) if card.chart else None
    if card.chart and drawing is None:
        return None
    key = hashlib.sha256(code + json.dumps(card.lines).encode() + hashlib.sha256(drawing or b"").digest())
    return _Order(folder / f"{key.hexdigest()[:32]}.png", card.lines, drawing)


def _code() -> bytes:
    """What a card depends on besides its words: how it is drawn, with which library and fonts."""
    made = hashlib.sha256(version("pillow").encode())
    for path in (_DRAW, *FONTS):
        made.update(path.read_bytes())
    return made.digest()


def _drawn(orders: Sequence[_Order]) -> Mapping[Path, bytes]:
    """Draw what is missing; a second process takes half of many, and what it fails to keep is drawn here after all."""
    two = len(orders) >= _MANY and (os.cpu_count() or 1) > 1
    own, other = (orders[::2], orders[1::2]) if two else (orders, ())
    helper = subprocess.Popen([sys.executable, str(_DRAW)], stdin=subprocess.PIPE) if other else None
    made: dict[Path, bytes] = {}
    if helper and helper.stdin:
        with helper.stdin as stdin:
            stdin.write(json.dumps(list(_told(other))).encode())
    made.update(_here(counted("Cards", own)))
    if helper:
        helper.wait()
        made.update(_here(order for order in other if not order.path.is_file()))
    return made


def _told(orders: Sequence[_Order]) -> Iterator[dict[str, object]]:
    """Orders as another process reads them."""
    for order in orders:
        drawing = order.drawing.hex() if order.drawing else None
        yield {
            "path": str(order.path),
            "lines": order.lines,
            "drawing": drawing,
            "fonts": [str(path) for path in FONTS],
        }


def _here(orders: Iterator[_Order]) -> Iterator[tuple[Path, bytes]]:
    from evidence.site.cards import draw

    for order in orders:
        content = draw.card(order.lines, order.drawing, [str(path) for path in FONTS])
        draw.keep(str(order.path), content)
        yield order.path, content
