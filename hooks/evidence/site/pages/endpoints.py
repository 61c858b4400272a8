"""The list of endpoints and instruments, and one page each."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.citation_index import by
from evidence.model import Domain, Endpoint, Group, OutcomeMeasure, Study, links
from evidence.site.gather import Gatherer, Number, Origin, Ref, Text
from evidence.site.gather_charts import frames
from evidence.site.pages.page import Page, edit_of, edit_of_folder

# Kind -> heading of its list, and what it is in words.
KINDS = {
    "instrument": "Instruments",
    "derived": "Derived endpoints",
    "event": "Clinical events",
    "composite": "Composite endpoints",
    "measure": "Measurements",
    "biomarker": "Biomarkers",
}
IN_WORDS = {
    "instrument": "an instrument is a questionnaire or score",
    "derived": "an endpoint is what a study makes of it, such as the change since the start",
    "event": "a clinical event is something that happens to a person and is counted",
    "composite": "a composite counts several endpoints together",
    "measure": "a measurement is read off a device, such as weight",
    "biomarker": "a biomarker is measured in a laboratory",
}
OPERATORS = {
    "fall-of-at-least": "a fall of at least",
    "rise-of-at-least": "a rise of at least",
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "from-to": "from",
}


@dataclass(frozen=True)
class EndpointRow:
    """An endpoint in the list; `range` in words, empty where it is not known, and how many facts there are on it.

    has_range: whether it can have one at all.
    """

    ref: Ref
    endpoint: Endpoint
    range: str
    has_range: bool
    facts: int


@dataclass(frozen=True)
class ThresholdRow:
    """A threshold: its name, the words before its number, the number, and what its source adds."""

    name: str
    operator: str
    number: Number
    text: Text
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class DomainRow:
    """A domain of an instrument, and its weight where it was read."""

    name: str
    domain: Domain
    number: Number | None
    origins: tuple[Origin, ...]


def pages(gather: Gatherer) -> Iterator[Page]:
    """The list and all pages."""
    view, endpoints = gather.view, gather.view.evidence.endpoints
    facts = view.facts_of_endpoint
    rows = by(
        (KINDS[each.kind], EndpointRow(gather.ref(key), each, range_of(each), has_scale(each), len(facts[key])))
        for key, each in endpoints.items()
    )
    present = [kind for kind, title in KINDS.items() if rows[title]]
    listed = {
        "kinds": tuple((KINDS[kind], rows[KINDS[kind]]) for kind in present),
        "in_words": tuple(IN_WORDS[kind] for kind in present),
    }
    yield Page("endpoints", links.address("endpoints"), listed, edit_of_folder(gather, "endpoints"))
    derived = by((endpoint.instrument, key) for key, endpoint in endpoints.items() if endpoint.instrument)
    composites = by((part, key) for key, endpoint in endpoints.items() for part in endpoint.parts)
    owners: dict[str, Study | Group] = {**view.evidence.studies, **view.evidence.groups}
    planned = by(
        (measure.endpoint, (gather.ref(owner), gather.ref(id), measure))
        for owner, study in owners.items()
        for id, measure in study.outcome_measures.items()
    )
    for key, endpoint in endpoints.items():
        context = _endpoint(gather, key, endpoint, derived[key], planned[key])
        context["composites"] = gather.refs(composites[key])
        yield Page("endpoint", links.address("endpoint", key), context, edit_of(endpoint))


def _endpoint(
    gather: Gatherer,
    key: str,
    endpoint: Endpoint,
    derived: tuple[str, ...],
    planned: tuple[tuple[Ref, Ref, OutcomeMeasure], ...],
) -> dict[str, object]:
    facts, whole = gather.view.facts_of_endpoint[key], gather.view.whole_trial_effects
    low, high = (
        None if getattr(endpoint, name) is None else gather.number(f"{key}#{name}")
        for name in ("range_low", "range_high")
    )
    thresholds = (
        ThresholdRow(
            name,
            OPERATORS[each.operator] if each.operator else "",
            gather.number(f"{key}#{name}"),
            gather.text(each.text) if each.text and each.value is not None else (),
            gather.origins(each.cite),
        )
        for name, each in endpoint.thresholds.items()
    )
    domains = (
        DomainRow(
            name,
            each,
            None if each.weight is None else gather.number(f"{key}#{name}"),
            gather.origins(each.cite),
        )
        for name, each in endpoint.domains.items()
    )
    return {
        "key": key,
        "endpoint": endpoint,
        "charts": frames(gather, key),
        "instrument": gather.maybe(endpoint.instrument),
        "low": low,
        "high": high,
        "domains_text": gather.text(endpoint.domains_text or ""),
        "origins": gather.origins(endpoint.cite),
        "derived": gather.refs(derived),
        "parts": gather.refs(endpoint.parts),
        "has_scale": has_scale(endpoint) or bool(endpoint.units),
        "thresholds": tuple(thresholds),
        "domains": tuple(domains),
        "notes": tuple((name, gather.text(note)) for name, note in endpoint.notes.items()),
        "remarks": tuple((name, gather.text(remark)) for name, remark in endpoint.remarks.items()),
        "planned": planned,
        "effects": gather.effects(fact for fact in whole if fact in facts),
        "subgroups": gather.effects(fact for fact in gather.view.effects if fact in facts and fact not in whole),
        "findings": gather.numbers(fact for fact in facts if fact not in gather.view.effects),
    }


def has_scale(endpoint: Endpoint) -> bool:
    """Whether an endpoint takes values between two ends, known or not: a counted event takes none."""
    return endpoint.kind not in ("event", "composite") or bool(range_of(endpoint))


def range_of(endpoint: Endpoint) -> str:
    """The range of an instrument in words; empty where neither end is known."""
    low, high = endpoint.range_low, endpoint.range_high
    if high is None:
        return "" if low is None else f"from {low}"
    return f"to {high}" if low is None else f"{low} to {high}"
