"""The first page: what this is, the leading effects, what is disputed, what is new."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.charts import all_charts
from evidence.model import Endpoint, Report, links
from evidence.model.gaps import gap_id
from evidence.site.gather import EffectRow, Gatherer
from evidence.site.gather_changes import changes
from evidence.site.gather_charts import frame
from evidence.site.gather_regulation import regulation
from evidence.site.pages.page import Page

LATEST_EVENTS = 5
LATEST_CHANGES = 3
FIRST_GAPS = 8


@dataclass(frozen=True)
class LeadingEffect:
    """One of the effects that a reader must see first, with the direction in which it is better, empty where unknown."""

    effect: EffectRow
    direction: str


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    view, evidence = gather.view, gather.view.evidence
    leading = tuple(_leading(gather, key) for key in view.leading)
    rows = [each.effect for each in leading]
    sources = sorted({row.source.id for row in rows})
    endpoint = rows[0].endpoint if rows else None
    chart = all_charts(view).get(f"forest.{endpoint.id}") if endpoint else None
    events, cases = evidence.events, evidence.contradictions
    happened = [key for key, event in events.items() if event.status == "happened"]
    latest = sorted(happened, key=lambda key: (events[key].date, key), reverse=True)[:LATEST_EVENTS]
    context = {
        "leading": leading,
        "same_question": len({(row.endpoint, row.timepoint, row.heading) for row in rows}) == 1,
        "noun": "difference" if {row.heading for row in rows} <= {"Difference"} else "effect",
        "sources": gather.sources(sources),
        "peer_reviewed": any(evidence.sources[key].peer_reviewed == "yes" for key in sources),
        "caution": gather.prose("caution"),
        "chart": frame(gather, chart) if chart else None,
        "text": gather.prose("home"),
        "gaps": gather.refs(gap_id(key) for key in tuple(evidence.gaps)[:FIRST_GAPS]),
        "all_gaps": len(evidence.gaps),
        "regulation": regulation(gather),
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
    assert isinstance(report, Report)
    endpoint = gather.view.evidence.endpoints.get(report.endpoint or "")
    return LeadingEffect(gather.effect(key), _direction(report, endpoint))


def _direction(report: Report, endpoint: Endpoint | None) -> str:
    """Which way is better; of a ratio or reduction on which side of no effect."""
    measure, sign = report.effect_measure, endpoint.benefit_sign if endpoint else 0
    if measure is None or measure.family in ("difference", "standardised"):
        return (endpoint.direction or "") if endpoint else ""
    benefit = measure.benefit(measure.null + 1, sign)
    return f"{'above' if benefit > 0 else 'below'} {measure.null} is better" if benefit else ""
