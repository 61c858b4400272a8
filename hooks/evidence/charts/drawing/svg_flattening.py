"""A drawing without the groups in which Vega lays it out: every mark at its place, and what neighbours share said once."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
# Attributes that a group hands down to what it holds.
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
# What is so where nothing is said.
PLAIN = {
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


def flattened(group: Element) -> list[Element]:
    """What stands in a group, in the order in which it is painted; the group's own place is left out."""
    found = []
    for look, same in groupby(_joined(_leaves(group, 0.0, 0.0, {})), lambda leaf: leaf[0]):
        elements = [element for _, element in same]
        holder = elements[0]
        if len(elements) > 1:
            holder = Element(SVG + "g")
            holder.extend(elements)
        holder.attrib = {**look, **holder.attrib}
        found.append(holder)
    return found


def _leaves(group: Element, x: float, y: float, look: Look) -> Iterator[tuple[Look, Element]]:
    """Each mark and text with its look, moved by what the groups around it are moved."""
    for element in group:
        own = {name: value for name, value in element.attrib.items() if name in LOOK}
        element.attrib = {
            name: value for name, value in element.attrib.items() if name not in LOOK and PLAIN.get(name) != value
        }
        moved = _MOVED.fullmatch(element.get("transform", "translate(0,0)"))
        if element.tag == SVG + "g" and moved and element.attrib.keys() <= {"transform"}:
            yield from _leaves(element, x + float(moved[1]), y + float(moved[2]), {**look, **own})
        else:
            yield _said({**look, **own}), _placed(element, x, y)


def _said(look: Look) -> Look:
    return {name: look[name] for name in LOOK if name in look and PLAIN.get(name) != look[name]}


def _placed(element: Element, x: float, y: float) -> Element:
    """The element moved by x and y, with its numbers rounded."""
    moved = _MOVED.match(element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    turned = element.attrib.pop("transform", "")[moved.end() if moved else 0 :]
    if element.tag == SVG + "line" and not turned:
        ends = {name: float(element.get(name, "0")) + (x if name[0] == "x" else y) for name in ENDS}
        element.attrib |= {name: short(end) for name, end in ends.items()}
    elif element.tag == SVG + "text" and not turned and not len(element):
        # A text needs no part of a pixel.
        places = {"x": math.floor(x + 0.5), "y": math.floor(y + 0.5)}
        element.attrib = {**{name: str(place) for name, place in places.items() if place}, **element.attrib}
    elif element.tag == SVG + "path" and not turned and (circle := _CIRCLE.fullmatch(element.get("d", ""))):
        element.tag = SVG + "circle"
        del element.attrib["d"]
        element.attrib = {"r": circle[1], "cx": short(x), "cy": short(y), **element.attrib}
    elif x or y or turned:
        element.attrib = {"transform": f"translate({short(x)},{short(y)}){turned}", **element.attrib}
    for part in element.iter():
        for name in GEOMETRY & part.attrib.keys():
            part.set(name, _NUMBER.sub(lambda match: short(float(match[0])), part.attrib[name]))
    return element


def _joined(leaves: Iterable[tuple[Look, Element]]) -> Iterator[tuple[Look, Element]]:
    """Neighbouring lines of one look as one path, unless they say something."""
    for (look, silent), same in groupby(leaves, lambda leaf: (leaf[0], leaf[1].attrib.keys() == set(ENDS))):
        elements = [element for _, element in same]
        for lines in [elements] if silent else [[element] for element in elements]:
            yield look, _path(lines) if lines[0].tag == SVG + "line" else lines[0]


def _path(lines: Sequence[Element]) -> Element:
    """Lines as one path, each place told from the end of the line before."""
    way, x, y = "", 0.0, 0.0
    for line in lines:
        x1, y1, x2, y2 = (float(line.attrib.pop(name)) for name in ENDS)
        way += f"m{_pair(x1 - x, y1 - y)}"
        way += f"h{short(x2 - x1)}" if y1 == y2 else f"v{short(y2 - y1)}" if x1 == x2 else f"l{_pair(x2 - x1, y2 - y1)}"
        x, y = x2, y2
    path = Element(SVG + "path", {"d": way, **lines[0].attrib})
    path.extend(lines[0])
    return path


def _pair(x: float, y: float) -> str:
    return f"{short(x)},{short(y)}".replace(",-", "-")
