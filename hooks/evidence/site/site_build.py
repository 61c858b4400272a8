"""One build of a site with a site generator, which puts pages into its theme: the pages that it must make, and what is
written next to them."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import TypedDict

from evidence.site.cache import Cache, key_of
from evidence.site.exports.head import Head
from evidence.site.output import Output
from evidence.site.output_directory import OutputDirectory
from evidence.site.progress import Part
from evidence.site.site import Site

# A name of a file, to which a handwritten page may link; and a line that may be the title of one.
_FILE = re.compile(r"[\w.-]+\.\w+")
_TITLE = re.compile(r"^(?:title:|#) .*$", re.MULTILINE)
# A heading with a link to itself, as Markdown and our templates make it: it is in the table of contents.
_HEADING = re.compile(r'<h([1-3])[^<>]*\sid="([^"]+)"[^<>]*>(.*?)<a\sclass="headerlink"', re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_ANCHOR = re.compile(r'\sid="([^"]+)"')


class Heading(TypedDict):
    """A heading of a page: its level, anchor and text, and the headings below it."""

    level: int
    id: str
    name: str
    children: list["Heading"]


class SiteBuild:
    """`handwritten` are the handwritten pages, uri -> text; `nav` is the navigation as JSON, which names pages by their uris;
    `code` is the hash of code, theme and settings; `shared` is all else that every page depends on besides the evidence.
    """

    def __init__(
        self,
        site: Site,
        handwritten: Mapping[str, str],
        directory: OutputDirectory,
        cache: Cache,
        nav: str,
        code: str,
        shared: str,
    ) -> None:
        self.site, self.handwritten, self.directory, self.cache = site, handwritten, directory, cache
        self.others: dict[str, Output] = {}  # the handwritten pages as the generator converted them
        self.extras: Mapping[str, bytes] = {}
        self.in_nav = frozenset(uri for uri in site.pages if json.dumps(uri) in nav)
        texts = "\n".join(handwritten.values())
        self._linked = frozenset(_FILE.findall(texts))
        titles = [site.pages[uri].title for uri in sorted(self.in_nav)]
        facts = repr((site.view.evidence.site, site.view.evidence.version))
        self._code, self._shared = (
            code,
            key_of(code, shared, facts, nav, *titles, *_TITLE.findall(texts), *sorted(handwritten)),
        )
        self._keys: dict[str, str] = {}
        self._around: dict[str, tuple[Head, Mapping[str, str]]] = {}
        self._progress = Part("Pages", 0)

    def remaining(self) -> list[Output]:
        """Write all that is ready. Returns the pages that the generator must make, and what handwritten pages may link to."""
        found = [output for output in self.site.outputs if not self._is_written(output)]
        self._progress = Part("Pages", sum(output.is_page for output in found) + len(self.handwritten))
        return found

    def _is_written(self, output: Output) -> bool:
        is_linked = output.uri.rpartition("/")[2] in self._linked
        if not output.is_page:
            self.directory.write(output.uri, output.content)
            return not is_linked
        if is_linked or output.uri in self.in_nav:
            return False
        head, ends = self.around(output)
        content = self.site.with_charts(str(output.content))
        key = key_of(
            self._shared, output.uri, output.title, content, repr(head), *ends.values(), self.site.edit_address(output)
        )
        finished = self.cache.get("pages", key)
        if finished is None:
            self._keys[output.uri] = key
            return False
        self.directory.write(f"{output.address}index.html", finished)
        return True

    def around(self, page: Output) -> tuple[Head, Mapping[str, str]]:
        """What the theme puts around the content of a page: its head for programs, and the texts at its end."""
        if page.uri not in self._around:
            self._around[page.uri] = self.site.head(page), self.site.ends(page)
        return self._around[page.uri]

    def handwritten_output(self, uri: str, html: str, markdown: str, title: str, description: str) -> Output:
        """A handwritten page as the generator converted it, with its version at the end."""
        day = self.site.version(uri, markdown)
        output = Output(uri, html + self.site.foot(uri, day), title, description, f"docs/{uri}", day)
        self.others[uri] = output
        return output

    def edit_address(self, uri: str) -> str:
        """Where the edit button of a page links to."""
        return self.site.edit_address(self.site.pages.get(uri) or Output(uri, "", edit=f"docs/{uri}"))

    def keep(self, uri: str, finished: str) -> None:
        """Keep a page that the generator made."""
        self._progress.step()
        if uri in self._keys:
            self.cache.put("pages", self._keys[uri], finished.encode())

    def publish(self, extras: Mapping[str, bytes], with_search: bool) -> None:
        """Write what is made of all pages, and replace the site. `extras` are the search and cards of an earlier build, where
        they need not be those of this one.
        """
        self._progress.end()
        pages = [*self.site.pages.values(), *self.others.values()]
        if not extras:
            found = self.site.search_files(pages, self.cache) if with_search else {}
            extras = {**self.site.cards(self.cache), **found}
        self.extras = extras
        for page in self.others.values():
            self._write(self.site.citations(page))
        self._write(self.site.companions(pages, self.cache, self._code))
        self._write(Output(address, content) for address, content in extras.items())
        self.directory.commit()
        self.cache.prune()

    def _write(self, outputs: Iterable[Output]) -> None:
        for output in outputs:
            self.directory.write(output.uri, output.content)


def anchors(html: str) -> set[str]:
    """Every anchor in a page."""
    return set(_ANCHOR.findall(html))


def headings(html: str) -> list[Heading]:
    """The headings of a page that link to themselves, each with those below it, as MkDocs takes a table of contents."""
    top: list[Heading] = []
    path: list[Heading] = []
    for level, anchor, text in _HEADING.findall(html):
        heading: Heading = {"level": int(level), "id": anchor, "name": _TAG.sub("", text).strip(), "children": []}
        while path and path[-1]["level"] >= heading["level"]:
            path.pop()
        (path[-1]["children"] if path else top).append(heading)
        path.append(heading)
    return top
