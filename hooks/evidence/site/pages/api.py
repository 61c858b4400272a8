"""The page of the API: where to begin, what a document contains, and what is promised of it."""

from collections.abc import Iterator

from evidence.model import links
from evidence.site.exports.api_documents import VERSION
from evidence.site.exports.api_resources import RESOURCES, records
from evidence.site.gather import Gatherer
from evidence.site.pages.page import Page


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    view = gather.view
    collections = tuple((each, len(records(view, each))) for each in RESOURCES)
    context = {
        "version": VERSION,
        "collections": collections,
        "example": next(iter((*view.effects, *view.evidence.facts)), None),
    }
    yield Page("api", links.address("api"), context, "data")
