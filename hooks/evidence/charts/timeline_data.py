"""The timeline: studies as bars from start to end, events as marks, both as precise as their dates."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Event, Study, number_format

STUDIES, OTHER = "Studies", "In other diseases"
SECTIONS: Mapping[str, Sequence[str]] = {
    "Regulators": ("submission", "approval", "refusal", "designation"),
    "Results": ("readout", "presentation", "publication"),
    "Registers and company": ("registration", "corporate", "trial-start", "trial-completion"),
}
ON_BARS = ("trial-start", "trial-completion")
KEY = {
    "study": "study; outlined where its end is an estimate",
    "event": "happened on that date",
    "record": "date of a record or statement that shows it",
    "planned": "planned or expected",
}
HOW = "A date known to the month or year only is drawn as a span."


def charts(view: View) -> Iterator[Chart]:
    """One chart, or the reason for none."""
    subject = f"Studies and events by date, as of {number_format.date_in_words(view.evidence.site.as_of)}"
    rows = tuple(rows_of(view))
    if not rows:
        yield Chart(
            "timeline", "timeline", subject, subject, "timeline", reason="No study or event with a date is recorded."
        )
        return
    panels = [Panel(name, name, zero=False) for name in (STUDIES, *SECTIONS, OTHER)]
    undated = [
        study.short_name.value for key, study in view.evidence.studies.items() if key not in {r.line for r in rows}
    ]
    caption = [HOW, *([f"Without a date, and so not drawn: {wording.joined(undated)}."] if undated else [])]
    yield Chart(
        "timeline",
        "timeline",
        title(view),
        subject,
        "timeline",
        rows,
        tuple(panel for panel in panels if any(row.panel == panel.key for row in rows)),
        tuple(caption),
        tuple((kind, text) for kind, text in KEY.items() if any(row.kind == kind for row in rows)),
        ("What", "About", "Date", "Status"),
        marks={
            "as_of": span(view.evidence.site.as_of)[1],
            "label": f"as of {number_format.date_in_words(view.evidence.site.as_of)}",
        },
    )


def title(view: View) -> str:
    """Approvals that are recorded, or that none is; then what is planned next with a regulator, or else in a study."""
    events = sorted(view.evidence.events.values(), key=lambda event: event.date)
    here = [event for event in events if is_here(view, event.indication)]
    approvals = [event for event in here if event.kind == "approval" and event.status == "happened"]
    said = wording.joined([f"{event.title} ({number_format.date_in_words(event.date)})" for event in approvals])
    coming = [event for event in here if event.status != "happened"]
    coming.sort(key=lambda event: (event.kind not in SECTIONS["Regulators"], event.date))
    lead = said or f"No approval is recorded as of {number_format.date_in_words(view.evidence.site.as_of)}"
    if not coming:
        return lead
    when = "" if event_says(coming[0], coming[0].date) else f" ({number_format.date_in_words(coming[0].date)})"
    how = "" if event_says(coming[0], coming[0].status) else f"{number_format.sentence(coming[0].status)}: "
    return f"{lead}. {how}{coming[0].title}{when}"


def event_says(event: Event, word: str) -> bool:
    """Whether the title of an event says this already."""
    return word in event.title


def is_here(view: View, indication: Sequence[str]) -> bool:
    """Whether something concerns the disease of the site, or names none."""
    return not indication or view.evidence.drug.indication in indication or "not stated" in indication


def span(text: str) -> tuple[float, float]:
    """A date as years and parts of a year, from its first to its last day: 2016 is (2016.0, 2017.0)."""
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if not month:
        return float(year), float(year + 1)
    if day:
        at = _position(date(year, month, day))
        return at, at
    end = date(year + month // 12, month % 12 + 1, 1)
    return _position(date(year, month, 1)), _position(end)


def _position(day: date) -> float:
    start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return round(day.year + (day - start).days / (end - start).days, 4)


def rows_of(view: View) -> Iterator[Row]:
    """Bars of studies by start with their events on them, then the other events by section and date."""
    events = sorted(view.evidence.events.items(), key=lambda item: (item[1].date, item[0]))
    drawn: set[str] = set()
    studies = sorted(view.evidence.studies.items(), key=lambda item: (_first(item[1], events, item[0]), item[0]))
    for key, study in studies:
        own = [(name, event) for name, event in events if event.studies == (key,) and event.kind in ON_BARS]
        if not own and not study.start_date and not study.completion_date:
            continue
        yield bar(view, key, study)
        for name, event in own:
            drawn.add(name)
            yield mark(view, name, event, STUDIES, key)
    for section in (*SECTIONS, OTHER):
        for name, event in events:
            if name not in drawn and section_of(view, event) == section:
                yield mark(view, name, event, section, name)


def _first(study: Study, events: Sequence[tuple[str, Event]], key: str) -> str:
    dates = [event.date for _, event in events if key in event.studies and event.kind in ON_BARS]
    return study.start_date.value if study.start_date else min(dates, default="9999")


def section_of(view: View, event: Event) -> str:
    """The heading under which an event stands."""
    if not is_here(view, event.indication):
        return OTHER
    return next(name for name, kinds in SECTIONS.items() if event.kind in kinds)


def mark(view: View, key: str, event: Event, panel: str, line: str) -> Row:
    """The row of an event; a date known to the month or year is a span."""
    low, high = span(event.date)
    kind = "planned" if event.status != "happened" else "event" if event.date_of == "event" else "record"
    thing = view.entities[key]
    said = {"event": "", "record": "date of the record", "statement": "date of the statement"}[event.date_of]
    return Row(
        id=f"{key}#date",
        address=thing.address,
        label=event.title,
        detail=event.agency or "",
        printed=number_format.date_in_words(event.date),
        short=number_format.date_in_words(event.date, 3),
        extra="; ".join(part for part in (event.status, said) if part),
        kind=kind,
        panel=panel,
        line=line,
        value=low if low == high else None,
        low=None if low == high else low,
        high=None if low == high else high,
        cite=event.cite,
        source=wording.sources(view, event.cite),
        data={"date": event.date, "status": event.status, "date_of": event.date_of, "kind": event.kind},
    )


def bar(view: View, key: str, study: Study) -> Row:
    """The row of a study: from its start to its end; `value` is where its past ends. Only what is known is drawn."""
    start, end = study.start_date, study.completion_date
    now = span(view.evidence.site.as_of)[1]
    estimated = bool(study.completion_type and study.completion_type.value == "estimated")
    first = f"from {number_format.date_in_words(start.value)}" if start else "start not recorded"
    low = span(start.value)[0] if start else None
    status = study.status.value if study.status else "status not reported"
    if end:
        high = span(end.value)[1]
        last = f"{'estimated end' if estimated else 'to'} {number_format.date_in_words(end.value)}"
    elif status in ("completed", "terminated") and study.status_date:
        high = span(study.status_date.value)[1]
        last = f"shown as {status} on {number_format.date_in_words(study.status_date.value)}, end not recorded"
    else:
        high, last = now, "end not recorded"
    brief = f"{number_format.date_in_words(start.value, 3)} to " if start else "start unknown, to "
    if end:
        brief += f"{number_format.date_in_words(end.value, 3)}{' (estimate)' if estimated else ''}"
    elif high != now and study.status_date:
        brief += f"before {number_format.date_in_words(study.status_date.value, 3)}"
    else:
        brief = f"since {number_format.date_in_words(start.value, 3)}" if start else "start and end unknown"
    cites = [cited.cite for cited in (start, end, None if end else study.status_date) if cited]
    cite = {source: place for found in reversed(cites) for source, place in found.items()}
    return Row(
        id=key,
        address=view.entities[key].address,
        label=study.short_name.value,
        detail=f"phase {study.phase.value}" if study.phase else "",
        printed=f"{first}; {last}",
        short=brief,
        extra=status,
        kind="study",
        panel=STUDIES,
        line=key,
        value=None if low is None else min(high, now) if estimated else high,
        low=low,
        high=None if low is None else high,
        cite=cite,
        source=wording.sources(view, cite),
        data={"date": start.value if start else "", "end": end.value if end else "", "status": status, "kind": "study"},
    )
