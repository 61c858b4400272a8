"""An SVG as vl-convert writes it, made small and the same in every process: text in, text out."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from evidence.charts.drawing.svg_flattening import SVG, flatten, short

# What only a Vega runtime reads, and what has no meaning here: the font is the page's own.
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
# Attributes of an SVG and fields of a spec that may contain a colour.
SVG_COLOURS = {"fill", "stroke"}
SPEC_COLOURS = {"color", "domainColor", "edge", "fill", "gridColor", "labelColor", "stroke", "tickColor", "value"}


def clean(svg: str, frame: Sequence[float], rows: Mapping[str, int], title: str, subject: str) -> str:
    """The drawing inside `frame` (x, y from its first panel, width, height), with a name and a description.

    Lengths are rounded, groups that do nothing are gone. A mark whose label is in `rows` gets the number of its row, by
    which the page finds the row in the table.
    """
    root = ElementTree.fromstring(svg)
    _strip(root)
    # One group contains all of it, at a place that Vega chose; here the first panel is at 0.
    root[:] = [element for group in root for element in (flatten(group) if group.tag == SVG + "g" else [group])]
    for mark in root.iterfind(".//*[@aria-label]"):
        mark.set("role", "img")  # what has a name must have a role
        if (label := mark.get("aria-label", "")) in rows:
            mark.set("data-row", str(rows[label]))
    place = [short(number) for number in frame]
    size = {"width": place[2], "height": place[3]}
    root.attrib = {"role": "img", "viewBox": " ".join(place), **size, "fill": "none"}
    for name, text in (("desc", subject), ("title", title)):
        if text:
            element = ElementTree.Element(name)
            element.text = text
            root.insert(0, element)
    # Without the name space, which HTML knows; a file of its own gets it back.
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
    return _to_text(root)


def _strip(element: ElementTree.Element) -> None:
    """Remove empty groups, backgrounds, what is hidden, and attributes without use."""
    for child in list(element):
        name = child.tag.removeprefix(SVG)
        is_background = name == "path" and child.get("class") in ("background", "foreground")
        is_hidden = child.get("display") == "none"
        _strip(child)
        if is_background or is_hidden or (name in ("g", "defs") and not len(child)):
            element.remove(child)
    for name in DROPPED | ({"aria-label"} if element.tag == SVG + "g" else set()):
        element.attrib.pop(name, None)


def _to_text(root: ElementTree.Element) -> str:
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def standalone(svg: str, title: str, subject: str, credit: str) -> str:
    """A drawing as a file of its own: on white, with its title above and where it comes from below."""
    drawing = ElementTree.fromstring(svg)
    width, height = float(drawing.get("width", "0")), float(drawing.get("height", "0"))
    head = [(line, 16, "700") for line in textwrap.wrap(title, int(width / 8.8))]
    head += [(line, 12, "400") for line in textwrap.wrap(subject, int(width / 6.4))]
    foot = textwrap.wrap(credit, int(width / 5.4))
    margin, top = 16.0, 16.0 + sum(size * 1.35 for _, size, _ in head)
    bottom = top + height + 12
    size = {"width": short(width + 2 * margin), "height": short(bottom + len(foot) * 14 + margin)}
    view_box = f"0 0 {size['width']} {size['height']}"
    look = {"viewBox": view_box, "font-family": "sans-serif", "role": "img"}
    root = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, **look})
    ElementTree.SubElement(root, "title").text = title
    ElementTree.SubElement(root, "rect", size, fill=LIGHT["var(--paper)"])
    y = 12.0
    for line, font_size, weight in head:
        y += font_size * 1.35
        _add_text(root, line, margin, y - font_size * 0.35, font_size, weight)
    # A renderer would clip what is hidden with a mask as large as the picture, which takes half of its time.
    drawing.attrib |= {"x": short(margin), "y": short(top), "overflow": "visible"}
    drawing[:] = [element for element in drawing if element.tag not in ("title", "desc")]
    root.append(drawing)
    for index, line in enumerate(foot):
        _add_text(root, line, margin, bottom + 10 + index * 14, 10, "400")
    return _to_text(root) + "\n"


def _add_text(parent: ElementTree.Element, text: str, x: float, y: float, size: int, weight: str) -> None:
    font = {"font-size": str(size), "font-weight": weight, "fill": LIGHT["currentColor"]}
    ElementTree.SubElement(parent, "text", {"x": short(x), "y": short(y), **font}).text = text


def with_light_colours(svg: str) -> str:
    """A drawing with the colours of the page replaced by those of light paper; its words are unchanged."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for name in SVG_COLOURS & element.attrib.keys():
            element.set(name, LIGHT.get(element.attrib[name], element.attrib[name]))
    return _to_text(root)


def spec_with_light_colours(part: Any, name: str = "") -> Any:
    """The same for a spec, or for the part of it with that name."""
    if isinstance(part, dict):
        return {key: spec_with_light_colours(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [spec_with_light_colours(value, name) for value in part]
    return LIGHT.get(part, part) if isinstance(part, str) and name in SPEC_COLOURS else part
