"""The data page: downloads, schemas and the dictionary of fields."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.dictionary import FILES, ROWS, Kind, dictionary
from evidence.analysis.frames.downloads import downloads
from evidence.analysis.frames.tables import Table
from evidence.model import links
from evidence.site.gather import Gatherer, Ref
from evidence.site.pages.page import Page

FEEDS = (("atom", "Atom"), ("json", "JSON Feed"))


@dataclass(frozen=True)
class Data:
    """All tables with their columns, the schemas, the dictionary, and a fact to show as an example."""

    tables: tuple[Table, ...]
    schemas: tuple[str, ...]
    dictionary: tuple[Kind, ...]
    example: Ref | None
    feeds: tuple[tuple[str, str], ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    example = next(iter((*gather.view.effects, *gather.view.evidence.facts)), None)
    context = Data(downloads(gather.view), (*FILES, *ROWS), tuple(dictionary()), gather.maybe(example), FEEDS)
    yield Page("data", links.address("data"), context, "data")
