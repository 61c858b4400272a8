"""The whole site from the whole evidence: every page and file as an Output, and every address it publishes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from evidence import exports, links, notebooks, pages
from evidence.check import insist, prose_problems
from evidence.derive.view import View
from evidence.output import Output
from evidence.problems import BadData, Problem
from evidence.render import Renderer

# Anchors as pages write them: an id attribute, or the attribute list of a heading.
_ANCHOR = re.compile(r'\sid="([^"]+)"|\{#([^}\s]+)\}')


class Site:
    """One reading of a data folder. `outputs` are made once; nothing here changes afterwards."""

    def __init__(self, folder: Path, environ: Mapping[str, str]) -> None:
        """Read and check; raises BadData with every problem at once."""
        self.folder = folder
        self.view = View(insist(folder, environ))
        self._render = Renderer(self.view)

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """Every generated page and file."""
        made = [output for kind in pages.KINDS for output in kind.outputs(self.view, self._render)]
        return (*made, *(output for kind in exports.KINDS for output in kind.outputs(self.view)))

    def fill(self, text: str, uri: str) -> str:
        """A page written by people with its markers filled in. Ask `check_written` first."""
        return str(self._render.prose(text, page_address(uri)))

    def check_written(self, written: Iterable[tuple[str, str]]) -> None:
        """Raises BadData where a page of docs/, given as (uri, text), has a marker that leads nowhere or a typed figure."""
        wrong = [each for uri, text in written for each in prose_problems(self.view.evidence, f"docs/{uri}", text)]
        if wrong:
            raise BadData(wrong)

    def check_addresses(self, written: Iterable[tuple[str, str]]) -> None:
        """Compare what is published with data/addresses.txt; a lost or missing address raises BadData.

        `written` are the pages written by people as (uri, text). A site without the list is new and passes.
        """
        now = self.addresses(written)
        known = self.view.evidence.addresses
        if not known:
            return
        path = f"{self.folder.name}/addresses.txt"
        lost = [
            Problem(path, line, 1, "", f"must still be published, got no page or anchor '{address}'", "address_lost")
            for line, address in enumerate(known, 1)
            if address not in now
        ]
        new = [
            Problem(path, len(known) + 1, 1, "", f"must list '{address}'; run make addresses", "address_missing")
            for address in sorted(now - set(known))
        ]
        if lost or new:
            raise BadData([*lost, *new])

    def addresses(self, written: Iterable[tuple[str, str]]) -> frozenset[str]:
        """Every page and anchor that the site publishes, as paths from its root (`/` for the home page)."""
        texts = [(o.uri, o.content) for o in self.outputs if o.uri.endswith(".md") and isinstance(o.content, str)]
        found = {"/" + o.uri for o in self.outputs if not o.uri.endswith(".md")}
        by_people = [(uri, self.fill(text, uri)) for uri, text in written]
        for uri, text in (*texts, *by_people):
            page = "/" + page_address(uri)
            found.add(page)
            found |= {f"{page}#{first or second}" for first, second in _ANCHOR.findall(text)}
        return frozenset(found)


def page_address(uri: str) -> str:
    """The address of a Markdown file or notebook: `studies/x.md` is `studies/x/`, `studies/index.md` is `studies/`."""
    stem = uri.removesuffix(".md").removesuffix(notebooks.SUFFIX)
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


def written(docs: Path) -> list[tuple[str, str]]:
    """The pages that people wrote, as (uri, text); hidden folders hold none. Of a notebook the text is its prose."""
    found = sorted(path.relative_to(docs) for path in docs.rglob("*.md"))
    shown = [path for path in found if not any(part.startswith(".") for part in path.parts)]
    texts = [(path.as_posix(), (docs / path).read_text(encoding="utf-8")) for path in shown]
    return [*texts, *((notebook.uri, notebook.text) for notebook in notebooks.notebooks(docs))]


__all__ = ["Site", "links", "page_address", "written"]
