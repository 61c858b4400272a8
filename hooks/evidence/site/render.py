"""Rendering: templates say what `derive` knows. Every value is made inert for HTML and Markdown alike on its way out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markdown import Markdown
from markupsafe import Markup

from evidence.analysis import figure_text
from evidence.analysis.frames.downloads import downloads
from evidence.analysis.view import View
from evidence.charts import all_charts, charts_about, named_by, sparks
from evidence.model import Record, links, number_format, representations
from evidence.site.gather import Marked, Prose

_HERE = Path(__file__).parent
_TEMPLATES = [
    _HERE / "pages",
    _HERE / "exports" / "templates",
    _HERE / "cards",
    _HERE / "search",
    _HERE / "notebooks" / "templates",
    _HERE.parent / "commands" / "revision_diff",
]
# Letters, digits and signs that mean nothing to HTML or Markdown in running text; all else becomes an entity, which both
# show as the character it stands for. A # at the end would be lost where a heading ends.
_INERT = re.compile(r"[^0-9A-Za-z\u00a1-\u2027\u202f-\U0010ffff ,.;:?!%/()=#+@$'\-]|#(?=#*$)")

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
    if hasattr(value, "__html__"):
        return Markup(value)
    return Markup(_INERT.sub(lambda match: f"&#{ord(match[0])};", str(value)))


class _Compiled(BytecodeCache):
    """Templates as code, made once a process: two sites, such as an older and a newer one, need no second time."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept; the bucket leaves it aside where the template has changed."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Renderer:
    """Renders templates and prose over one view. Pages never see another page's state.

    `way` spells the link from a page to an address; both are paths from the root of the site. Text that leaves the site,
    such as an entry of a feed, is rendered for the whole address of the site as its page: its links are whole. With a
    store, what is made inside `kept` is made again only where something that it read has changed. `folder` is where the
    repository has the data.
    """

    def __init__(
        self,
        view: View,
        way: Callable[[str, str], str] = links.relative,
        folder: str = "data",
    ) -> None:
        self.view = view
        self._env = Environment(
            loader=FileSystemLoader(_TEMPLATES),
            bytecode_cache=_COMPILED,
            autoescape=True,
            finalize=inert,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters |= {
            "number": number_format.number,
            "size": number_format.unsigned,
            "minus": number_format.statement,
            "fixed": number_format.fixed,
            "significant": number_format.significant,
            "percent": number_format.percent,
            "date": number_format.date_in_words,
            "sentence": number_format.sentence,
        }
        self._env.globals |= {
            "view": view,
            "evidence": view.evidence,
            "site": view.evidence.site,
            "links": links,
            "forms": representations,
        }

        self._markdown = Markdown(extensions=list(_EXTENSIONS), extension_configs=_EXTENSIONS)
        for name in ("value", "bare", "interval", "p_value", "uncertainty", "standard_error", "statement"):
            self._env.filters[name] = getattr(figure_text, name)

        @pass_context
        def markdown(context: Context, parts: Prose) -> Markup:
            """Gathered prose as HTML, for the page being rendered."""
            return self.markdown(parts, context["page"])

        @pass_context
        def inline(context: Context, parts: Prose) -> Markup:
            """Gathered prose inside an element: its markers, and no other Markdown."""
            return Markup(self.fill(parts, context["page"]))

        self._env.globals |= {"markdown": markdown, "inline": inline, "drug": view.evidence.drug}

        @pass_context
        def href(context: Context, target: str) -> str:
            """The way from the page being rendered to an address; the whole address in text that leaves the site."""
            page = context["page"]
            return links.absolute(page, target) if "://" in page else way(page, target)

        def edit(record: Record) -> str:
            """Where the line of the data that says a record is edited."""
            site, (path, line, _) = view.evidence.site, record.location.at()
            return links.edit_address(site.repository, site.branch, links.in_repository(path, folder), line)

        self._env.globals |= {
            "charts_about": charts_about,
            "named_by": named_by,
            "sparks": sparks,
            "all_charts": all_charts,
            "downloads": downloads,
        }
        self._env.globals |= {"href": href, "edit": edit}

    def page(self, template: str, uri: str, **context: Any) -> Page:
        """A page at this address. The template begins with the lines title: and description:, then a line ---."""
        text = self._env.get_template(template).render(page=uri, seen=set(), **context)
        head, _, body = text.partition("\n---\n")
        fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
        plain = {name: " ".join(html.unescape(value).split()) for name, value in fields.items()}
        return Page(plain["title"], plain["description"], body.lstrip("\n"))

    def markdown(self, parts: Prose, page: str) -> Markup:
        """Gathered prose as HTML for the page at an address."""
        filled = self.fill(parts, page)
        return Markup(self._markdown.reset().convert(filled)) if filled.strip() else Markup("")

    def fill(self, parts: Prose, page: str) -> str:
        """Gathered prose as Markdown, each marker as the HTML of its component."""
        template = self._env.get_template("_marked.jinja")
        made = []
        for part in parts:
            if isinstance(part, Marked):
                made.append(template.render(marked=part, page=page, seen=set()).strip())
            else:
                made.append(part if isinstance(part, str) else self.fill(part, page))
        return "".join(made)

    def line(self, parts: Prose, page: str) -> Markup:
        """Gathered plain text with its markers filled in; whatever else it contains is inert."""
        made = (
            inert(number_format.statement(part)) if isinstance(part, str) else self.fill((part,), page)
            for part in parts
        )
        return Markup("".join(made))

    def part(self, template: str, uri: str, **context: Any) -> Markup:
        """A piece of a page from a template without a head."""
        return Markup(self._env.get_template(template).render(page=uri, seen=set(), **context).strip())
