"""The list of sources, and one page a source with everything that cites it."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.citation_index import Citation
from evidence.model import Source, links
from evidence.site.gather import Gatherer, Number, Ref, SourceRef, Text
from evidence.site.gather_page_end import dead_link_form
from evidence.site.pages.page import Page, edit_of, edit_of_folder

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
    "outcome-list": "Lists of planned outcomes",
    "outcome-measure": "Planned outcome measures",
    "gap": "Not told there",
    "endpoint": "Endpoints",
    "endpoint-field": "Thresholds and domains",
    "event": "Events",
    "drug-field": "The drug",
    "drug-label": "Labels of the drug",
    "competitor": "Landscape",
    "contradiction": "Contradictions",
    "statement": "Opinions, no results",
}


@dataclass(frozen=True)
class SourceRow:
    """A source in the list, and how often it is cited."""

    ref: SourceRef
    source: Source
    title: Text
    citations: int


@dataclass(frozen=True)
class CitationRow:
    """What cites a source, as shown, and where in the source it is; `owner` is the study or group of an arm or a plan."""

    ref: Ref
    owner: Ref | None
    number: Number | None
    locator: str


def pages(gather: Gatherer) -> Iterator[Page]:
    """The list and all pages. Sources that may not be cited are on the page of contradictions only."""
    view = gather.view
    usable = view.evidence.citable_sources
    rows = {
        key: SourceRow(gather.source(key), source, gather.text(source.title), len(view.citations_of_source[key]))
        for key, source in usable.items()
    }
    tiers = {"1": ("Primary sources", "primary"), "2": ("Secondary sources", "secondary")}
    parts = ((*tiers[tier], tuple(row for row in rows.values() if row.source.tier == tier)) for tier in tiers)
    listed = {"count": len(usable), "parts": tuple(part for part in parts if part[2])}
    yield Page("sources", links.address("sources"), listed, edit_of_folder(gather, "sources"))
    for key, source in usable.items():
        yield Page("source", links.address("source", key), _source(gather, key, source), edit_of(source))


def _source(gather: Gatherer, key: str, source: Source) -> dict[str, object]:
    view = gather.view
    grouped = (
        (title, links.slug(title), tuple(c for c in view.citations_of_source[key] if view.entities[c.id].kind == kind))
        for kind, title in GROUPS.items()
    )
    return {
        "ref": gather.source(key),
        "source": source,
        "title": gather.text(source.title),
        "address_kind": ADDRESS_KINDS[source.address_kind],
        "withheld": ADDRESS_KINDS["withheld"],
        "dead_link": dead_link_form(gather, key) if source.url else "",
        "parts": tuple(
            (title, id, tuple(_citation(gather, citation, key) for citation in found))
            for title, id, found in grouped
            if found
        ),
    }


def _citation(gather: Gatherer, citation: Citation, source: str) -> CitationRow:
    owners, key = gather.view.evidence.owners, citation.id.partition("#")[0]
    owner = next(
        (
            name
            for name, each in owners.items()
            if key in each.arms or key in each.outcome_lists or key in each.outcome_measures
        ),
        None,
    )
    about = gather.ref(owner) if owner else None
    return CitationRow(gather.ref(citation.id), about, _number(gather, citation, source), citation.locator)


def _number(gather: Gatherer, citation: Citation, source: str) -> Number | None:
    """What this source reports of a fact, or the value of a field; None where there is no number to show."""
    view = gather.view
    if view.entities[citation.id].kind == "fact":
        own = [report for report in view.evidence.facts[citation.id].reports if report.source == source]
        return gather.report(next(r for r in own if r.locator == citation.locator))
    if "#" not in citation.id:
        return None
    owner, _, name = citation.id.partition("#")
    domain = view.evidence.endpoints[owner].domains.get(name) if owner in view.evidence.endpoints else None
    return None if domain and domain.weight is None else gather.number(citation.id)
