"""The calendar of events and of dates of studies (RFC 5545). A date that is known to a month or year spans all of it."""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.analysis.view import View
from evidence.model import links
from evidence.model.number_format import date_in_words
from evidence.site.exports.feeds import urn
from evidence.site.output import Output

_STATUS = {"happened": "CONFIRMED", "planned": "TENTATIVE", "expected": "TENTATIVE"}
_LONGEST = 75  # octets in a line, its end not counted
# Field of a study -> what its date is.
_FIELDS = {
    "start_date": "start",
    "primary_completion_date": "last measurement for the primary endpoint",
    "completion_date": "end",
}
_OF_STUDIES = ("trial-start", "trial-completion")


@dataclass(frozen=True)
class CalendarEntry:
    """Something with a date, which is as precise as `date` says: a day, a month or a year.

    `date_of` is what the date is of: event, record or statement; `status` is happened, planned or expected. `cite` is source
    key -> location in it.
    """

    id: str
    title: str
    date: str
    date_of: str
    status: str
    kind: str
    about: str
    address: str
    cite: Mapping[str, str]


def span(text: str) -> tuple[datetime.date, datetime.date]:
    """The first day of a date and the day after its last: 2020-06 gives 1 June and 1 July 2020."""
    year, month, day = (*map(int, text.split("-")), 0, 0)[:3]
    first = datetime.date(year, month or 1, day or 1)
    if day:
        return first, first + datetime.timedelta(days=1)
    return first, datetime.date(year + (month // 12 if month else 1), month % 12 + 1, 1)


def _events(view: View) -> Iterator[CalendarEntry]:
    for key, event in view.evidence.events.items():
        yield CalendarEntry(
            key,
            event.title,
            event.date,
            event.date_of,
            event.status,
            event.kind,
            event.description,
            view.entities[key].address,
            event.cite,
        )


def _studies(view: View) -> Iterator[CalendarEntry]:
    of_events = {
        (study, event.date)
        for event in view.evidence.events.values()
        if event.kind in _OF_STUDIES
        for study in event.studies
    }
    for key, study in view.evidence.studies.items():
        for field, words in _FIELDS.items():
            cited = getattr(study, field)
            if cited is None or (key, cited.value) in of_events:
                continue
            is_start = field == "start_date"
            estimated = not is_start and study.completion_type and study.completion_type.value == "estimated"
            is_ahead = span(cited.value)[0] > span(view.evidence.version)[0]
            yield CalendarEntry(
                f"{key}#{field}",
                f"{view.entities[key].label}: {words}",
                cited.value,
                "event",
                "expected" if estimated or is_ahead else "happened",
                "trial-start" if is_start else "trial-completion",
                cited.note or "",
                view.entities[f"{key}#{field}"].address,
                cited.cite,
            )


def outputs(view: View) -> Iterator[Output]:
    """One file."""
    yield Output(links.address("calendar"), calendar(view))


def calendar(view: View) -> bytes:
    """The calendar. It has no clock: every entry is stamped with the version of the evidence, a day."""
    site = view.evidence.site
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(site.name)}//{_text(view.evidence.version)}//EN",
        f"NAME:{_text(site.name)}",
        f"X-WR-CALNAME:{_text(site.name)}",
        f"DESCRIPTION:{_text(site.description)}",
        f"SOURCE;VALUE=URI:{links.absolute(site.site_url, links.address('calendar'))}",
        f"URL:{links.absolute(site.site_url, links.address('timeline'))}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    # All events, and the dates of studies that no event is about.
    for entry in sorted((*_events(view), *_studies(view)), key=lambda entry: (*span(entry.date), entry.id)):
        lines += _event(view, entry)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _event(view: View, entry: CalendarEntry) -> Iterator[str]:
    first, after = span(entry.date)
    sources = "; ".join(f"{view.entities[key].label}, {place}" for key, place in entry.cite.items())
    printed = f"Date as printed: {date_in_words(entry.date)}\nSource: {sources}"
    about = f"{entry.about}\n{printed}" if entry.about else printed
    yield "BEGIN:VEVENT"
    yield f"UID:{urn(view.evidence.drug.code, f'date/{entry.id}')}"
    yield f"DTSTAMP:{_day(span(view.evidence.version)[0])}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    yield f"DTEND;VALUE=DATE:{_day(after)}"
    yield f"SUMMARY:{_text(entry.title + _remarks(entry))}"
    yield f"DESCRIPTION:{_text(about)}"
    yield f"CATEGORIES:{_text(entry.kind)}"
    yield f"STATUS:{_STATUS[entry.status]}"
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{links.absolute(view.evidence.site.site_url, entry.address)}"
    yield "END:VEVENT"


def _remarks(entry: CalendarEntry) -> str:
    """In brackets after a space, what a calendar cannot show of a date: that it is a plan, how precise it is, and what it dates."""
    marks = [entry.status] if entry.status != "happened" and entry.status not in entry.title else []
    if len(entry.date) < len("2026-01-16"):
        marks.append(f"some time in {date_in_words(entry.date)}")
    if entry.date_of != "event":
        marks.append(f"date of the {entry.date_of}")
    return f" ({'; '.join(marks)})" if marks else ""


def _day(day: datetime.date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """Text with the characters escaped that mean something in a calendar."""
    return re.sub(r"[\\;,]", r"\\\g<0>", text).replace("\n", r"\n")


def _folded(line: str) -> list[bytes]:
    """A line in pieces of 75 octets at most, no letter divided; all but the first begin with a space."""
    pieces = [b""]
    for letter in line:
        if len(pieces[-1]) + len(letter.encode()) > _LONGEST:
            pieces.append(b" ")
        pieces[-1] += letter.encode()
    return pieces
