"""Draw a card: lines of text, each with a role, and the drawing of a chart. Knows nothing of the evidence.

It also runs as a program: see `main`.
"""

import base64
import io
import json
import sys
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import NamedTuple

from PIL import Image, ImageColor, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
LEFT, TOP, RULE, FOOT = 72, 58, 536, 560
PAPER, INK, QUIET, ACCENT, AMBER, LINE = "#fdfdfb", "#1c1e21", "#565b61", "#14578f", "#8a5800", "#d9d9d3"
# Between one line and the next, and after a role, as parts of the size.
LEADING, AFTER = 1.22, 0.45
MORE = "…"
# No card has room for more characters than these.
MOST = 500
# The height in which a drawing that is too high fades out.
FADE = 90
# The characters that no font file here has, as one types them.
TYPED = str.maketrans({"≥": ">=", "≤": "<=", "≠": "/=", "→": "->", "≈": "~"})


class Role(NamedTuple):
    """How a line looks: sizes from largest to smallest in pixels, weight, colour, and how many lines it may take."""

    largest: int
    smallest: int
    weight: int
    ink: str
    lines: int


ROLES = {
    "over": Role(30, 30, 400, QUIET, 1),
    "figure": Role(104, 54, 650, INK, 2),
    "statement": Role(54, 36, 600, INK, 5),
    "title": Role(76, 46, 650, INK, 3),
    "spread": Role(46, 32, 400, INK, 2),
    "about": Role(34, 28, 400, QUIET, 3),
    "row": Role(32, 32, 400, INK, 2),
    "remark": Role(28, 28, 600, AMBER, 1),
    # At the foot, where each has its place.
    "source": Role(26, 24, 400, QUIET, 2),
    "credit": Role(24, 24, 400, QUIET, 1),
    "site": Role(28, 28, 600, INK, 1),
    "state": Role(26, 26, 400, QUIET, 1),
}

AT_THE_FOOT = ("source", "credit", "site", "state")


def card(lines: Sequence[Sequence[str]], drawing: bytes | None, fonts: Sequence[str]) -> bytes:
    """The card as PNG. `lines` are (role, text), `fonts` files in the order in which they are tried."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = _Pen(ImageDraw.Draw(image), tuple(fonts))
    foot = {role: text for role, text in lines if role in AT_THE_FOOT}
    pen.draw.rectangle((0, 0, WIDTH, 9), fill=ACCENT)
    pen.draw.rectangle((LEFT, RULE, WIDTH - LEFT, RULE + 1), fill=LINE)
    state = pen.width(foot.get("state", ""), "state") if "state" in foot else 0
    pen.write("site", foot.get("site", ""), LEFT, FOOT, FOOT + 40, WIDTH - 2 * LEFT - state - 40)
    pen.write("state", foot.get("state", ""), WIDTH - LEFT - state, FOOT, FOOT + 40, state + 1)
    below = float(RULE - 16)
    for role in foot.keys() & {"source", "credit"}:
        below -= pen.height(role, foot[role], WIDTH - 2 * LEFT)
        pen.write(role, foot[role], LEFT, below, RULE, WIDTH - 2 * LEFT)
    y = float(TOP)
    for role, text in lines:
        if role not in foot:
            y = pen.write(role, text, LEFT, y, below - 8, WIDTH - 2 * LEFT)
    if drawing:
        _paste(image, drawing, (LEFT, 40, WIDTH - LEFT, round(below) - 12))
    return _png(image, adaptive=bool(drawing))


class _Pen:
    """Writes text of any length into the room that it has."""

    def __init__(self, draw: ImageDraw.ImageDraw, fonts: tuple[str, ...]) -> None:
        self.draw = draw
        self.fonts = fonts

    def write(self, role: str, text: str, x: float, y: float, bottom: float, width: float) -> float:
        """Write a text as large as fits above `bottom`, cut where it does not; gives where the next may begin."""
        size, lines = self._set(role, text, width, bottom - y)
        for number, line in enumerate(lines):
            self._line(line, x, y + number * size * LEADING, size, ROLES[role])
        return y + len(lines) * size * LEADING + (AFTER * size if lines else 0)

    def height(self, role: str, text: str, width: float) -> float:
        """The room that a text takes."""
        size, lines = self._set(role, text, width, HEIGHT)
        return len(lines) * size * LEADING

    def width(self, text: str, role: str) -> float:
        """The width of a text on one line, at the largest size of its role."""
        return self._width(text, ROLES[role].largest, ROLES[role].weight)

    def _set(self, role: str, text: str, width: float, room: float) -> tuple[int, list[str]]:
        """The size of a text and its lines."""
        look = ROLES[role]
        size, lines = look.largest, []
        for size in range(look.largest, look.smallest - 1, -4):
            lines = self._wrapped(text[:MOST].translate(TYPED), size, look.weight, width)
            if len(lines) <= look.lines and len(lines) * size * LEADING <= room:
                return size, lines
        fits = max(0, min(look.lines, int(room / (size * LEADING))))
        return size, self._cut(lines, fits, size, look.weight, width)

    def _wrapped(self, text: str, size: int, weight: int, width: float) -> list[str]:
        """Lines that fit; a word that is wider than a line is broken."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self._width(longer, size, weight) <= width:
                lines[-1] = longer
            elif self._width(word, size, weight) <= width:
                lines.append(word)
            else:
                lines.append("")
                for letter in word:
                    if lines[-1] and self._width(lines[-1] + letter, size, weight) > width:
                        lines.append("")
                    lines[-1] += letter
        return lines

    def _cut(self, lines: list[str], fits: int, size: int, weight: int, width: float) -> list[str]:
        """The lines that have room; where some are cut the last one ends in an ellipsis."""
        shown = lines[:fits]
        if shown and len(lines) > fits:
            while shown[-1] and self._width(shown[-1] + MORE, size, weight) > width:
                shown[-1] = shown[-1][:-1]
            shown[-1] = shown[-1].rstrip(" ,;:") + MORE
        return shown

    def _width(self, text: str, size: int, weight: int) -> float:
        return sum(_advance(self.fonts[_font_of(letter)], letter, size, weight) for letter in text)

    def _line(self, text: str, x: float, y: float, size: int, look: Role) -> None:
        for number, letters in groupby(text, _font_of):
            run, font = "".join(letters), _font(self.fonts[number], size, look.weight)
            self.draw.text((x, y + size), run, font=font, fill=look.ink, anchor="ls")
            x += self._width(run, size, look.weight)


def _font_of(letter: str) -> int:
    """Which of the font files has a letter: Latin, further Latin, Greek."""
    code = ord(letter)
    return 2 if 0x370 <= code < 0x400 else 1 if 0x100 <= code < 0x2BA or 0x1E00 <= code < 0x1F00 else 0


@cache
def _font(path: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    """A font at a weight. The simple layout gives the same picture on every machine."""
    font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([weight])
    return font


@cache
def _advance(path: str, letter: str, size: int, weight: int) -> float:
    """The width of a letter; in the simple layout a text is as wide as its letters together."""
    return _font(path, size, weight).getlength(letter)


def _paste(image: Image.Image, drawing: bytes, box: tuple[int, int, int, int]) -> None:
    """The drawing, which has a title of its own, as wide as the box; one that is too high fades out below."""
    left, top, right, bottom = box
    with Image.open(io.BytesIO(drawing)) as opened:
        picture = Image.new("RGB", opened.size, PAPER)
        picture.paste(opened, mask=opened.getchannel("A") if "A" in opened.getbands() else None)
    width, room = right - left, bottom - top
    scale = min(width / picture.width, 1.0)
    small = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
    shown = small.crop((0, 0, small.width, min(small.height, room)))
    fading = Image.new("L", shown.size, 255)
    if small.height > room:
        steps = Image.linear_gradient("L").rotate(180).resize((shown.width, FADE))
        fading.paste(steps, (0, room - FADE))
    image.paste(shown, (left, top), fading)


def _png(image: Image.Image, adaptive: bool) -> bytes:
    """A small file: few colours are enough."""
    palette = None if adaptive else _palette()
    made = image.quantize(96, method=Image.Quantize.FASTOCTREE, palette=palette, dither=Image.Dither.NONE)
    file = io.BytesIO()
    made.save(file, "PNG", compress_level=6)
    return file.getvalue()


@cache
def _palette() -> Image.Image:
    """Paper, the colours of the rules, and each ink in fifteen steps from paper."""
    paper = ImageColor.getrgb(PAPER)
    colours = [*paper, *ImageColor.getrgb(LINE)]
    for ink in (INK, QUIET, ACCENT, AMBER):
        parts = tuple(zip(paper, ImageColor.getrgb(ink), strict=True))
        colours += [round(low + (high - low) * step / 15) for step in range(1, 16) for low, high in parts]
    made = Image.new("P", (1, 1))
    made.putpalette(colours)
    return made


def main() -> None:
    """Draw the cards that standard input describes as JSON: (lines, drawing as hexadecimal) each. The arguments are the
    font files. Each card is a line of standard output, in Base64.
    """
    fonts = sys.argv[1:]
    for lines, drawing in json.load(sys.stdin):
        sys.stdout.write(base64.b64encode(card(lines, bytes.fromhex(drawing), fonts)).decode() + "\n")


if __name__ == "__main__":
    main()
