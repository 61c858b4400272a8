"""Rendering: templates turn gathered values into HTML. Every value becomes inert for HTML and Markdown on its way out."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any, NamedTuple

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markdown import Markdown
from markupsafe import Markup
from pydantic_core import to_json

from evidence.analysis import figure_text
from evidence.model import Evidence, links, number_format, representations
from evidence.site.cache import Cache, code_key, key_of
from evidence.site.gather import Marked, Prose

_HERE = Path(__file__).parent
_TEMPLATES = [
    _HERE / "pages",
    _HERE / "exports" / "templates",
    _HERE / "notebooks" / "templates",
    _HERE.parent / "commands" / "revision_diff",
]
# Letters, digits and signs that mean nothing to HTML or Markdown in running text; all else becomes an entity, which both
# show as the character it stands for. A # at the end would be lost where a heading ends.
_INERT = re.compile(r"[^0-9A-Za-z\u00a1-\u2027\u202f-\U0010ffff ,.;:?!%/()=#+@$'\-]|#(?=#*$)")

# The kind of compiled templates in the cache, and what they depend on besides the template.
_KIND = "templates"
_VERSIONS = f"{version('jinja2')} {python_version()}"
# Between the markers of a text in the output of their template; a control character, which no data contain.
_SEPARATOR = Markup("\x02")
_FILTERS = {
    "number": number_format.number,
    "size": number_format.unsigned,
    "statement": number_format.statement,
    "fixed": number_format.fixed,
    "significant": number_format.significant,
    "percent": number_format.percent,
    "date": number_format.date_in_words,
    "sentence": number_format.sentence,
    "value": figure_text.value,
    "bare": figure_text.bare,
    "interval": figure_text.interval,
    "p_value": figure_text.p_value,
    "uncertainty": figure_text.uncertainty,
    "marked": figure_text.marked,
    "spread": figure_text.spread,
}

# What Markdown means in prose and in pages that people write; mkdocs.yml says the same to MkDocs, and a test compares them.
_EXTENSIONS: dict[str, dict[str, Any]] = {
    "attr_list": {},
    "tables": {},
    "toc": {"permalink": True, "permalink_title": "Link to this section", "toc_depth": 3},
}


class Page(NamedTuple):
    """A rendered page: plain title and description, Markdown body."""

    title: str
    description: str
    body: str


def inert(value: Any) -> Markup:
    """Text that neither HTML nor Markdown nor an attribute list reads as anything but text.

    Holds inside a line, in text and in double-quoted attributes; templates never begin a line with a value.
    """
    if type(value) is Markup:
        return value
    return Markup(value) if hasattr(value, "__html__") else _inert(str(value))


@lru_cache(maxsize=50_000)
def _inert(text: str) -> Markup:
    return Markup(_INERT.sub(lambda match: f"&#{ord(match[0])};", text))


def _flat(parts: Prose) -> Iterator[str | Marked]:
    """The parts of prose in order, those of included prose in its place."""
    for part in parts:
        if isinstance(part, (str, Marked)):
            yield part
        else:
            yield from _flat(part)


class _Bytecode(BytecodeCache):
    """Compiled templates: each compiled once a process, and once for all processes where there is a cache on disk."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}
        self.cache: Cache | None = None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled from the same template; the cache has checked its hash before it is loaded."""
        key = _bucket_key(bucket)
        known = self._compiled.get(key) or (self.cache.get(_KIND, key) if self.cache else None)
        if known:
            self._compiled[key] = known
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember what was compiled."""
        key = _bucket_key(bucket)
        self._compiled[key] = bucket.bytecode_to_string()
        if self.cache:
            self.cache.put(_KIND, key, self._compiled[key])


def _code() -> str:
    """The hash of all code and templates as they are now, and of the libraries that render: a served site sees edits."""
    return code_key([_HERE.parent], ("jinja2", "markdown", "markupsafe", "pydantic"))


def _bucket_key(bucket: Bucket) -> str:
    return key_of(_VERSIONS, bucket.key, bucket.checksum)


_BYTECODE = _Bytecode()


class Renderer:
    """Renders templates and prose over gathered values. A template knows `site`, `drug` and `evidence_version` besides these.

    `way` gives the link from a page to an address, both paths from the root of the site. Text that leaves the site, such as
    an entry of a feed, is rendered with the whole address of the site as its page: its links are whole.
    """

    def __init__(
        self, evidence: Evidence, way: Callable[[str, str], str] = links.relative, cache: Cache | None = None
    ) -> None:
        self.site, self.version, self._cache = evidence.site, evidence.version, cache
        known = (evidence.site, evidence.drug, evidence.version)
        self._key = key_of(_code(), to_json(known)) if cache else ""
        _BYTECODE.cache = cache or _BYTECODE.cache
        self._env = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            bytecode_cache=_BYTECODE,
            autoescape=True,
            finalize=inert,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._markdown = Markdown(extensions=list(_EXTENSIONS), extension_configs=_EXTENSIONS)

        self._way, self._page = way, ""
        self._mentioned: set[str] = set()  # what the current section of the current page has linked in running text
        self._env.filters |= _FILTERS
        self._env.globals |= {
            "site": evidence.site,
            "drug": evidence.drug,
            "evidence_version": evidence.version,
            "links": links,
            "forms": representations,
            "href": self._href,
            "markdown": self._prose,
            "inline": self._inline,
            "is_first_mention": self._is_first_mention,
            "begin_section": self._begin_section,
        }

    def page(self, template: str, uri: str, **context: object) -> Page:
        """A page at this address. The template begins with the lines title: and description:, then a line ---. A page is a
        function of its context, so that one that was rendered from the same is taken from the cache.
        """
        key = key_of(self._key, template, uri, to_json(context)) if self._cache else ""
        if self._cache and (known := self._cache.get("rendered", key)):
            return Page(*json.loads(known))
        text = self._rendered(template, uri, context)
        head, _, body = text.partition("\n---\n")
        fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
        plain = {name: " ".join(html.unescape(value).split()) for name, value in fields.items()}
        page = Page(plain["title"], plain["description"], body.lstrip("\n"))
        if self._cache:
            self._cache.put("rendered", key, json.dumps(page).encode())
        return page

    def markdown(self, parts: Prose, page: str) -> Markup:
        """Gathered prose as HTML for the page at an address."""
        filled = self.fill(parts, page)
        return Markup(self._markdown.reset().convert(filled)) if filled.strip() else Markup("")

    def fill(self, parts: Prose, page: str) -> str:
        """Gathered prose as Markdown, each marker as the HTML of its component."""
        marked = [part for part in _flat(parts) if isinstance(part, Marked)]
        filled = (
            iter(self.part("_marked.jinja", page, marked=marked, separator=_SEPARATOR).split(_SEPARATOR))
            if marked
            else iter(())
        )
        return "".join(next(filled) if isinstance(part, Marked) else part for part in _flat(parts))

    def line(self, parts: Prose, page: str) -> Markup:
        """Gathered plain text with its markers filled in; whatever else it contains is inert."""
        made = (
            inert(number_format.statement(part)) if isinstance(part, str) else self.fill((part,), page)
            for part in parts
        )
        return Markup("".join(made))

    def part(self, template: str, uri: str, **context: Any) -> Markup:
        """A piece of a page from a template without a head."""
        return Markup(self._rendered(template, uri, context).strip())

    def _rendered(self, template: str, page: str, context: Mapping[str, object]) -> str:
        """A template for the page at an address. A part may be rendered in the midst of a page, which then goes on."""
        before = self._page, self._mentioned
        self._page, self._mentioned = page, set()
        try:
            return self._env.get_template(template).render(page=page, **context)
        finally:
            self._page, self._mentioned = before

    def _href(self, target: str) -> str:
        """The way from the page being rendered to an address; the whole address in text that leaves the site."""
        return links.absolute(self._page, target) if "://" in self._page else self._way(self._page, target)

    def _prose(self, parts: Prose) -> Markup:
        """Gathered prose as HTML, for the page being rendered."""
        return self.markdown(parts, self._page)

    def _inline(self, parts: Prose) -> Markup:
        """Gathered prose inside an element: its markers, and no other Markdown."""
        return Markup(self.fill(parts, self._page))

    def _is_first_mention(self, id: str) -> bool:
        """Whether running text of this section mentions an entity for the first time."""
        is_first = id not in self._mentioned
        self._mentioned.add(id)
        return is_first

    def _begin_section(self) -> str:
        self._mentioned.clear()
        return ""
