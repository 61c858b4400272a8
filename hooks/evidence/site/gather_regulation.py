"""Gathering of what is known of regulators: the status in each jurisdiction and disease, and the events that it rests on."""

from dataclasses import dataclass

from evidence.analysis.regulatory_status import RegulatoryStatus, newest_source, standing
from evidence.site.gather import Gatherer, Origin, Ref


@dataclass(frozen=True)
class DatedEvent:
    """A link to an event; `date_of` says whether its date is that of the event, of a record or of a statement."""

    ref: Ref
    date: str
    date_of: str


@dataclass(frozen=True)
class StatusRow:
    """The status in one jurisdiction for one disease; `since` is the event that brought it."""

    place: str
    indication: str
    words: str
    is_approved: bool
    since: DatedEvent | None
    steps: tuple[DatedEvent, ...]
    designations: tuple[DatedEvent, ...]
    coming: tuple[DatedEvent, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Regulation:
    """The table. `standing` follows the name of the drug and `is`; `newest` is the date of the newest source on regulation."""

    standing: str
    newest: str
    rows: tuple[StatusRow, ...]

    @property
    def is_approved(self) -> bool:
        """Whether an approval of any kind is in force anywhere."""
        return any(row.is_approved for row in self.rows)


def regulation(gather: Gatherer) -> Regulation:
    """The table that home, the page of the drug and the timeline share."""
    view = gather.view
    rows = tuple(_row(gather, row) for row in view.regulatory_statuses)
    return Regulation(standing(view.evidence, view.regulatory_statuses), newest_source(view.evidence), rows)


def _row(gather: Gatherer, row: RegulatoryStatus) -> StatusRow:
    events = gather.view.evidence.events
    return StatusRow(
        row.place,
        row.indication,
        row.words,
        row.is_approved,
        _dated(gather, row.decided_by) if row.decided_by else None,
        tuple(_dated(gather, key) for key in row.steps),
        tuple(_dated(gather, key) for key in row.designations),
        tuple(_dated(gather, key) for key in row.coming),
        tuple(dict.fromkeys(each for key in row.events for each in gather.origins(events[key].cite))),
    )


def _dated(gather: Gatherer, key: str) -> DatedEvent:
    event = gather.view.evidence.events[key]
    return DatedEvent(gather.ref(key), event.date, event.date_of)
