"""The data page: downloads, schemas and the dictionary of fields."""

from collections.abc import Iterator

from evidence.analysis.dictionary import FILES, ROWS, dictionary
from evidence.analysis.tables.downloads import downloads
from evidence.model import links
from evidence.site.gather import Gatherer
from evidence.site.pages.page import Page

FEEDS = (("atom", "Atom"), ("json", "JSON Feed"))


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    example = next(iter((*gather.view.effects, *gather.view.evidence.facts)), None)
    context = {
        "tables": downloads(gather.view),
        "schemas": (*FILES, *ROWS),
        "dictionary": tuple(dictionary()),
        "example": gather.maybe(example),
        "feeds": FEEDS,
    }
    yield Page("data", links.address("data"), context, "data")
