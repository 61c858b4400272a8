"""A drawing without the groups in which Vega lays it out: every mark at its place, and what neighbours share given once."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
# Attributes that a group passes on to what it contains.
LOOK = (
    "fill",
    "stroke",
    "font-size",
    "font-weight",
    "text-anchor",
    "stroke-width",
    "stroke-dasharray",
    "fill-opacity",
)
# Values that need not be given.
DEFAULTS = {
    "fill-opacity": "1",
    "font-weight": "400",
    "opacity": "1",
    "stroke-width": "1",
    "text-anchor": "start",
}
# Attributes whose numbers are places, and may be rounded; any other number is somebody's figure.
GEOMETRY = frozenset("transform d x y x1 x2 y1 y2 cx cy r width height".split())
# Both ends of a line.
ENDS = ("x1", "y1", "x2", "y2")
_NUMBER = re.compile(r"-?\d+\.\d+")
# The path that Vega draws for a circle about its own place.
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_MOVED = re.compile(r"\s*translate\(\s*(-?[\d.]+)\s*,\s*(-?[\d.]+)\s*\)")

Look = Mapping[str, str]
Element = ElementTree.Element


def short(number: float) -> str:
    """A length in pixels, to a tenth of one."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def flatten(group: Element) -> list[Element]:
    """The marks and texts of a group, in the order in which they are painted; the group's own place is left out."""
    found = []
    for look, same in groupby(_joined(_leaves(group, 0.0, 0.0, {})), lambda leaf: leaf[0]):
        elements = [element for _, element in same]
        parent = elements[0]
        if len(elements) > 1:
            parent = Element(SVG + "g")
            parent.extend(elements)
        parent.attrib = {**look, **parent.attrib}
        found.append(parent)
    return found


def _leaves(group: Element, x: float, y: float, look: Look) -> Iterator[tuple[Look, Element]]:
    """Each mark and text with its look, moved by what the groups around it are moved."""
    for element in group:
        whole = {**look, **{name: value for name, value in element.attrib.items() if name in LOOK}}
        element.attrib = {
            name: value for name, value in element.attrib.items() if name not in LOOK and DEFAULTS.get(name) != value
        }
        moved = _MOVED.fullmatch(element.get("transform", "translate(0,0)"))
        if element.tag == SVG + "g" and moved and element.attrib.keys() <= {"transform"}:
            yield from _leaves(element, x + float(moved[1]), y + float(moved[2]), whole)
        else:
            own = {name: whole[name] for name in LOOK if name in whole and DEFAULTS.get(name) != whole[name]}
            yield own, _placed(element, x, y)


def _placed(element: Element, x: float, y: float) -> Element:
    """The element moved by x and y, with its numbers rounded."""
    transform = element.attrib.pop("transform", "")
    moved = _MOVED.match(transform)
    if moved:
        x, y, transform = x + float(moved[1]), y + float(moved[2]), transform[moved.end() :]
    tag = "" if transform else element.tag.removeprefix(SVG)
    place = {}
    if tag == "line":
        for name in ENDS:
            element.set(name, short(float(element.get(name, "0")) + (x if name[0] == "x" else y)))
    elif tag == "text" and not len(element):
        # A text needs no part of a pixel.
        pixels = {"x": math.floor(x + 0.5), "y": math.floor(y + 0.5)}
        place = {name: str(pixel) for name, pixel in pixels.items() if pixel}
    elif tag == "path" and (circle := _CIRCLE.fullmatch(element.get("d", ""))):
        element.tag = SVG + "circle"
        del element.attrib["d"]
        place = {"r": circle[1], "cx": short(x), "cy": short(y)}
    elif x or y or transform:
        place = {"transform": f"translate({short(x)},{short(y)}){transform}"}
    element.attrib = {**place, **element.attrib}
    for part in element.iter():
        for name in GEOMETRY & part.attrib.keys():
            part.set(name, _NUMBER.sub(lambda match: short(float(match[0])), part.attrib[name]))
    return element


def _joined(leaves: Iterable[tuple[Look, Element]]) -> Iterator[tuple[Look, Element]]:
    """Neighbouring lines of one look as one path, unless they have a description."""
    for (look, is_bare), same in groupby(leaves, lambda leaf: (leaf[0], leaf[1].attrib.keys() == set(ENDS))):
        elements = [element for _, element in same]
        for lines in [elements] if is_bare else [[element] for element in elements]:
            yield look, _path(lines) if lines[0].tag == SVG + "line" else lines[0]


def _path(lines: Sequence[Element]) -> Element:
    """Lines as one path, each place relative to the end of the line before."""
    d, x, y = "", 0.0, 0.0
    for line in lines:
        x1, y1, x2, y2 = (float(line.attrib.pop(name)) for name in ENDS)
        d += f"m{_pair(x1 - x, y1 - y)}"
        d += f"h{short(x2 - x1)}" if y1 == y2 else f"v{short(y2 - y1)}" if x1 == x2 else f"l{_pair(x2 - x1, y2 - y1)}"
        x, y = x2, y2
    path = Element(SVG + "path", {"d": d, **lines[0].attrib})
    path.extend(lines[0])
    return path


def _pair(x: float, y: float) -> str:
    return f"{short(x)},{short(y)}".replace(",-", "-")
