"""The pages: one module a kind of page. It gathers what its template, of the same name, is given."""

from collections.abc import Iterator

from evidence.site.gather import Gatherer
from evidence.site.output import Output
from evidence.site.pages import (
    api,
    appraisal,
    changes,
    checks,
    contradictions,
    data,
    drug,
    endpoints,
    facts,
    gaps,
    glossary,
    home,
    landscape,
    quote,
    results,
    safety,
    sources,
    statements,
    studies,
    timeline,
    tombstone,
)
from evidence.site.pages.page import Page, rendered
from evidence.site.render import Renderer

KINDS = (
    home, drug, studies, endpoints, results, facts, safety, timeline, landscape, contradictions, statements, sources, glossary,
    data, api, checks, appraisal, gaps, changes, quote,
)  # fmt: skip


def gathered(gather: Gatherer) -> Iterator[Page]:
    """Every page where nothing was removed, gathered but not rendered."""
    for kind in KINDS:
        yield from kind.pages(gather)


def outputs(gather: Gatherer, render: Renderer) -> Iterator[Output]:
    """Every page where nothing was removed, and the numbers that the page of the number check knows."""
    yield from (rendered(gather, render, page) for page in gathered(gather))
    yield quote.index(gather.view)


def tombstones(gather: Gatherer, render: Renderer) -> Iterator[Output]:
    """A page for each address that was removed."""
    yield from (rendered(gather, render, page) for page in tombstone.pages(gather))
