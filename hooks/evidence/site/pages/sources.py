"""The list of sources, and one page a source with everything that rests on it."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.citation_index import Citation
from evidence.analysis.figures import Figure
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

ADDRESS_KINDS = {
    "original": "the publisher's own page",
    "reprint": "a reprint: another site carries the text",
    "inferred": "formed by us, not opened",
    "withheld": "no public address",
}
# Kind of thing -> heading under which a source page lists what rests on it.
GROUPS = {
    "fact": "Facts",
    "study-field": "Studies",
    "arm": "Arms",
    "outcome-measure": "Planned outcome measures",
    "endpoint": "Endpoints",
    "endpoint-field": "Thresholds and domains",
    "event": "Events",
    "drug-field": "The drug",
    "competitor": "Landscape",
    "contradiction": "Contradictions",
}


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """The list and all pages. Texts that may not be cited stand on the page of contradictions only."""
    usable = view.evidence.citable_sources
    tiers = {"1": ("Primary sources", "primary"), "2": ("Secondary sources", "secondary")}
    parts = [(*tiers[tier], [key for key, source in usable.items() if source.tier == tier]) for tier in tiers]
    parts = [part for part in parts if part[2]]
    yield page(render, "sources", links.address("sources"), "data/sources", count=len(usable), parts=parts)
    for key, source in usable.items():
        grouped = [
            (
                title,
                links.slug(title),
                [(c, _figure(view, c, key)) for c in view.citations_of_source[key] if view.entities[c.id].kind == kind],
            )
            for kind, title in GROUPS.items()
        ]
        yield page(
            render,
            "source",
            links.address("source", key),
            source,
            key=key,
            s=source,
            kinds=ADDRESS_KINDS,
            parts=[group for group in grouped if group[2]],
        )


def _figure(view: View, citation: Citation, source: str) -> Figure | None:
    """What this very source prints for a fact, or the value of a field; None where there is no figure to show."""
    if view.entities[citation.id].kind == "fact":
        own = [report for report in view.fact(citation.id).reports if report.source == source]
        return view.report_figure(next(r for r in own if r.locator == citation.locator))
    if "#" not in citation.id:
        return None
    owner, _, name = citation.id.partition("#")
    domain = view.evidence.endpoints[owner].domains.get(name) if owner in view.evidence.endpoints else None
    return None if domain and domain.weight is None else view.figure(citation.id)
