"""The timeline: studies as bars from start to end, events as marks, both as precise as their dates."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from evidence.analysis.regulatory_status import APPROVALS, REGULATORY_KINDS, newest_source
from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row, legend
from evidence.model import Event, Study
from evidence.model.number_format import date_in_words, sentence

STUDIES, OTHER = "Studies", "In other diseases"
SECTIONS: Mapping[str, Sequence[str]] = {
    "Regulators": REGULATORY_KINDS,
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


def charts(view: View) -> Iterator[Chart]:
    """One chart, or the reason for none."""
    searched, id = view.evidence.site.searched, "timeline"
    subject = f"Studies and events by date, as of {date_in_words(view.evidence.version)}"
    rows = tuple(_rows(view))
    if not rows:
        yield Chart(id, id, subject, subject, id, reason="No study or event with a date is recorded.")
        return
    studies = view.evidence.studies.items()
    undated = [study.short_name.value for key, study in studies if key not in {row.line for row in rows}]
    yield Chart(
        id,
        id,
        _title(view),
        subject,
        id,
        rows,
        tuple(Panel(name, name, zero=False) for name in dict.fromkeys(row.panel for row in rows)),
        (
            "A date known to the month or year only is drawn as a span.",
            *([f"Without a date, and so not drawn: {wording.join(undated)}."] if undated else []),
        ),
        legend(KEY, rows),
        ("What", "About", "Date", "Status"),
        marks={"searched": _span(searched)[1], "label": f"searched {date_in_words(searched)}"},
    )


def _title(view: View) -> str:
    """Approvals that are recorded, or that none is; then what is planned next with a regulator, or else in a study."""
    events = [event for event in view.evidence.events.values() if is_here(view, event.indication)]
    events.sort(key=lambda event: event.date)
    approvals = [event for event in events if event.kind in APPROVALS and event.status == "happened"]
    lead = wording.join([f"{event.title} ({date_in_words(event.date)})" for event in approvals])
    lead = lead or _no_approval(view)
    planned = [event for event in events if event.status != "happened"]
    if not planned:
        return lead
    coming = min(planned, key=lambda event: (event.kind not in SECTIONS["Regulators"], event.date))
    when = "" if coming.date in coming.title else f" ({date_in_words(coming.date)})"
    status = "" if coming.status in coming.title else f"{sentence(coming.status)}: "
    return f"{lead}. {status}{coming.title}{when}"


def _no_approval(view: View) -> str:
    """That no approval is known, with the day of the search and that of the newest source on regulation."""
    newest = newest_source(view.evidence)
    source = f"; newest source on regulation: {date_in_words(newest)}" if newest else ""
    return f"No approval is known (last search: {date_in_words(view.evidence.site.searched)}{source})"


def is_here(view: View, indication: Sequence[str]) -> bool:
    """Whether something concerns a disease that the site is about, or names none."""
    return not indication or view.evidence.drug.is_about(indication) or "not stated" in indication


def _span(text: str) -> tuple[float, float]:
    """A date as years and parts of a year, from its first to its last day: 2016 is (2016.0, 2017.0)."""
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if not month:
        return float(year), float(year + 1)
    start, end = date(year, month, day or 1), date(year + month // 12, month % 12 + 1, 1)
    return _position(start), _position(start if day else end)


def _position(day: date) -> float:
    start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return round(day.year + (day - start).days / (end - start).days, 4)


def _rows(view: View) -> Iterator[Row]:
    """Bars of studies by start with their events on them, then the other events by section and date."""
    events = dict(sorted(view.evidence.events.items(), key=lambda item: (item[1].date, item[0])))
    on_bars = {name: event for name, event in events.items() if event.kind in ON_BARS}
    studies = view.evidence.studies.items()
    for key, study in sorted(studies, key=lambda item: (_start(item[1], on_bars.values(), item[0]), item[0])):
        marks = [name for name, event in on_bars.items() if event.studies == (key,)]
        if marks or study.start_date or study.completion_date:
            yield _bar(view, key, study)
            for name in marks:
                yield _mark(view, name, events.pop(name), STUDIES, key)
    for section in (*SECTIONS, OTHER):
        for name, event in events.items():
            if section == (_section(event) if is_here(view, event.indication) else OTHER):
                yield _mark(view, name, event, section, name)


def _section(event: Event) -> str:
    return next(name for name, kinds in SECTIONS.items() if event.kind in kinds)


def _start(study: Study, events: Iterable[Event], key: str) -> str:
    """The start of a study for sorting, else the first event at its start or end."""
    first = min((event.date for event in events if key in event.studies), default="9999")
    return study.start_date.value if study.start_date else first


def _mark(view: View, key: str, event: Event, panel: str, line: str) -> Row:
    """The row of an event; a date known to the month or year is a span."""
    low, high = _span(event.date)
    date_of = {"event": "", "record": "; date of the record", "statement": "; date of the statement"}[event.date_of]
    return Row(
        id=f"{key}#date",
        address=view.entities[key].address,
        label=event.title,
        detail=event.agency or "",
        printed=date_in_words(event.date),
        short=date_in_words(event.date, 3),
        extra=f"{event.status}{date_of}",
        kind="planned" if event.status != "happened" else "event" if event.date_of == "event" else "record",
        panel=panel,
        line=line,
        value=low if low == high else None,
        low=None if low == high else low,
        high=None if low == high else high,
        cite=event.cite,
        source=wording.sources(view, event.cite),
        data={"date": event.date, "status": event.status, "date_of": event.date_of, "kind": event.kind},
    )


def _bar(view: View, key: str, study: Study) -> Row:
    """The row of a study: from its start to its end; `value` is where its past ends. Only what is known is drawn."""
    start, end, searched = study.start_date, study.completion_date, _span(view.evidence.site.searched)[1]
    low = _span(start.value)[0] if start else None
    status = study.status.value if study.status else "status not reported"
    estimated = bool(study.completion_type and study.completion_type.value == "estimated")
    first, before = ("start not recorded", "start unknown, to ")
    if start:
        first, before = f"from {date_in_words(start.value)}", f"{date_in_words(start.value, 3)} to "
    if end:
        high = _span(end.value)[1]
        last = f"{'estimated end' if estimated else 'to'} {date_in_words(end.value)}"
        short = f"{before}{date_in_words(end.value, 3)}{' (estimate)' if estimated else ''}"
    elif status in ("completed", "terminated") and study.status_date:
        high = _span(study.status_date.value)[1]
        last = f"shown as {status} on {date_in_words(study.status_date.value)}, end not recorded"
        short = f"{before}before {date_in_words(study.status_date.value, 3)}"
    else:
        high, last = searched, "end not recorded"
        short = f"since {date_in_words(start.value, 3)}" if start else "start and end unknown"
    cited = [each for each in (start, end, None if end else study.status_date) if each]
    cite = {source: locator for each in reversed(cited) for source, locator in each.cite.items()}
    return Row(
        id=key,
        address=view.entities[key].address,
        label=study.short_name.value,
        detail=f"phase {study.phase.value}" if study.phase else "",
        printed=f"{first}; {last}",
        short=short,
        extra=status,
        kind="study",
        panel=STUDIES,
        line=key,
        value=None if low is None else min(high, searched) if estimated else high,
        low=low,
        high=None if low is None else high,
        cite=cite,
        source=wording.sources(view, cite),
        data={"date": start.value if start else "", "end": end.value if end else "", "status": status, "kind": "study"},
    )
