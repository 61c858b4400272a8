"""The HTML in a page's Markdown, which needs no conversion, set apart from what does: most pages are headings and HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

_GAP = re.compile(r"\n{2,}")
_OPENS = re.compile(r"<(p|div|ul|ol|dl|table|details|figure|section|form)\b[^<>]*>")
# How a line of Markdown may begin that stands among elements.
_MARKDOWN = tuple("#-*>`~")
_ANCHOR = re.compile(r'\sid="([^"]+)"')
_PLACE = re.compile(r'<div data-block="(\d+)"></div>')


def apart(markdown: str) -> tuple[str, list[str]]:
    """Markdown with a small mark in the place of each element of HTML that stands by itself between empty lines, and
    those elements. An element that does not end where a block ends stays where it is.
    """
    left: list[str] = []
    taken: list[str] = []
    for block in _blocks(markdown) if not _PLACE.search(markdown) else (markdown,):
        if _is_element(block):
            left.append(f'<div data-block="{len(taken)}"></div>')
            taken.append(block)
        else:
            left.append(block)
    return "\n\n".join(left), taken


def together(html: str, taken: Sequence[str]) -> str:
    """Converted Markdown with the elements back in their places."""
    return _PLACE.sub(lambda place: taken[int(place[1])], html) if taken else html


def anchors(taken: Sequence[str]) -> set[str]:
    """Every anchor in some elements."""
    return {anchor for element in taken for anchor in _ANCHOR.findall(element)}


def headings(contents: Iterable[Any]) -> list[dict[str, Any]]:
    """A table of contents as JSON can hold it: each heading with its level, id, name and those below it."""
    return [{"level": h.level, "id": h.id, "name": h.title, "children": headings(h.children)} for h in contents]


def _blocks(markdown: str) -> Iterator[str]:
    """What stands between empty lines; an element with empty lines inside is one block."""
    waiting = ""
    for block in _GAP.split(markdown.strip("\n")):
        whole = f"{waiting}\n\n{block}" if waiting else block
        opens = _OPENS.match(whole)
        if opens and _depth(whole, opens[1]) > 0:
            waiting = whole
            continue
        waiting = ""
        yield whole
    if waiting:
        yield waiting


def _is_element(block: str) -> bool:
    """Whether a block is one element, or several one after another, and nothing else."""
    opens = _OPENS.match(block)
    if not opens or _PLACE.search(block):
        return False
    lines = block.split("\n")
    return (
        _depth(block, opens[1]) == 0
        and lines[-1].endswith(">")
        and not any(line.startswith(_MARKDOWN) for line in lines)
    )


def _depth(block: str, tag: str) -> int:
    return len(re.findall(rf"<{tag}\b", block)) - block.count(f"</{tag}>")
