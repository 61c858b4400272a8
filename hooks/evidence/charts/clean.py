"""An SVG as vl-convert writes it, made small, quiet and the same in every process: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"
# What only a Vega runtime reads, and what says nothing: the font is the page's own.
DROPPED = frozenset("class role aria-roledescription aria-hidden pointer-events font-family version".split())
PLAIN = {"opacity": "1", "stroke-width": "1", "font-weight": "400", "x2": "0", "y2": "0", "fill-opacity": "1"}
# Marks of colours for files that no page surrounds: light paper.
LIGHT = {
    "var(--accent)": "#1a5a96",
    "var(--quiet)": "#55585c",
    "var(--rule)": "#d8d8d2",
    "var(--paper)": "#ffffff",
    "currentColor": "#1c1e21",
}
_NUMBER = re.compile(r"-?\d+\.\d+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_START = re.compile(r"translate\((-?[\d.]+),\s*(-?[\d.]+)\)")


def cleaned(svg: str, frame: Sequence[float], title: str, about: str) -> str:
    """The drawing inside `frame` (x, y from its first panel, width, height), with a name and a description.

    Ids are numbered from 1, numbers have two decimals at most, groups that do nothing are gone.
    """
    root = ElementTree.fromstring(svg)
    inner = root.find(f"{SVG}g")
    start = _START.search(inner.get("transform", "")) if inner is not None else None
    left, top = (float(start[1]), float(start[2])) if start else (0.0, 0.0)
    _renumber(root)
    _strip(root)
    _unwrap(root)
    x, y, width, height = frame
    root.attrib = {
        "role": "img",
        "viewBox": " ".join(_short(number) for number in (left + x, top + y, width, height)),
        "width": _short(width),
        "height": _short(height),
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
    for name, value in list(element.attrib.items()):
        if name in DROPPED or PLAIN.get(name) == value:
            del element.attrib[name]
        else:
            element.attrib[name] = _NUMBER.sub(lambda match: _short(float(match[0])), value)
    if element.get("transform") == "translate(0,0)":
        del element.attrib["transform"]


def _unwrap(element: ElementTree.Element) -> None:
    """Put the children of a group without attributes in its place."""
    for child in list(element):
        _unwrap(child)
        if child.tag == SVG + "g" and not child.attrib:
            at = list(element).index(child)
            element.remove(child)
            for offset, grandchild in enumerate(child):
                element.insert(at + offset, grandchild)


def _renumber(root: ElementTree.Element) -> None:
    """Ids come from a counter of the whole process; a drawing counts its own."""
    names = {old.get("id", ""): f"c{index}" for index, old in enumerate(root.iterfind(".//*[@id]"), 1)}
    for element in root.iter():
        for name, value in element.attrib.items():
            element.attrib[name] = names[value] if name == "id" else _REFERENCE.sub(lambda m: f"url(#{names[m[1]]})", value)


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(number) < 0.005 else f"{number:.2f}".rstrip("0").rstrip(".")


def _text(root: ElementTree.Element) -> str:
    """Markup without the name space, which HTML knows; a file of its own gets it back."""
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG)
    return ElementTree.tostring(root, encoding="unicode")


def resolved(text: str, colours: Mapping[str, str] = LIGHT) -> str:
    """Markup or a spec with the page's colours replaced by those of light paper."""
    for name, colour in colours.items():
        text = text.replace(name, colour)
    return text
