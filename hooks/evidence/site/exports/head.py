"""What programs read in the head of a page: addresses, authors, picture, and what belongs to the page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from evidence.analysis.entity_index import Entity
from evidence.analysis.tables.downloads import downloads
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
    """A typed link: its relation, an absolute address, the media type of the target, and its title."""

    relation: str
    address: str
    type: str = ""
    title: str = ""


# What partials/head.html shows: all plain text except `data`, which is JSON-LD for a script element. `version` is a day.
Head = Mapping[str, object]


@dataclass(frozen=True, eq=False)
class Heads:
    """The heads of the pages of one site. Without cards no picture is named."""

    view: View
    with_cards: bool = True

    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        """Address of a page -> the first entity that has it."""
        return {each.address: each for each in reversed(tuple(self.view.entities.values())) if "#" not in each.address}

    @cached_property
    def _previews(self) -> Mapping[str, Preview]:
        return previews.previews(self.view) if self.with_cards else {}

    def entity(self, address: str) -> Entity | None:
        """The entity whose page is at an address; other pages that people wrote, and those that moved, have none."""
        return self._entities.get(address)

    def document(self, address: str) -> str:
        """The address of the API document about the same entity as a page, or empty."""
        entity = self.entity(address)
        return representations.document(entity.kind, entity.id) if entity else ""

    def reference(self, page: Output, address: str) -> Reference:
        """The page as one cites it."""
        evidence = self.view.evidence
        return bibliography.of_page(evidence.site, address, page.title, page.updated or evidence.version)

    def of(self, page: Output, address: str, cited: bool) -> Head:
        """The head of the page at an address; `cited` is whether there are files next to it that cite it."""
        site = self.view.evidence.site
        entity = self.entity(address)
        preview = self._previews.get(address) or self._previews.get("")
        return {
            "title": page.title,
            "description": page.description,
            "site_name": site.name,
            "address": links.absolute(site.site_url, address),
            "version": page.updated or self.view.evidence.version,
            "authors": site.authors,
            "image": links.absolute(site.site_url, preview.image) if preview else "",
            "image_about": preview.about if preview else "",
            "links": list(_links(self.view, page, address, entity, cited)),
            "data": jsonld.text(self.view, entity, page, address),
        }


def _links(view: View, page: Output, address: str, entity: Entity | None, cited: bool) -> Iterator[Link]:
    """Other forms of the same: the page as Markdown, its entity as data, its dates as a calendar, and feeds of changes.
    Then signposts: how to cite this page, what describes it, what it consists of, what it is, what one may do with it.
    """
    site, kind, id = view.evidence.site, entity.kind if entity else "", entity.id if entity else ""
    absolute = partial(links.absolute, site.site_url)
    yield Link("alternate", absolute(representations.twin(address)), "text/markdown")
    if document := representations.document(kind, id):
        yield Link("alternate", absolute(document), "application/json")
    if id == "page.timeline":
        yield Link("alternate", absolute(links.address("calendar")), "text/calendar")
    for ending, type_ in FEEDS.items():
        yield Link("alternate", absolute(links.address("feed", ending)), type_, "All changes")
        if entity and kind in ("study", "group"):
            feed = absolute(links.address("study-feed", ending, id))
            yield Link("alternate", feed, type_, f"Changes: {entity.label}")
    if not cited:
        return
    yield Link("cite-as", absolute(links.versioned(address, page.updated or view.evidence.version)))
    for ending, (_, type_) in FORMATS.items():
        yield Link("describedby", absolute(f"{address}cite.{ending}"), type_)
    for fact in [id] if kind == "fact" else view.facts_of_study[id] if kind in ("study", "group") else ():
        yield Link("item", absolute(links.address("fact-file", fact)), "application/json")
    for table in downloads(view) if id == "page.data" else ():
        yield Link("item", absolute(links.address("table-file", table.name)), "text/csv")
    yield Link("type", "https://schema.org/AboutPage")
    if type_ := jsonld.type_of(entity):
        yield Link("type", type_)
    yield Link("license", links.licence_address(site.licence))
