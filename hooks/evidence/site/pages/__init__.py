"""One module a kind of page, named like its template: it gathers what the template says."""

from collections.abc import Iterator

from evidence.analysis.view import View
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
    glossary,
    home,
    landscape,
    quote,
    results,
    safety,
    sources,
    studies,
    timeline,
)
from evidence.site.pages.page import Page, rendered
from evidence.site.render import Renderer

KINDS = (
    home, drug, studies, endpoints, results, facts, safety, timeline, landscape, contradictions, sources, glossary, data, api,
    checks, appraisal, changes, quote,
)  # fmt: skip


def gathered(gather: Gatherer) -> Iterator[Page]:
    """Every page, gathered but not rendered."""
    for kind in KINDS:
        if hasattr(kind, "pages"):
            yield from kind.pages(gather)


def outputs(view: View, render: Renderer, gather: Gatherer) -> Iterator[Output]:
    """Every page."""
    for kind in KINDS:
        if hasattr(kind, "pages"):
            yield from (rendered(render, page) for page in kind.pages(gather))
        else:
            yield from kind.outputs(view, render)
