"""One build of a site: which pages need no making, and what stands beside the others."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evidence.model import representations
from evidence.site import search
from evidence.site.cache import Cache
from evidence.site.exports.head import Head
from evidence.site.kept import Finished, Standing, Store
from evidence.site.output import Output
from evidence.site.progress import Part
from evidence.site.site import Site, page_address

# What a page that people wrote may lead to by its name, and what may give it its title.
_FILE = re.compile(r"[\w.-]+\.\w+")
_TITLE = re.compile(r"^(?:title:|#) .*$", re.MULTILINE)


class Build:
    """What one build makes, in the folder where the last one left its own.

    `shared` is what all pages depend on besides the evidence; `by_people` are the pages that people wrote, uri -> text;
    `menu` is the menu as JSON, which names pages by their uris; `searched` says whether the search is made too, which reads
    every page.
    """

    def __init__(
        self,
        site: Site,
        store: Store,
        standing: Standing,
        shared: Any,
        by_people: Mapping[str, str],
        menu: str,
        searched: bool,
    ) -> None:
        self._site, self._standing, self._searched = site, standing, searched
        self.listed = frozenset(uri for uri in site.generated if json.dumps(uri) in menu)
        texts = "\n".join(by_people.values())
        self._linked = {*_FILE.findall(texts)}
        titles = [(uri, output.title) for uri, output in site.generated.items() if uri in self.listed]
        all_know = (shared, site.view.evidence.site, titles, sorted(by_people), _TITLE.findall(texts))
        self._finished = Finished(store, all_know)
        # Address -> version of every page, and what the search reads of it.
        self._versions: dict[str, str] = {}
        self._read: list[search.HtmlPage] = []
        self._making = 0
        self._part: Part | None = None

    def put(self, file: Output) -> None:
        """Let a file stand that is no page."""
        self._standing.put(file.uri, file.content)

    def needs(self, output: Output) -> bool:
        """Whether a generated page must be made, or a page that people wrote may lead to it. Any other file will stand."""
        is_page, is_linked = output.uri.endswith(".md"), output.uri.rpartition("/")[2] in self._linked
        if not is_page:
            self.put(output)
            return is_linked
        return is_linked or output.uri in self.listed or not _is_alone(output) or not self._stands(output)

    def _stands(self, page: Output) -> bool:
        """Whether a page need not be made: it stands already, or was kept as it would be."""
        key = self._ask(page, page)
        place, twin = _place(page.uri), representations.twin(page_address(page.uri))
        if self._searched or not (self._standing.stays(place, key) and self._standing.stays(twin, key)):
            rest = self._finished.rest(page.uri)
            if rest is None:
                return False
            if not self._standing.stays(place, key):
                finished = self._finished.page(page.uri)
                if finished is None:
                    return False
                self._standing.put(place, finished, key)
            content, words = rest
            self._standing.put(twin, words, key)
            self._let_read(page, content)
        return True

    def take(self, page: Output, content: str, own: Any) -> bool:
        """Make the twin of a page from its content as HTML, and let the search read it; whether the page is kept. `own` is
        all that makes a page that does not follow from its Output alone.
        """
        is_generated = page.uri in self._site.generated
        key = self._ask(page, page if is_generated and _is_alone(page) else own)
        for file in () if is_generated else self._site.citations(page):
            self.put(file)
        rest = self._finished.rest(page.uri)
        words = rest[1] if rest else str(self._site.twin(page, content).content)
        if not rest:
            self._finished.keep_rest(page.uri, [content, words])
        self._standing.put(representations.twin(page_address(page.uri)), words, key)
        self._let_read(page, content)
        is_kept = self.finished(page.uri) is not None
        self._making += not is_kept
        return is_kept

    def beside(self, uri: str) -> tuple[Head, Mapping[str, str]]:
        """What a page has around its content: its head for programs, and the texts at its end by their names."""
        head, ends, _ = self._finished.beside(uri)
        return head, ends

    def finished(self, uri: str) -> str | None:
        """The page as it was finished before from the same; None where it must be made."""
        return self._finished.page(uri)

    def keep(self, uri: str, page: str) -> None:
        """Keep a finished page."""
        self._part = self._part or Part("Pages", self._making)
        self._part.step()
        self._finished.keep(uri, page)

    def end(self, everything: bytes, cache: Path, lasting: Mapping[str, bytes]) -> Mapping[str, bytes]:
        """Bring the folder to what was made. `everything` is all that this build depends on; `lasting` are the search and
        cards of an earlier build where they stay as they were, otherwise they are made now. Gives them back.
        """
        if self._part:
            self._part.end()
        if not lasting:
            found = search.files(self._site.view, self._read, Cache(cache)) if self._searched else {}
            lasting = {**self._site.cards(Cache(cache)), **found}
        for address, content in lasting.items():
            self._standing.put(address, content)
        for file in (*self._site.moved_twins(self._standing.get), *self._site.sitemap(self._versions)):
            self.put(file)
        made_from = {_place(uri): key for uri, key in self._finished.keys.items()}
        self._standing.settle(everything, made_from.get)
        return lasting

    def _let_read(self, page: Output, content: str) -> None:
        self._read.append(search.HtmlPage(page_address(page.uri), page.title, content))

    def _ask(self, page: Output, own: Any) -> bytes:
        site, drawn = self._site, self._site.charts_in(str(page.content))
        self._versions[page_address(page.uri)] = page.updated
        return self._finished.ask(page.uri, (site.head(page), site.ends(page), drawn), own)


def _is_alone(page: Output) -> bool:
    """Whether nothing else decides how a page is converted: where a link leads depends on what other pages there are."""
    return "](" not in str(page.content)


def _place(uri: str) -> str:
    """The file of a page."""
    return f"{page_address(uri)}index.html"
