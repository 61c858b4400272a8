"""The first page: what this is, the leading effects, what is disputed, what is new."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.charts import all_charts
from evidence.model import Report, links
from evidence.site.gather import EffectRow, Gatherer
from evidence.site.gather_changes import changes
from evidence.site.gather_charts import frame
from evidence.site.pages.page import Page

LATEST_EVENTS = 5
LATEST_CHANGES = 3


@dataclass(frozen=True)
class LeadingEffect:
    """One of the effects that a reader must see first, with the direction of its endpoint."""

    effect: EffectRow
    direction: str


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    view, evidence = gather.view, gather.view.evidence
    leading = tuple(_leading(gather, key) for key in view.leading)
    rows = [each.effect for each in leading]
    sources = sorted({row.source.id for row in rows})
    endpoint = rows[0].endpoint if rows else None
    events, cases = evidence.events, evidence.contradictions
    happened = [key for key, event in events.items() if event.status == "happened"]
    latest = sorted(happened, key=lambda key: (events[key].date, key), reverse=True)[:LATEST_EVENTS]
    context = {
        "leading": leading,
        "same_question": len({(row.endpoint, row.timepoint) for row in rows}) == 1,
        "sources": gather.sources(sources),
        "peer_reviewed": any(evidence.sources[key].peer_reviewed == "yes" for key in sources),
        "caution": gather.prose("caution"),
        "chart": frame(gather, all_charts(view)[f"forest.{endpoint.id}"]) if endpoint else None,
        "text": gather.prose("home"),
        "open": gather.refs(key for key, case in cases.items() if case.state == "open"),
        "resolved": sum(case.state == "resolved" for case in cases.values()),
        "errors": sum(case.state == "error" for case in cases.values()),
        "latest": tuple((gather.ref(key), events[key].date, events[key].date_of) for key in latest),
        "log_begins": view.history.begins,
        "changes": changes(gather, reversed(view.history.steps[-LATEST_CHANGES:])),
    }
    yield Page("home", links.address("home"), context, "data/prose/home.md")


def _leading(gather: Gatherer, key: str) -> LeadingEffect:
    report = gather.view.preferred[key]
    assert isinstance(report, Report) and report.endpoint
    return LeadingEffect(gather.effect(key), gather.view.evidence.endpoints[report.endpoint].direction or "")
