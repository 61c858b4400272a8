"""What the head of a page tells programs: addresses, authors, picture, and what belongs to the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from evidence.analysis.entity_index import Entity
from evidence.analysis.frames.downloads import downloads
from evidence.analysis.view import View
from evidence.model import links, representations
from evidence.site.cards import previews
from evidence.site.cards.previews import Preview
from evidence.site.exports import bibliography, jsonld
from evidence.site.exports.bibliography import Reference
from evidence.site.exports.citation import FORMATS
from evidence.site.exports.feeds import FORMATS as FEEDS
from evidence.site.output import Output


class Link(NamedTuple):
    """A typed link to something else: its relation, a whole address, what kind of file it leads to, and what it is."""

    relation: str
    address: str
    type: str = ""
    title: str = ""


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


@dataclass(frozen=True, eq=False)
class Heads:
    """The heads of one site's pages. Without cards no picture is named."""

    view: View
    with_cards: bool = True

    @cached_property
    def _things(self) -> Mapping[str, Entity]:
        return {thing.address: thing for thing in reversed(self.view.entities.values()) if "#" not in thing.address}

    @cached_property
    def _previews(self) -> Mapping[str, Preview]:
        return previews.previews(self.view) if self.with_cards else {}

    def thing(self, address: str) -> Entity | None:
        """What has its page at an address; pages that people wrote about other matters, and those that moved, have none."""
        return self._things.get(address)

    def document(self, address: str) -> str:
        """Where the API says what the page at an address is about; nothing where it does not."""
        thing = self.thing(address)
        return representations.document(thing.kind, thing.id) if thing else ""

    def reference(self, page: Output, address: str) -> Reference:
        """The page as one cites it."""
        site = self.view.evidence.site
        return bibliography.of_page(site, address, page.title, page.updated or site.as_of)

    def of(self, page: Output, address: str, cited: bool) -> Head:
        """The head of the page at an address; `cited` says that files beside it cite it."""
        site = self.view.evidence.site
        thing = self.thing(address)
        preview = self._previews.get(address) or self._previews.get("")
        return Head(
            title=page.title,
            description=page.description,
            site_name=site.name,
            address=links.absolute(site.site_url, address),
            version=page.updated or site.as_of,
            authors=site.authors,
            image=links.absolute(site.site_url, preview.image) if preview else "",
            image_about=preview.about if preview else "",
            links=(
                *_alternates(self.view, address, thing),
                *(_links(self.view, page, address, thing) if cited else ()),
            ),
            data=jsonld.text(self.view, thing, page, address),
        )


def _alternates(view: View, address: str, thing: Entity | None) -> Iterator[Link]:
    """The same in other forms: the page as Markdown, its thing as data, its dates, and how to follow what changes."""

    def link(target: str, type_: str, title: str = "") -> Link:
        return Link("alternate", links.absolute(view.evidence.site.site_url, target), type_, title)

    yield link(representations.twin(address), "text/markdown")
    if thing and (document := representations.document(thing.kind, thing.id)):
        yield link(document, "application/json")
    if thing and thing.id == "page.timeline":
        yield link(links.address("calendar"), "text/calendar")
    for ending, type_ in FEEDS.items():
        yield link(links.address("feed", ending), type_, "All changes")
        if thing and thing.kind in ("study", "group"):
            yield link(links.address("study-feed", ending, thing.id), type_, f"Changes: {thing.label}")


def _links(view: View, page: Output, address: str, thing: Entity | None) -> Iterator[Link]:
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


def _items(view: View, thing: Entity | None) -> Iterator[tuple[str, str]]:
    """The files that hold what a page shows."""
    if thing and thing.kind == "fact":
        yield links.address("fact-file", thing.id), "application/json"
    elif thing and thing.kind in ("study", "group"):
        for fact in view.facts_of_study[thing.id]:
            yield links.address("fact-file", fact), "application/json"
    elif thing and thing.id == "page.data":
        for table in downloads(view):
            yield links.address("table-file", table.name), "text/csv"
