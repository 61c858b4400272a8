"""Vega, through vl-convert: from a specification to SVG, from SVG to PNG. Imported only when something must be drawn."""

import os
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import vl_convert
from PIL import Image

# Twice the size on screen, so that a slide shows it sharp.
SCALE = 2.0
# Pictures of a few colours gain less than a tenth from the levels above, which take several times as long.
_COMPRESSION = 6
# A fontconfig file that names no fonts, and where a Linux machine has its own.
_NO_FONTS = Path(__file__).with_name("fonts.xml")
_FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


def svg(spec: dict[str, Any]) -> str:
    """A Vega-Lite specification as SVG; it can load nothing from elsewhere."""
    _load_fonts()
    return vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])


def png(svg: str) -> bytes:
    """An SVG on opaque paper as PNG, SCALE times as large."""
    _load_fonts()
    return _with_palette(vl_convert.svg_to_png(svg, scale=SCALE))


def javascript() -> str:
    """Vega, Vega-Lite and vega-embed as one script, which puts vegaEmbed on the window."""
    return vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub lacks a default value


@cache
def _load_fonts() -> None:
    """Let vl-convert use the font it contains, and fonts of the machine only for letters which that one lacks.

    A drawing is then the same on every machine. It is also faster: of a font of the machine vl-convert opens the file
    again for every letter, which took half of the time of a chart. Fonts are read at the first picture.
    """
    empty = ElementTree.Element("svg", xmlns="http://www.w3.org/2000/svg", width="1", height="1")
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(_NO_FONTS)
    try:
        vl_convert.svg_to_png(ElementTree.tostring(empty, encoding="unicode"))
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before
    for folder in _FONT_FOLDERS:
        if folder.is_dir():
            vl_convert.register_font_directory(str(folder))


def _with_palette(png: bytes) -> bytes:
    """The same picture in a quarter of the bytes: an index into a palette where it has at most 256 colours."""
    picture = Image.open(BytesIO(png)).convert("RGBA")
    colours = picture.getcolors(256)
    if colours is None:
        smaller = picture.convert("RGB")
    else:
        palette = np.sort(np.array([colour for _, colour in colours], np.uint8).view(np.uint32).ravel())
        pixels = np.frombuffer(picture.tobytes(), np.uint32)
        smaller = Image.frombytes("P", picture.size, np.searchsorted(palette, pixels).astype(np.uint8).tobytes())
        smaller.putpalette(palette.view(np.uint8).reshape(-1, 4)[:, :3].tobytes())
    file = BytesIO()
    smaller.save(file, "PNG", compress_level=_COMPRESSION)
    return file.getvalue()
