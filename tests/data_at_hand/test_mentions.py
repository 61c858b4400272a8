"""Names lead to what they name: the first mention in each section, and every row that is about something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from support import raw_data
from support.built_site import Built, Page, plain

# Where a name is no running text: titles, what cannot hold a link, and what is shown letter by letter, or to be copied so.
NOT_RUNNING = (
    "code",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "select",
    "script",
    "style",
    "caption",
    "figcaption",
    "svg",
)


@dataclass(frozen=True)
class Piece:
    """A stretch of running text of one section; `linked` where it stands inside a link."""

    section: str
    text: str
    linked: bool


def _pieces(page: Page) -> Iterator[Piece]:
    """The running text of a page in order, with the section in which it stands."""
    section = "beginning"

    def walk(element: HtmlElement, linked: bool) -> Iterator[Piece]:
        nonlocal section
        if element.tag in ("h2", "h3"):
            section = element.get("id", "")
        to_be_copied = element.get("data-copy") is not None
        if isinstance(element.tag, str) and element.tag not in NOT_RUNNING and not to_be_copied:
            yield Piece(section, element.text or "", linked or element.tag == "a")
            for child in element:
                yield from walk(child, linked or element.tag == "a")
        yield Piece(section, element.tail or "", linked)

    yield from walk(page.article, False)


def test_the_first_mention_of_a_study_in_each_section_is_a_link(built: Built) -> None:
    studies = raw_data.entities(built.data, "studies")
    names = {plain(content["short_name"]["value"]): f"studies/{key}/" for key, content in studies.items()}
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")
    missing = []
    for page in built.pages.values():
        seen = set()
        for piece in _pieces(page) if page.address != "404.html" else ():
            for name in pattern.findall(plain(piece.text)):
                if (piece.section, name) not in seen and not piece.linked and names[name] != page.address:
                    missing.append(f"{page.address}#{piece.section}: {name} in: {plain(piece.text)[:90]}")
                seen.add((piece.section, name))
    assert not missing, "\n".join(missing)


def _labels(built: Built) -> dict[str, str]:
    """What each thing is called in the row that is about it, with the kind of thing."""
    found = {}
    for kind, name in (("sources", "label"), ("events", "title"), ("contradictions", "topic"), ("landscape", "drug")):
        found |= {plain(content[name]): kind for content in raw_data.entities(built.data, kind).values()}
    for kind in ("studies", "groups"):
        for content in raw_data.entities(built.data, kind).values():
            found |= {plain(arm["label"]): "arms" for arm in content.get("arms", {}).values()}
    for endpoint in raw_data.entities(built.data, "endpoints").values():
        found |= {plain(endpoint[name]): "endpoints" for name in ("abbreviation", "name") if name in endpoint}
    for study in raw_data.entities(built.data, "studies").values():
        found[plain(study["short_name"]["value"])] = "studies"
    return found


def test_a_row_about_something_leads_to_it_or_is_where_it_stands(built: Built) -> None:
    labels = _labels(built)
    met, missing = set(), []
    for page in built.pages.values():
        for header in page.article.xpath(".//th[@scope='row'] | .//dt") if page.address != "404.html" else ():
            name = _name(header)
            if name in labels:
                met.add(labels[name])
                stands_here = header.xpath("boolean(ancestor::*[self::tr or self::div][@id])")
                if not (stands_here or header.xpath(".//a[@href]")):
                    missing.append(f"{page.address}: {labels[name]}: {name}")
    assert not missing, "\n".join(missing)
    assert {"studies", "endpoints", "sources", "arms", "events", "landscape"} & set(labels.values()) <= met


def _name(header: HtmlElement) -> str:
    """What a row is about, without the remarks and marks behind it."""
    parts = [header.text or ""]
    for child in header:
        parts += [child.text_content() if child.tag != "span" else "", child.tail or ""]
    return plain("".join(parts))
