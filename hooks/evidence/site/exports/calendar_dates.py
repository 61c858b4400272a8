"""Every date that a follower waits for or looks back on: events, and dates of studies that no event tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from evidence.analysis.view import View

# Field of a study -> what its date is.
_FIELDS = {
    "start_date": "start",
    "primary_completion_date": "last measurement for the primary endpoint",
    "completion_date": "end",
}
_OF_STUDIES = ("trial-start", "trial-completion")


@dataclass(frozen=True)
class Dated:
    """Something with a date, which is as precise as `date` says: a day, a month or a year.

    `first` is its first day and `after` the day behind its last one. `date_of` says what the date is of: event, record or
    statement; `status` happened, planned or expected. `cite` is source key -> place in it.
    """

    id: str
    title: str
    date: str
    first: date
    after: date
    date_of: str
    status: str
    kind: str
    about: str
    address: str
    studies: tuple[str, ...]
    cite: Mapping[str, str]

    @property
    def is_precise(self) -> bool:
        """Whether the day is known."""
        return len(self.date) == len("2026-01-16")


def dates(view: View) -> tuple[Dated, ...]:
    """All of them, by day and id."""
    return tuple(sorted((*_events(view), *_studies(view)), key=lambda one: (one.first, one.after, one.id)))


def span(text: str) -> tuple[date, date]:
    """The first day of a date and the day behind its last: 2020-06 gives 1 June and 1 July 2020."""
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day), date(year, month, day) + timedelta(days=1)
    if month:
        return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    return date(year, 1, 1), date(year + 1, 1, 1)


def _events(view: View) -> Iterator[Dated]:
    for key, event in view.evidence.events.items():
        where = view.entities[key].address
        how = (event.date_of, event.status, event.kind, event.description)
        yield Dated(key, event.title, event.date, *span(event.date), *how, where, event.studies, event.cite)


def _studies(view: View) -> Iterator[Dated]:
    told = {
        (study, event.date)
        for event in view.evidence.events.values()
        if event.kind in _OF_STUDIES
        for study in event.studies
    }
    for key, study in view.evidence.studies.items():
        for field, words in _FIELDS.items():
            cited = getattr(study, field)
            if cited is None or (key, cited.value) in told:
                continue
            id, (first, after) = f"{key}#{field}", span(cited.value)
            estimated = field != "start_date" and study.completion_type and study.completion_type.value == "estimated"
            status = "expected" if estimated or first > span(view.evidence.site.as_of)[0] else "happened"
            kind = "trial-start" if field == "start_date" else "trial-completion"
            title, where = f"{view.entities[key].label}: {words}", view.entities[id].address
            how = ("event", status, kind, cited.note or "")
            yield Dated(id, title, cited.value, first, after, *how, where, (key,), cited.cite)
