"""The sections of a page as the search finds them: the paragraphs and lists under each heading."""

from html import unescape

from evidence.site.html_tokens import attributes_of, tokens
from evidence.site.output import Output
from evidence.site.search.records import SearchRecord

_HEADINGS = ("h1", "h2", "h3")
# Rows of tables and terms are found as entities; the rest has no words of its own.
_SKIPPED = ("table", "dl", "figure", "svg", "form", "script", "style", "pre", "nav")
_TEXT = ("p", "li")


def sections(page: Output) -> list[SearchRecord]:
    """The page itself with the text above its first heading, then each section that has text."""
    (_, _, lead), *others = _sections(str(page.content))
    found = [SearchRecord(page.address, "Page", page.title, " ".join("".join(lead).split()), (page.title,))]
    for anchor, title, words in others:
        if text := " ".join("".join(words).split()):
            found.append(SearchRecord(f"{page.address}#{anchor}", "Section", f"{title.strip()} ({page.title})", text))
    return found


def _sections(html: str) -> list[tuple[str, str, list[str]]]:
    """Anchor, heading and words of each section; the first has neither anchor nor heading. An item is only a link where
    nothing else in it is text.
    """
    found: list[tuple[str, str, list[str]]] = [("", "", [])]
    skipped = depth = 0  # how many elements of _SKIPPED and of _TEXT are open
    anchor: str | None = None  # of the heading that is open
    heading: list[str] = []
    item: list[str] = []
    link, has_text = "", False  # the classes of the open link, and whether the item has text outside its links
    for closing, tag, source, data in tokens(html):
        if tag in _SKIPPED:
            skipped += -1 if closing else 1
        elif tag == "a":
            link = "" if closing else attributes_of(source).get("class") or "link"
        elif tag in _TEXT:
            found[-1][2].extend((*item, " ") if has_text else ())
            item, has_text = [], False
            depth += -1 if closing else 1
        elif tag in _HEADINGS and closing and anchor is not None:
            if anchor and tag != "h1":
                found.append((anchor, "".join(heading), []))
            anchor = None
        elif tag in _HEADINGS and not closing and not skipped:
            anchor, heading = attributes_of(source).get("id", ""), []
        elif data and not skipped and link != "headerlink" and anchor is not None:
            heading.append(unescape(data))
        elif data and not skipped and link != "headerlink" and depth > 0:
            item.append(unescape(data))
            has_text = has_text or bool(item[-1].strip() and not link)
    return found
