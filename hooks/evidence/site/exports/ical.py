"""The calendar of events and dates of studies (RFC 5545). A date that is known to a month or year spans all of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from evidence.analysis.view import View
from evidence.model import links
from evidence.model.number_format import date_in_words
from evidence.site.exports import uids
from evidence.site.exports.calendar_dates import Dated, dates, span
from evidence.site.output import Output

_STATUS = {"happened": "CONFIRMED", "planned": "TENTATIVE", "expected": "TENTATIVE"}
_LONGEST = 75  # octets in a line, its end not counted


def outputs(view: View) -> Iterator[Output]:
    """One file."""
    yield Output(links.address("calendar"), calendar(view))


def calendar(view: View) -> bytes:
    """The calendar. It has no clock: every entry is stamped with the day up to which evidence was looked for."""
    site = view.evidence.site
    stamp = f"{_day(span(site.as_of)[0])}T000000Z"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(site.name)}//{_text(site.as_of)}//EN",
        f"NAME:{_text(site.name)}",
        f"X-WR-CALNAME:{_text(site.name)}",
        f"DESCRIPTION:{_text(site.description)}",
        f"SOURCE;VALUE=URI:{links.absolute(site.site_url, links.address('calendar'))}",
        f"URL:{links.absolute(site.site_url, links.address('timeline'))}",
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for one in dates(view):
        lines += _entry(view, one, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in _folded(line))


def _entry(view: View, one: Dated, stamp: str) -> Iterator[str]:
    address = links.absolute(view.evidence.site.site_url, one.address)
    yield "BEGIN:VEVENT"
    yield f"UID:{uids.urn(view.evidence.drug.code, f'date/{one.id}')}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{_day(one.first)}"
    yield f"DTEND;VALUE=DATE:{_day(one.after)}"
    yield f"SUMMARY:{_text(' '.join([one.title, *_marks(one)]))}"
    yield f"DESCRIPTION:{_text(_about(view, one))}"
    yield f"CATEGORIES:{_text(one.kind)}"
    yield f"STATUS:{_STATUS[one.status]}"
    yield "TRANSP:TRANSPARENT"
    yield f"URL:{address}"
    yield "END:VEVENT"


def _marks(one: Dated) -> list[str]:
    """What a calendar cannot show of a date: that it is a plan, how precise it is, and what it dates."""
    marks = [one.status] if one.status != "happened" and one.status not in one.title else []
    if not one.is_precise:
        marks.append(f"some time in {date_in_words(one.date)}")
    if one.date_of != "event":
        marks.append(f"date of the {one.date_of}")
    return [f"({'; '.join(marks)})"] if marks else []


def _about(view: View, one: Dated) -> str:
    sources = "; ".join(f"{view.entities[key].label}, {place}" for key, place in one.cite.items())
    return "\n".join(
        part for part in (one.about, f"Date as printed: {date_in_words(one.date)}", f"Source: {sources}") if part
    )


def _day(day: date) -> str:
    return f"{day:%Y%m%d}".rjust(8, "0")


def _text(text: str) -> str:
    """Text as a calendar reads it."""
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[bytes]:
    """A line in pieces of 75 octets at most, no letter torn apart; all but the first begin with a space."""
    piece, lead = b"", b""
    for letter in line:
        more = letter.encode()
        if len(lead) + len(piece) + len(more) > _LONGEST:
            yield lead + piece
            piece, lead = b"", b" "
        piece += more
    yield lead + piece
