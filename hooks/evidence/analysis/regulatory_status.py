"""What regulators decided: the status of today in each jurisdiction and disease, derived from the events that happened.

Events are taken by date. Where dates are too imprecise to order two events, the usual order of a procedure (that of
`STATUSES`) orders them. The last event that changes the status decides. A designation never does; nor does what is planned or
expected. While an approval is in force, steps of a further application change nothing: it ends by a suspension or withdrawal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evidence.model import Event, Evidence
from evidence.model.jurisdictions import JURISDICTION_NAMES, in_sentence
from evidence.model.values import is_before

# Kind of event -> the status that it brings, in words, in the usual order of a procedure.
STATUSES: Mapping[str, str] = {
    "not-approved": "not approved; no application found",
    "submission": "application submitted; decision not found",
    "acceptance": "application accepted for review; decision not found",
    "priority-review": "application under priority review; decision not found",
    "negative-opinion": "refusal recommended; decision not found",
    "re-examination": "negative opinion under re-examination; decision not found",
    "positive-opinion": "approval recommended; decision not found",
    "complete-response": "not approved in the form applied for (complete response)",
    "refusal": "refused",
    "application-withdrawal": "application withdrawn",
    "accelerated-approval": "approved by accelerated approval",
    "conditional-approval": "approved with conditions",
    "approval": "approved",
    "suspension": "approval suspended",
    "approval-withdrawal": "approval withdrawn",
}
NO_APPLICATION, NOTHING_YET = "no application found", "planned only"
APPROVALS = ("accelerated-approval", "conditional-approval", "approval")
_IN_FORCE = (*APPROVALS, "suspension")
_OF_APPROVALS = (*_IN_FORCE, "approval-withdrawal")
DECISIONS = ("complete-response", "refusal", *_OF_APPROVALS)
# Every kind of event that concerns regulators.
REGULATORY_KINDS = ("designation", *STATUSES)
NOT_STATED = "not stated"
# Types of source whose publisher is the regulator, or whose text it approved: only these show an approval.
OFFICIAL = ("regulator", "label")


@dataclass(frozen=True)
class RegulatoryStatus:
    """The status in one jurisdiction for one disease. Events are keys: `steps` in their order, `decided_by` the one of them that
    brought the status, which is empty where none did. `designations` happened; what is `coming` is planned or expected.
    """

    jurisdiction: str
    indication: str
    decided_by: str
    kind: str
    steps: tuple[str, ...]
    designations: tuple[str, ...]
    coming: tuple[str, ...]

    @property
    def words(self) -> str:
        """The status in words; that nothing but a plan is known is no status."""
        return STATUSES.get(self.kind) or (NO_APPLICATION if self.designations else NOTHING_YET)

    @property
    def place(self) -> str:
        """The name of the jurisdiction."""
        return JURISDICTION_NAMES.get(self.jurisdiction, self.jurisdiction)

    @property
    def is_approved(self) -> bool:
        """Whether an approval of any kind is in force."""
        return self.kind in APPROVALS

    @property
    def events(self) -> tuple[str, ...]:
        """Every event of the row."""
        return (*self.steps, *self.designations, *self.coming)


def places(event: Event) -> tuple[tuple[str, str], ...]:
    """The (jurisdiction, disease) that an event concerns; either may be not stated."""
    return tuple((event.jurisdiction or NOT_STATED, each) for each in event.indication or (NOT_STATED,))


def statuses(evidence: Evidence) -> tuple[RegulatoryStatus, ...]:
    """Every (jurisdiction, disease) that an event with a regulator names: the diseases of the site first, then by name."""
    events = {key: event for key, event in sorted(evidence.events.items()) if event.kind in REGULATORY_KINDS}
    found: dict[tuple[str, str], list[str]] = {}
    for key, event in events.items():
        for place in places(event):
            found.setdefault(place, []).append(key)
    rows = (_status(place, {key: events[key] for key in keys}) for place, keys in found.items())
    return tuple(sorted(rows, key=lambda row: _place_in_table(evidence.drug.indications, row)))


def _place_in_table(own: tuple[str, ...], row: RegulatoryStatus) -> tuple[object, ...]:
    disease = own.index(row.indication) if row.indication in own else len(own)
    is_plan = row.words == NOTHING_YET
    return disease, row.indication == NOT_STATED, row.indication.casefold(), is_plan, row.place, row.jurisdiction


def _status(place: tuple[str, str], events: Mapping[str, Event]) -> RegulatoryStatus:
    happened = {key: event for key, event in events.items() if event.status == "happened"}
    steps = in_order({key: event for key, event in happened.items() if event.kind in STATUSES})
    by_date = sorted(events, key=lambda key: (events[key].date, key))
    decided_by = kind = ""
    for key in steps:
        if _changes(kind, events[key].kind):
            decided_by, kind = key, events[key].kind
    return RegulatoryStatus(
        *place,
        decided_by,
        kind,
        steps,
        tuple(key for key in by_date if key in happened and events[key].kind == "designation"),
        tuple(key for key in by_date if key not in happened),
    )


def _changes(before: str, kind: str) -> bool:
    """Whether an event of a kind changes the status that an event of another kind brought; there may be none before."""
    if kind == "not-approved":
        return before in ("", "not-approved")
    if before in _IN_FORCE:
        return kind in _OF_APPROVALS and kind != before
    return True


def in_order(events: Mapping[str, Event]) -> tuple[str, ...]:
    """The keys of events by date; those whose dates can mean the same day in the usual order of a procedure."""
    order, left, found = list(STATUSES), dict(events), []
    while left:
        first = [
            key for key, event in left.items() if not any(is_before(each.date, event.date) for each in left.values())
        ]
        found.append(min(first, key=lambda key: (order.index(left[key].kind), left[key].date, key)))
        del left[found[-1]]
    return tuple(found)


def newest_source(evidence: Evidence) -> str:
    """The date of the newest source that an event with a regulator or a label cites, as precise as known; empty for none.

    A source has the date that it bears, for to read an old text again makes it no newer. A text of a regulator or a label
    without a date shows the state of the day on which it was read.
    """
    events = [event for event in evidence.events.values() if event.kind in REGULATORY_KINDS]
    keys = {
        key
        for cite in (*(each.cite for each in events), *(each.cite for each in evidence.drug.labels.values()))
        for key in cite
    }
    cited = (evidence.sources[key] for key in keys)
    return max((each.date or (each.accessed if each.type in OFFICIAL else "") for each in cited), default="")


def standing(evidence: Evidence, rows: Iterable[RegulatoryStatus]) -> str:
    """What follows the name of the drug and `is`: for what it is approved and where, and in what else it is studied."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row.is_approved:
            found.setdefault((row.words, row.indication), []).append(in_sentence(row.jurisdiction))
    parts = [f"{words} for {disease} in {_list(where)}" for (words, disease), where in found.items()]
    approved = {disease for _, disease in found}
    studied = [each for each in evidence.drug.indications if each not in approved]
    parts += [f"studied in {_list(studied)}"] if studied else []
    return ", and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)


def _list(parts: list[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)
