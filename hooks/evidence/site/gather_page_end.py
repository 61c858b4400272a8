"""Gathering of what every page ends with: how to report a problem on it, where it is edited, how to cite it."""

from dataclasses import dataclass

from evidence.analysis.entity_index import Entity, fact_about, within
from evidence.analysis.figure_text import uncertainty, value
from evidence.analysis.part_of_trial import part_of_trial
from evidence.analysis.statistic_words import noun
from evidence.model import Record, Report, SafetyReport, links
from evidence.site.exports import bibliography
from evidence.site.exports.bibliography import Reference
from evidence.site.gather import Gatherer


@dataclass(frozen=True)
class Feedback:
    """Beside something without a page of its own: where a problem with it is reported, and where it is edited."""

    label: str
    form: str
    edit: str


def problem_form(gather: Gatherer, entity: Entity | None, address: str) -> str:
    """Where GitHub opens the form for a problem with an entity at an address, or with the page where it is about none."""
    site, evidence = gather.view.evidence.site, gather.view.evidence
    at = links.absolute(site.site_url, address)
    if entity is None or entity.kind == "page":
        return links.report_address(site.repository, "site-problem", {"page": at})
    fields = {"title": f"Wrong: {entity.id}", "fact": entity.id}
    if entity.kind == "fact":
        figure, report = gather.view.figure(entity.id), gather.view.preferred[entity.id]
        fields["title"] = f"Wrong figure: {entity.id}"
        fields |= {"value": value(figure) + uncertainty(figure), "named": _named(gather, report.source, report.locator)}
    elif entity.id in evidence.events:
        event = evidence.events[entity.id]
        key, locator = next(iter(event.cite.items()))
        fields["title"] = f"Wrong date: {entity.id}"
        fields |= {"value": f"{event.date}: {event.title}", "named": _named(gather, key, locator)}
    return links.report_address(site.repository, "wrong-figure", {**fields, "page": at})


def _named(gather: Gatherer, key: str, locator: str) -> str:
    where = "locator not recorded" if locator == "not recorded" else locator
    return f"{gather.view.evidence.sources[key].label}, {where}"


def dead_link_form(gather: Gatherer, key: str) -> str:
    """Where GitHub opens the form for a source whose address no longer opens it."""
    site, source = gather.view.evidence.site, gather.view.evidence.sources[key]
    page = links.absolute(site.site_url, links.address("source", key))
    fields = {"title": f"Dead link: {key}", "source": key, "address": source.url or "", "page": page}
    return links.report_address(site.repository, "dead-link", fields)


def feedback(gather: Gatherer, id: str, record: Record) -> Feedback:
    """Both ways for the entity with this id, which a record of the data states."""
    entity = gather.view.entities[id]
    return Feedback(entity.label, problem_form(gather, entity, entity.address), gather.edit(record))


def citation(gather: Gatherer, page: Reference, entity: Entity | None) -> dict[str, object]:
    """How the page of an entity is cited: itself, and the fact or source that it is about."""
    sources, key = gather.view.evidence.sources, ""
    if entity and entity.kind == "fact":
        key = gather.view.preferred[entity.id].source
    elif entity and entity.kind == "source":
        key = entity.id
    return {
        "reference": page,
        "entity": entity,
        "quoted": _quoted(gather, entity.id) if entity and entity.kind == "fact" else None,
        "source_key": key,
        "source": bibliography.of_source(key, sources[key]) if key else None,
    }


def _measure(report: Report | SafetyReport) -> dict[str, object]:
    """The noun for an effect, empty for any other figure; `is_difference`: it lies between two arms and has a unit."""
    measure = report.effect_measure if isinstance(report, Report) else None
    if measure is None:
        return {"measure": "", "is_difference": False}
    return {"measure": noun(measure), "is_difference": measure.family == "difference"}


def _quoted(gather: Gatherer, fact: str) -> dict[str, object]:
    """A fact as one quotes it in a sentence: its number, who and what it is about, and who reports it where."""
    view, evidence = gather.view, gather.view.evidence
    report = view.preferred[fact]
    source = evidence.sources[report.source]
    endpoint, time = (report.endpoint, report.timepoint) if isinstance(report, Report) else (None, None)
    return {
        "number": gather.number(fact),
        "ref": gather.ref(fact),
        **_measure(report),
        "study": view.entities[report.study].label,
        "part": part_of_trial(evidence, report),
        "arm": within(view.entities[report.arm].label) if report.arm else "",
        "comparator": within(view.entities[report.comparator].label) if report.comparator else "",
        "endpoint": within(evidence.endpoints[endpoint].name) if endpoint else "",
        "timepoint": "" if time == "not stated" else time or "",
        "about": fact_about(evidence, report),
        "publisher": source.publisher,
        "date": report.source_version or source.date or "",
        "locator": report.locator,
        "is_second_hand": source.relation == "second-hand",
    }
