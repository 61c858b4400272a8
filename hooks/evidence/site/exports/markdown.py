"""Markdown: text escaped for it, and the content of a finished page converted to it, so that both have the same content.

The converter is our own because it takes a tenth of the time that a library needs, escapes every value of the data, and
writes absolute links, for Markdown is read away from its address.
"""

import re
from collections import Counter
from collections.abc import Mapping
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin

from evidence.site.html_tokens import attributes_of, tokens

# Characters that mean something wherever they are; `<`, `&` and `_` only before or after certain others.
_MARKUP = re.compile(r"[\\`*\[\]|~]|<(?=[A-Za-z/!?])|&(?=[A-Za-z#])|(?<![^\W_])_|_(?![^\W_])")
# What would begin a heading, a list, a quotation, a fence or a rule at the start of a line.
_BLOCK_START = re.compile(r"^(\d{0,9})([#>+=:-]|(?<=\d)[.)])")
_ENTITY = re.compile(r"&#(\d+);")
# What a page shows or does, but does not say; by tag and by class.
_SKIPPED_TAGS = frozenset("script style svg form button template select output".split())
_SKIPPED_CLASSES = frozenset("headerlink drawing embed".split())
_MAY_BE_SKIPPED = re.compile("|".join(sorted(_SKIPPED_CLASSES)))
_BLOCKS = frozenset(
    "address article blockquote dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header li main ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = {f"h{level}": f"{'#' * level} " for level in range(1, 7)}
_MARKS = {"strong": "**", "b": "**", "dt": "**", "summary": "**", "em": "*", "i": "*"}
_WITH_ATTRIBUTES = frozenset("a img ol pre td th".split())
_VOID = frozenset("br hr img input wbr col link meta".split())

# A link to a page or file of the site, by far the most frequent kind; and characters that would end a Markdown link.
_INTERNAL = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._/-]*)?(?:#|$)")
_UNSAFE = re.compile(r"[\s<>()\\]")


def escaped(text: str) -> str:
    """Plain text as Markdown shows it inside a line."""
    return _MARKUP.sub(r"\\\g<0>", text)


def at_line_start(line: str) -> str:
    """A line of Markdown that begins with text, not with a character that starts a heading, list or the like."""
    return _BLOCK_START.sub(r"\1\\\2", line)


def from_template(rendered: str) -> str:
    """Markdown that a template wrote, its values inert as HTML entities: the same with the values escaped instead."""

    def character(entity: re.Match[str]) -> str:
        plain = chr(int(entity[1]))
        return f"\\{plain}" if plain in "\\`*_[]|~<&" else plain

    return _ENTITY.sub(character, rendered)


def from_html(html: str, page: str) -> str:
    """The content of the page at an absolute address as Markdown, blocks separated by an empty line."""
    writer = _Writer(page)
    for closing, tag, attributes, text in tokens(html):
        if text:
            writer.add_text(text)
        elif closing:
            writer.close(tag)
        elif tag:
            writer.open(tag, attributes)
    return writer.markdown()


class _Element(NamedTuple):
    """An open element: its tag, the length of the line where its text begins, and its attributes."""

    tag: str
    start: int
    attributes: Mapping[str, str]


class _Writer:
    """Collects inline text in `_line` and finished blocks in `_blocks`, each with whether it is the first of a list item."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._blocks: list[tuple[str, bool]] = []
        self._line: list[str] = []
        self._stack: list[_Element] = []
        self._depths = Counter[str]()  # tag -> how many such elements are open
        self._lists: list[int | None] = []  # for each open list the number of its next item, None without numbers
        self._marker = ""  # of a list item that has no block yet
        self._rows: list[list[str]] = []
        self._has_head = False
        self._skipped_tag = ""
        self._skipped_depth = 0

    def open(self, tag: str, source: str) -> None:
        """Begin an element; `source` are its attributes as HTML."""
        if self._skipped_tag:
            self._skipped_depth += tag == self._skipped_tag
            return
        attributes: dict[str, str] = {}
        if source and (tag in _WITH_ATTRIBUTES or _MAY_BE_SKIPPED.search(source)):
            attributes = attributes_of(source)
        if tag in _SKIPPED_TAGS or not _SKIPPED_CLASSES.isdisjoint(attributes.get("class", "").split()):
            self._skipped_tag, self._skipped_depth = tag, 1
        elif tag in _VOID:
            self._line.append(escaped(attributes.get("alt", "")) if tag == "img" else " ")
        else:
            if tag in _BLOCKS:
                self._open_block(tag, attributes)
            self._stack.append(_Element(tag, len(self._line), attributes))
            self._depths[tag] += 1

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._is_in("table"):
            if tag == "tr":
                self._has_head = self._has_head or (not self._rows and self._is_in("thead"))
                self._rows.append([])
            elif self._line and tag not in ("td", "th"):
                self._line.append("; " if tag == "li" else " ")
            return
        self._end_block()
        if tag in ("ul", "ol"):
            self._lists.append(int(attributes.get("start") or 1) if tag == "ol" else None)
        elif tag == "li" and self._lists:
            number = self._lists[-1]
            self._marker = "- " if number is None else f"{number}. "
            self._lists[-1] = None if number is None else number + 1
        elif tag == "table":
            self._rows, self._has_head = [], False

    def close(self, tag: str) -> None:
        """End an element, and those inside it that were left open."""
        if self._skipped_tag:
            self._skipped_depth -= tag == self._skipped_tag
            self._skipped_tag = self._skipped_tag if self._skipped_depth else ""
            return
        while self._is_in(tag):
            element = self._stack.pop()
            self._depths[element.tag] -= 1
            self._close(element)
            if element.tag == tag:
                return

    def _close(self, element: _Element) -> None:
        tag = element.tag
        if tag == "a":
            self._link(element)
        elif tag == "code" and not self._is_in("pre"):
            self._code(element.start)
        elif tag in _MARKS and not self._is_in("pre"):
            self._wrap(element.start, _MARKS[tag])
        if tag in ("td", "th") and self._rows:
            spanned = int(element.attributes.get("colspan") or 1) - 1
            self._rows[-1] += [self._take(element.start), *[""] * spanned]
        elif tag == "table":
            self._table()
        elif tag == "pre":
            self._code_block(element.attributes.get("data-language", ""))
        elif tag in _BLOCKS and not self._is_in("table"):
            self._end_block(_HEADINGS.get(tag, ""))
            if tag in ("ul", "ol") and self._lists:
                self._lists.pop()

    def add_text(self, source: str) -> None:
        """Add text between tags, given as HTML."""
        if not self._skipped_tag:
            text = unescape(source) if "&" in source else source
            self._line.append(text if self._is_in("code") or self._is_in("pre") else escaped(text))

    def markdown(self) -> str:
        """Everything so far; the items of a list are not separated by empty lines."""
        self._end_block()
        parts, after_item = [""], False
        for block, is_item in self._blocks:
            parts += ["\n" if after_item and is_item else "\n\n", block]
            after_item = is_item
        return "".join(parts[2:]) + "\n"

    def _is_in(self, tag: str) -> bool:
        return self._depths[tag] > 0

    def _take(self, start: int) -> str:
        """Remove what was added to the line since `start`, and return it with single spaces."""
        text = " ".join("".join(self._line[start:]).split())
        del self._line[start:]
        return text

    def _wrap(self, start: int, before: str, after: str = "") -> None:
        """Put marks around what was added since `start`; spaces at its ends stay outside."""
        raw = "".join(self._line[start:])
        if raw.strip():
            text = self._take(start)
            lead, tail = raw[: len(raw) - len(raw.lstrip())], raw[len(raw.rstrip()) :]
            self._line += [lead, f"{before}{text}{after or before}", tail]

    def _code(self, start: int) -> None:
        text = "".join(self._line[start:])
        ticks = "`" * (_longest_run(text) + 1)
        if self._is_in("table"):
            self._line[start:] = [text.replace("|", r"\|")]
        pad = " " if text.strip()[:1] == "`" or text.strip()[-1:] == "`" else ""
        self._wrap(start, ticks + pad, pad + ticks)

    def _link(self, element: _Element) -> None:
        target = _absolute(self._page, element.attributes.get("href", ""))
        if target:
            self._wrap(element.start, "[", f"]({target})")

    def _end_block(self, lead: str = "") -> None:
        text = self._take(0)
        if not text:
            return
        if self._marker or self._lists:
            indent = "  " * (len(self._lists) - 1) + (self._marker or "  ")
            self._blocks.append((indent + at_line_start(text), bool(self._marker)))
            self._marker = ""
        else:
            self._blocks.append((f"{lead}{text}" if lead else at_line_start(text), False))

    def _code_block(self, language: str) -> None:
        text = "".join(self._line).strip("\n")
        self._line.clear()
        fence = "`" * max(3, _longest_run(text) + 1)
        self._blocks.append((f"{fence}{language}\n{text}\n{fence}", False))

    def _table(self) -> None:
        width = max((len(row) for row in self._rows), default=0)
        if width:
            rows = [row + [""] * (width - len(row)) for row in (*([] if self._has_head else [[]]), *self._rows)]
            rows.insert(1, ["---"] * width)
            self._blocks.append(("\n".join(f"| {' | '.join(row)} |" for row in rows), False))
        self._rows = []


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _absolute(page: str, reference: str) -> str:
    """A reference on the page at an absolute address, absolute itself; nothing for one that is no page, file or mail."""
    if not reference:
        return ""
    base, rest = page, reference.removeprefix("./")
    while rest.startswith("../"):
        base, rest = base[: base.rindex("/", 0, -1) + 1], rest[3:]
    target = f"{base}{rest}" if _INTERNAL.match(rest) else urljoin(page, reference)
    if not target.startswith(("https://", "http://", "mailto:")):
        return ""
    return _UNSAFE.sub(lambda character: f"%{ord(character[0]):02X}", target)
