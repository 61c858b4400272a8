"""What the head of a page tells programs: addresses, authors, picture, and what belongs to the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from evidence import links
from evidence.derive import previews
from evidence.derive.tables import tables
from evidence.derive.things import Thing
from evidence.derive.view import View
from evidence.exports import jsonld
from evidence.exports.citation import FORMATS
from evidence.output import Output


class Link(NamedTuple):
    """A typed link to something else: its relation, a whole address, and what kind of file it leads to."""

    relation: str
    address: str
    type: str = ""


@dataclass(frozen=True)
class Head:
    """Plain text throughout, but for `data`, which is JSON-LD for a script element. `version` is a day."""

    title: str
    description: str
    site_name: str
    address: str
    version: str
    authors: tuple[str, ...]
    image: str
    image_about: str
    links: tuple[Link, ...]
    data: str


def head(view: View, page: Output, address: str, cards: bool) -> Head:
    """The head of the page at an address. Without cards no picture is named."""
    site = view.evidence.site
    thing = next((each for each in view.pages_of_things.get(address, ())), None)
    preview = previews.of_page(view, address) if cards else None
    return Head(
        title=page.title,
        description=page.description,
        site_name=site.name,
        address=links.absolute(site.site_url, address),
        version=page.updated or site.as_of,
        authors=site.authors,
        image=links.absolute(site.site_url, preview.image) if preview else "",
        image_about=preview.about if preview else "",
        links=tuple(_links(view, page, address, thing)),
        data=jsonld.text(view, thing, page, address),
    )


def _links(view: View, page: Output, address: str, thing: Thing | None) -> Iterator[Link]:
    """Signposts: how to cite this page, what describes it, what it consists of, what it is, what one may do with it."""
    site = view.evidence.site

    def whole(target: str) -> str:
        return links.absolute(site.site_url, target)

    yield Link("cite-as", whole(links.versioned(address, page.updated or site.as_of)))
    for ending, (_, type_) in FORMATS.items():
        yield Link("describedby", whole(links.beside(address, f"cite.{ending}")), type_)
    for target, type_ in _items(view, thing):
        yield Link("item", whole(target), type_)
    yield Link("type", "https://schema.org/AboutPage")
    if kind := jsonld.type_of(thing):
        yield Link("type", kind)
    yield Link("license", links.licence_address(site.licence))


def _items(view: View, thing: Thing | None) -> Iterator[tuple[str, str]]:
    """The files that hold what a page shows."""
    if thing and thing.kind == "fact":
        yield links.address("fact-file", thing.id), "application/json"
    elif thing and thing.kind in ("study", "group"):
        for fact in view.facts_of_study[thing.id]:
            yield links.address("fact-file", fact), "application/json"
    elif thing and thing.id == "page.data":
        for table in tables(view.evidence):
            yield links.address("table-file", table.name), "text/csv"
