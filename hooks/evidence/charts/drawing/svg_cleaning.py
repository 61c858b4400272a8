"""An SVG as vl-convert writes it, made small, quiet and the same in every process: text in, text out."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from evidence.charts.drawing.svg_flattening import SVG, flattened, short

# What only a Vega runtime reads, and what says nothing: the font is the page's own.
DROPPED = frozenset(
    "class role aria-roledescription aria-hidden pointer-events font-family version stroke-miterlimit".split()
)
# Marks of colours for files that no page surrounds: light paper.
LIGHT = {
    "var(--accent)": "#1a5a96",
    "var(--quiet)": "#55585c",
    "var(--rule)": "#d8d8d2",
    "var(--paper)": "#ffffff",
    "currentColor": "#1c1e21",
}
# Attributes that may point to an id, or name a colour.
POINTING = {"clip-path", "fill", "mask", "stroke"}
# Fields of a spec that hold a colour.
PAINTING = {"color", "domainColor", "edge", "fill", "gridColor", "labelColor", "stroke", "tickColor", "value"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def cleaned(svg: str, frame: Sequence[float], rows: Mapping[str, int], title: str, about: str) -> str:
    """The drawing inside `frame` (x, y from its first panel, width, height), with a name and a description.

    Ids are numbered from 1, lengths are rounded, groups that do nothing are gone. A mark whose label is in `rows` gets the
    number of its row, by which the page finds the row in the table.
    """
    root = ElementTree.fromstring(svg)
    _renumber(root)
    _strip(root)
    # One group holds all of it, at a place that Vega chose; here the first panel stands at 0.
    marks = [element for group in root for element in (flattened(group) if group.tag == SVG + "g" else [group])]
    root[:] = marks
    for mark in root.iterfind(".//*[@aria-label]"):
        mark.set("role", "img")  # what has a name must have a role
        if (label := mark.get("aria-label", "")) in rows:
            mark.set("data-row", str(rows[label]))
    _, _, width, height = frame
    root.attrib = {
        "role": "img",
        "viewBox": " ".join(short(number) for number in frame),
        "width": short(width),
        "height": short(height),
        "fill": "none",
    }
    for name, text in (("desc", about), ("title", title)):
        if text:
            element = ElementTree.Element(SVG + name)
            element.text = text
            root.insert(0, element)
    return _text(root)


def _strip(element: ElementTree.Element) -> None:
    for child in list(element):
        name = child.tag.removeprefix(SVG)
        empty = name == "path" and (child.get("class") in ("background", "foreground"))
        if empty or child.get("display") == "none":
            element.remove(child)
            continue
        _strip(child)
        if name in ("g", "defs") and not len(child):
            element.remove(child)
    if element.tag == SVG + "g":
        element.attrib.pop("aria-label", None)
    for name in DROPPED & element.attrib.keys():
        del element.attrib[name]


def _renumber(root: ElementTree.Element) -> None:
    """Ids come from a counter of the whole process; a drawing counts its own."""
    names = {old.get("id", ""): f"c{index}" for index, old in enumerate(root.iterfind(".//*[@id]"), 1)}
    for element in root.iter():
        if "id" in element.attrib:
            element.set("id", names[element.attrib["id"]])
        for name in POINTING & set(element.attrib):
            element.set(name, _REFERENCE.sub(lambda match: f"url(#{names[match[1]]})", element.attrib[name]))


def _text(root: ElementTree.Element) -> str:
    """Markup without the name space, which HTML knows; a file of its own gets it back."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def alone(svg: str, title: str, about: str, credit: str) -> str:
    """A drawing as a file of its own: on white, with its title above and where it comes from below."""
    root = ElementTree.fromstring(svg)
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    above = [(line, 16, "700") for line in _lines(title, width, 8.8)] + [
        (line, 12, "400") for line in _lines(about, width, 6.4)
    ]
    below = [(line, 10, "400") for line in _lines(credit, width, 5.4)]
    inset, head = 16.0, 16.0 + sum(size * 1.35 for _, size, _ in above)
    foot = head + height + 12
    whole = ElementTree.Element("svg", xmlns="http://www.w3.org/2000/svg")
    size = {"width": short(width + 2 * inset), "height": short(foot + len(below) * 14 + inset)}
    whole.attrib |= {
        **size,
        "viewBox": f"0 0 {size['width']} {size['height']}",
        "font-family": "sans-serif",
        "role": "img",
    }
    ElementTree.SubElement(whole, "title").text = title
    ElementTree.SubElement(whole, "rect", size, fill="#ffffff")
    y = 12.0
    for line, height_of, weight in above:
        y += height_of * 1.35
        _line(whole, line, inset, y - height_of * 0.35, height_of, weight)
    # A renderer would clip what is hidden with a mask as large as the picture, which takes half of its time.
    root.attrib |= {"x": short(inset), "y": short(head), "overflow": "visible"}
    for name in ("title", "desc"):
        for element in root.findall(name):
            root.remove(element)
    whole.append(root)
    for index, (line, height_of, weight) in enumerate(below):
        _line(whole, line, inset, foot + 10 + index * 14, height_of, weight)
    return ElementTree.tostring(whole, encoding="unicode").replace(" />", "/>") + "\n"


def _line(parent: ElementTree.Element, text: str, x: float, y: float, size: int, weight: str) -> None:
    look = {
        "x": short(x),
        "y": short(y),
        "font-size": str(size),
        "font-weight": weight,
        "fill": LIGHT["currentColor"],
    }
    ElementTree.SubElement(parent, "text", look).text = text


def _lines(text: str, width: float, letter: float) -> list[str]:
    return textwrap.wrap(text, int(width / letter)) or []


def resolved(svg: str) -> str:
    """A drawing with the colours of the page replaced by those of light paper; its words stay as they are."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for name in POINTING & set(element.attrib):
            element.set(name, LIGHT.get(element.attrib[name], element.attrib[name]))
    return _text(root)


def resolved_spec(part: Any, name: str = "") -> Any:
    """The same for a spec: only values of what paints."""
    if isinstance(part, dict):
        return {key: resolved_spec(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [resolved_spec(value, name) for value in part]
    return LIGHT.get(part, part) if isinstance(part, str) and name in PAINTING else part
