"""The sections of a page as the search finds them: what stands in paragraphs and lists under each heading."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple

from evidence.site.search.records import Searchable

_HEADINGS = ("h1", "h2", "h3")
# Rows of tables and terms are found as things of their own; the rest says nothing of itself.
_UNSAID = ("table", "dl", "figure", "svg", "form", "script", "style", "pre", "nav")
_SAID = ("p", "li")


class Written(NamedTuple):
    """A page of the site: its address from the root, its title as plain text, its content as HTML."""

    address: str
    title: str
    html: str


def sections(page: Written) -> list[Searchable]:
    """The page itself with what stands above its first heading, then each section that says something."""
    parser = _Sections()
    parser.feed(page.html)
    parser.close()
    found = []
    for anchor, title, words in parser.parts:
        text = " ".join("".join(words).split())
        if not anchor:
            found.append(Searchable(page.address, "Page", page.title, text, (page.title,)))
        elif text:
            found.append(Searchable(f"{page.address}#{anchor}", "Section", f"{title.strip()} ({page.title})", text))
    return found


class _Sections(HTMLParser):
    """Collects (anchor, heading, words) in `parts`; the first has neither anchor nor heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str, list[str]]] = [("", "", [])]
        self._unsaid = self._said = 0
        self._anchor: str | None = None
        self._heading: list[str] = []
        self._item: list[str] = []
        self._link = ""  # the classes of the link one is in, or nothing
        self._own_words = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter a heading, something said, or something left out."""
        given = dict(attrs)
        self._unsaid += tag in _UNSAID
        if tag in _HEADINGS and not self._unsaid:
            self._anchor, self._heading = given.get("id") or "", []
        if tag == "a":
            self._link = given.get("class") or "link"
        if tag in _SAID:
            self._keep()
            self._said += 1

    def handle_endtag(self, tag: str) -> None:
        """Leave it; a heading with an anchor begins a part."""
        if tag in _HEADINGS and self._anchor is not None:
            if self._anchor and tag != "h1":
                self.parts.append((self._anchor, "".join(self._heading), []))
            self._anchor = None
        self._unsaid -= tag in _UNSAID
        if tag == "a":
            self._link = ""
        if tag in _SAID:
            self._keep()
            self._said -= 1

    def handle_data(self, data: str) -> None:
        """Take what a reader reads."""
        if self._unsaid or self._link == "headerlink":
            return
        if self._anchor is not None:
            self._heading.append(data)
        elif self._said > 0:
            self._item.append(data)
            self._own_words = self._own_words or bool(data.strip() and not self._link)

    def _keep(self) -> None:
        """Add what was said to its part. What is a link and nothing else only leads elsewhere."""
        if self._own_words:
            self.parts[-1][2].extend((*self._item, " "))
        self._item, self._own_words = [], False
