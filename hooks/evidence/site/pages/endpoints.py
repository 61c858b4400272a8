"""The list of endpoints and instruments, and one page each."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.model import Endpoint, links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer

KINDS = {"instrument": "Instruments", "derived": "Derived endpoints", "biomarker": "Biomarkers"}
OPERATORS = {
    "fall-of-at-least": "a fall of at least",
    "rise-of-at-least": "a rise of at least",
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "from-to": "from",
}


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """The list and all pages."""
    endpoints = view.evidence.endpoints
    kinds = by((KINDS[endpoint.kind], key) for key, endpoint in endpoints.items())
    ordered = [(title, kinds[title]) for title in KINDS.values() if kinds[title]]
    yield page(render, "endpoints", links.address("endpoints"), "data/endpoints", kinds=ordered, range_of=range_of)
    derived = by((endpoint.instrument, key) for key, endpoint in endpoints.items() if endpoint.instrument)
    owners = {**view.evidence.studies, **view.evidence.groups}
    used = by((m.endpoint, (owner, id, m)) for owner, has in owners.items() for id, m in has.outcome_measures.items())
    for key, endpoint in endpoints.items():
        facts = view.facts_of_endpoint[key]
        yield page(
            render,
            "endpoint",
            links.address("endpoint", key),
            endpoint,
            key=key,
            e=endpoint,
            operators=OPERATORS,
            derived=derived[key],
            used=used[key],
            read_domains=sum(domain.weight is not None for domain in endpoint.domains.values()),
            effects=[fact for fact in view.effects if fact in facts],
            findings=[fact for fact in facts if fact not in view.effects],
        )


def range_of(endpoint: Endpoint) -> str:
    """The range of an instrument in words."""
    if endpoint.range_high is None:
        return f"from {endpoint.range_low}"
    return (
        f"{endpoint.range_low} to {endpoint.range_high}"
        if endpoint.range_low is not None
        else f"to {endpoint.range_high}"
    )
