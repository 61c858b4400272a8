"""The cards as pictures, from the cache where the same card was drawn before."""

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from evidence.analysis.view import View
from evidence.site.cache import Cache, key_of
from evidence.site.cards.wording import Line, cards
from evidence.site.progress import counted

_HERE = Path(__file__).parent
_DRAW = _HERE / "draw.py"
# The site's own font, and two files with the letters that it lacks.
FONTS = (
    str(_HERE.parents[3] / "docs" / "assets" / "fonts" / "source-sans-3.woff2"),
    str(_HERE / "source-sans-3-latin-ext.woff2"),
    str(_HERE / "source-sans-3-greek.woff2"),
)
# From this number on a second process saves time.
_MANY = 24


# A card to draw: its lines, and the drawing of its chart as PNG.
_Order = tuple[tuple[Line, ...], bytes | None]


def files(view: View, drawings: Mapping[str, bytes], cache: Cache) -> Mapping[str, bytes]:
    """Address -> PNG of every card. `drawings` are the charts as PNG by their id; a chart without has no card."""
    # What a card depends on besides its words: how it is drawn, with which library and fonts.
    code = key_of(version("pillow"), *(Path(path).read_bytes() for path in (str(_DRAW), *FONTS)))
    keys: dict[str, str] = {}
    orders: dict[str, _Order] = {}
    for card in cards(view):
        drawing = drawings.get(card.chart)
        if drawing or not card.chart:
            keys[card.image] = key_of(code, json.dumps(card.lines), drawing or b"")
            orders[keys[card.image]] = card.lines, drawing
    pictures = {key: found for key in orders if (found := cache.get("cards", key))}
    missing = {key: order for key, order in orders.items() if key not in pictures}
    for key, content in zip(missing, _drawn(list(missing.values())), strict=True):
        cache.put("cards", key, content)
        pictures[key] = content
    return {image: pictures[key] for image, key in keys.items()}


def _drawn(orders: Sequence[_Order]) -> list[bytes]:
    """Draw cards. A second process draws the second half of many; where it fails, that half is drawn here too."""
    half = len(orders) // 2 if len(orders) >= _MANY and (os.cpu_count() or 1) > 1 else len(orders)
    first, second = orders[:half], orders[half:]
    if not second:
        return _drawn_here(first)
    # Its output is a file, not a pipe, which would be full before anybody reads it.
    with tempfile.TemporaryFile() as output:
        command = [sys.executable, str(_DRAW), *FONTS]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output) as process:
            assert process.stdin
            asked = [(lines, (drawing or b"").hex()) for lines, drawing in second]
            with suppress(BrokenPipeError):
                process.stdin.write(json.dumps(asked).encode())
                process.stdin.close()
            made = _drawn_here(first)
        output.seek(0)
        pictures = [base64.b64decode(picture) for picture in output.read().split()]
    return made + (pictures if len(pictures) == len(second) else _drawn_here(second))


def _drawn_here(orders: Sequence[_Order]) -> list[bytes]:
    if not orders:
        return []
    from evidence.site.cards import draw  # late, for the library is slow to import

    return [draw.card(lines, drawing, FONTS) for lines, drawing in counted("Cards", orders)]
