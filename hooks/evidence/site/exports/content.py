"""The content of a finished page as Markdown, so that both say the same.

All text is marked, so that no value of the data is read as markup; links are whole, for Markdown is read away from its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin

from evidence.model import links
from evidence.site.exports.markdown import at_head, escaped

_TOKEN = re.compile(
    r"<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\"[^\"]*\"|'[^']*'|[^\"'<>])*)>|([^<]+|<)",
    re.DOTALL,
)
_GIVEN = re.compile(r"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
# What a page shows or does, and does not say; by tag and by class.
_UNSAID = frozenset("script style svg form button template select output".split())
_UNSAID_CLASSES = frozenset("headerlink drawing embed".split())
_MAYBE_UNSAID = re.compile("|".join(sorted(_UNSAID_CLASSES)))
_BLOCKS = frozenset(
    "address article blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header li main ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "dt": "**", "summary": "**", "em": "*", "i": "*"}
# Elements whose attributes matter beside their class.
_TELLING = frozenset("a img ol pre td th".split())
_VOID = frozenset("br hr img input wbr col link meta".split())

# A way to a page or file of the site, by far the most frequent kind; and signs that would end an address in Markdown.
_INSIDE = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._/-]*)?(?:#|$)")
_UNSAFE = re.compile(r"[\s<>()\\]")


class _Open(NamedTuple):
    """An element that one is in: where its text begins, and its attributes."""

    tag: str
    start: int
    given: Mapping[str, str]


def to_markdown(html: str, site_url: str, page: str) -> str:
    """The content of the page at an address as Markdown, a block apart from the next by an empty line."""
    writer = _Writer(links.absolute(site_url, page))
    for end, tag, given, text in _TOKEN.findall(html):
        if text:
            writer.say(text)
        elif end:
            writer.leave(tag.lower())
        elif tag:
            writer.enter(tag.lower(), given)
    return writer.finished()


class _Writer:
    """Collects inline text in `_line` and blocks in `_blocks`; a block of a list stands close to the one before it."""

    def __init__(self, whole: str) -> None:
        self._page = whole
        self._blocks: list[tuple[str, bool]] = []
        self._line: list[str] = []
        self._open: list[_Open] = []
        self._within: dict[str, int] = {}  # of each tag, how many such elements one is in
        self._lists: list[list[int | None]] = []  # of each list the number of its next item, None where it has none
        self._marker = ""  # of an item whose first block is still to come
        self._rows: list[list[str]] = []
        self._is_head: list[bool] = []
        self._skipped = ""  # the tag within which nothing is said
        self._depth = 0

    def enter(self, tag: str, attributes: str) -> None:
        """Begin an element."""
        if self._skipped:
            self._depth += tag == self._skipped
            return
        given: dict[str, str] = {}
        if attributes and (tag in _TELLING or _MAYBE_UNSAID.search(attributes)):
            given = {name: unescape(one or other) for name, one, other in _GIVEN.findall(attributes)}
        if tag in _UNSAID or not _UNSAID_CLASSES.isdisjoint(given.get("class", "").split()):
            self._skipped, self._depth = tag, 1
            return
        if tag in _VOID:
            self._line.append(escaped(given.get("alt", "")) if tag == "img" else " ")
            return
        if tag in _BLOCKS:
            self._begin_block(tag, given)
        self._open.append(_Open(tag, len(self._line), given))
        self._within[tag] = self._within.get(tag, 0) + 1

    def _begin_block(self, tag: str, given: Mapping[str, str]) -> None:
        if self._in("table"):
            if tag == "tr":
                self._rows.append([])
                self._is_head.append(self._in("thead"))
            elif self._line and tag not in ("td", "th"):
                self._line.append("; " if tag == "li" else " ")
            return
        self._flush()
        if tag in ("ul", "ol"):
            self._lists.append([int(given.get("start") or 1) if tag == "ol" else None])
        elif tag == "li" and self._lists:
            number = self._lists[-1][0]
            self._marker = "- " if number is None else f"{number}. "
            self._lists[-1][0] = None if number is None else number + 1
        elif tag == "table":
            self._rows, self._is_head = [], []

    def leave(self, tag: str) -> None:
        """End an element, and those inside it that were left open."""
        if self._skipped:
            self._depth -= tag == self._skipped
            self._skipped = self._skipped if self._depth else ""
            return
        if not self._in(tag):
            return
        while self._open:
            one = self._open.pop()
            self._within[one.tag] -= 1
            self._end(one)
            if one.tag == tag:
                return

    def _end(self, one: _Open) -> None:
        tag = one.tag
        if tag == "a":
            self._link(one)
        elif tag == "code" and not self._in("pre"):
            self._wrap(one.start, code=True)
        elif tag in _MARKS and not self._in("pre"):
            self._wrap(one.start, _MARKS[tag])
        if tag in ("td", "th") and self._rows:
            cell = self._taken(one.start)
            self._rows[-1] += [cell, *[""] * (int(one.given.get("colspan") or 1) - 1)]
        elif tag == "table":
            self._table()
        elif tag == "pre":
            self._code(one)
        elif tag in _BLOCKS and not self._in("table"):
            self._flush(_HEADINGS.get(tag, ""))
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()

    def say(self, text: str) -> None:
        """Take what a reader reads."""
        if not self._skipped:
            plain = unescape(text) if "&" in text else text
            self._line.append(plain if self._in("code") or self._in("pre") else escaped(plain))

    def finished(self) -> str:
        """Everything as Markdown."""
        self._flush()
        made, close = "", False
        for block, is_item in self._blocks:
            made += ("\n" if close and is_item else "\n\n" if made else "") + block
            close = is_item
        return made + "\n"

    def _in(self, tag: str) -> bool:
        return self._within.get(tag, 0) > 0

    def _taken(self, start: int) -> str:
        """The text since a place in the line, on one line; it is taken out of there."""
        text = " ".join("".join(self._line[start:]).split())
        del self._line[start:]
        return text

    def _wrap(self, start: int, mark: str = "", code: bool = False) -> None:
        raw = "".join(self._line[start:])
        text = self._taken(start)
        if not text:
            self._line.append(raw)
            return
        if code:
            mark = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
            text = f" {text} " if text[0] == "`" or text[-1] == "`" else text
            text = text.replace("|", r"\|") if self._in("table") else text
        before, after = raw[: len(raw) - len(raw.lstrip())], raw[len(raw.rstrip()) :]
        self._line += [before, f"{mark}{text}{mark}", after]

    def _link(self, one: _Open) -> None:
        target = _whole(self._page, one.given.get("href", ""))
        text = "".join(self._line[one.start :])
        if target and text.strip():
            said = self._taken(one.start)
            self._line += [text[: len(text) - len(text.lstrip())], f"[{said}]({target})", text[len(text.rstrip()) :]]

    def _flush(self, lead: str = "") -> None:
        text = self._taken(0)
        if not text:
            return
        indent = "  " * (len(self._lists) - 1)
        if self._marker:
            self._blocks.append((f"{indent}{self._marker}{at_head(text)}", True))
            self._marker = ""
        elif self._lists:
            self._blocks.append((f"{indent}  {at_head(text)}", False))
        else:
            self._blocks.append((f"{lead} {text}" if lead else at_head(text), False))

    def _code(self, one: _Open) -> None:
        text = "".join(self._line).strip("\n")
        self._line.clear()
        fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
        self._blocks.append((f"{fence}{one.given.get('data-language', '')}\n{text}\n{fence}", False))

    def _table(self) -> None:
        width = max((len(row) for row in self._rows), default=0)
        if not width:
            return
        head, body = [""] * width, self._rows
        if self._is_head[0]:
            head, *body = self._rows
        rows = [head, ["---"] * width, *body]
        self._blocks.append(("\n".join(f"| {' | '.join((row + [''] * width)[:width])} |" for row in rows), False))
        self._rows, self._is_head = [], []


def _whole(page: str, reference: str) -> str:
    """A reference on the page at a whole address, whole itself; nothing for one that leads to no page or file."""
    if not reference:
        return ""
    found, rest = page, reference.removeprefix("./")
    while rest.startswith("../"):
        found, rest = found[: found.rindex("/", 0, -1) + 1], rest[3:]
    found = f"{found}{rest}" if _INSIDE.match(rest) else urljoin(page, reference)
    if not found.startswith(("https://", "http://", "mailto:")):
        return ""
    return _UNSAFE.sub(lambda sign: f"%{ord(sign[0]):02X}", found)
