"""The sections of a page as the search finds them: the paragraphs and lists under each heading."""

from html.parser import HTMLParser
from typing import NamedTuple

from evidence.site.search.records import SearchRecord

_HEADINGS = ("h1", "h2", "h3")
# Rows of tables and terms are found as entities; the rest has no words of its own.
_SKIPPED = ("table", "dl", "figure", "svg", "form", "script", "style", "pre", "nav")
_TEXT = ("p", "li")


class HtmlPage(NamedTuple):
    """A page of the site: its address from the root, its title as plain text, its content as HTML."""

    address: str
    title: str
    html: str


def sections(page: HtmlPage) -> list[SearchRecord]:
    """The page itself with the text above its first heading, then each section that has text."""
    parser = _Sections()
    parser.feed(page.html)
    parser.close()
    found = []
    for anchor, title, words in parser.sections:
        text = " ".join("".join(words).split())
        if not anchor:
            found.append(SearchRecord(page.address, "Page", page.title, text, (page.title,)))
        elif text:
            found.append(SearchRecord(f"{page.address}#{anchor}", "Section", f"{title.strip()} ({page.title})", text))
    return found


class _Sections(HTMLParser):
    """Collects (anchor, heading, words) in `sections`; the first has neither anchor nor heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.sections: list[tuple[str, str, list[str]]] = [("", "", [])]
        self._skipped = self._depth = 0  # how many elements of _SKIPPED and of _TEXT are open
        self._anchor: str | None = None  # of the heading that is open
        self._heading: list[str] = []
        self._item: list[str] = []
        self._link = ""  # the classes of the link that is open
        self._has_text = False  # whether the item says anything outside its links

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a heading, a text, or what is left out."""
        attributes = dict(attrs)
        self._skipped += tag in _SKIPPED
        if tag in _HEADINGS and not self._skipped:
            self._anchor, self._heading = attributes.get("id") or "", []
        if tag == "a":
            self._link = attributes.get("class") or "link"
        if tag in _TEXT:
            self._end_item()
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        """End it; a heading with an anchor begins a section."""
        if tag in _HEADINGS and self._anchor is not None:
            if self._anchor and tag != "h1":
                self.sections.append((self._anchor, "".join(self._heading), []))
            self._anchor = None
        self._skipped -= tag in _SKIPPED
        if tag == "a":
            self._link = ""
        if tag in _TEXT:
            self._end_item()
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        """Add what a reader reads."""
        if self._skipped or self._link == "headerlink":
            return
        if self._anchor is not None:
            self._heading.append(data)
        elif self._depth > 0:
            self._item.append(data)
            self._has_text = self._has_text or bool(data.strip() and not self._link)

    def _end_item(self) -> None:
        """Add the paragraph or list item to its section, unless it is only a link."""
        if self._has_text:
            self.sections[-1][2].extend((*self._item, " "))
        self._item, self._has_text = [], False
