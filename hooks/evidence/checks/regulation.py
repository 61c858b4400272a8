"""What is said of regulators rests on regulators, names its place and disease, and is in an order that can be."""

import re
from collections.abc import Iterator, Mapping

from evidence.analysis.regulatory_status import (
    APPROVALS,
    DECISIONS,
    NOT_STATED,
    OFFICIAL,
    REGULATORY_KINDS,
    places,
)
from evidence.checks.reporting import must_be_given, problem_at, problem_in_prose
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Event, Record
from evidence.model.problems import Problem
from evidence.model.values import is_before

_ANSWERS = ("acceptance", "priority-review", "negative-opinion", "re-examination", "positive-opinion", *DECISIONS)
# Kinds of event, and those of which the first must not come after them where both are recorded.
_ORDER = (
    ((*_ANSWERS, "application-withdrawal"), ("submission",)),
    (("re-examination",), ("negative-opinion",)),
    (("suspension", "approval-withdrawal"), APPROVALS),
)


def _happened(draft: Draft) -> Iterator[tuple[str, Event]]:
    """Every event with a regulator that happened."""
    for key, event in draft.events.items():
        if event.kind in REGULATORY_KINDS and event.status == "happened":
            yield key, event


def _must_be_official(
    draft: Draft, record: Record, *field: str, cite: Mapping[str, str], what: str
) -> Iterator[Problem]:
    """A problem where no citation names a text of a regulator or a label; one that could not be read may be such a text."""
    if draft.unreadable.isdisjoint(cite):
        types = [draft.sources[key].type for key in cite if key in draft.sources]
        if types and not set(types) & {*OFFICIAL}:
            more = f", for {what}"
            must = f"name a source of type {' or '.join(OFFICIAL)}"
            yield problem_at(record, *field, "cite", must=must, got=", ".join(dict.fromkeys(types)), more=more)


@rule("evidence")
def approval_by_regulator(draft: Draft) -> Iterator[Problem]:
    """An approval must be cited by a text of the regulator or by a label."""
    for _, event in _happened(draft):
        if event.kind in APPROVALS:
            yield from _must_be_official(draft, event, cite=event.cite, what="it says that the drug is approved")


@rule("evidence")
def label_by_regulator(draft: Draft) -> Iterator[Problem]:
    """What a label says must be cited by the label or by a text of the regulator."""
    for key, label in draft.drug.labels.items():
        yield from _must_be_official(draft, draft.drug, "labels", key, cite=label.cite, what="it quotes a label")


@rule("evidence")
def label_of_approval(draft: Draft) -> Iterator[Problem]:
    """A label must stand with an event that shows an approval in its jurisdiction."""
    approved = {event.jurisdiction for _, event in _happened(draft) if event.kind in APPROVALS}
    for key, label in draft.drug.labels.items():
        if label.jurisdiction not in approved and not draft.unreadable:
            more = ", where no event shows an approval"
            must = "be that of an approval in data/events"
            yield problem_at(draft.drug, "labels", key, "jurisdiction", must=must, got=label.jurisdiction, more=more)


@rule("evidence")
def regulatory_place_named(draft: Draft) -> Iterator[Problem]:
    """What happened with a regulator must name one jurisdiction and a disease; only an application may leave the disease open."""
    for _, event in _happened(draft):
        yield from must_be_given(event, "jurisdiction", why=f"a status is that of one jurisdiction ({event.kind})")
        if event.jurisdiction == "global":
            must = "be that of one regulator: give an event for each"
            yield problem_at(event, "jurisdiction", must=must, got="global")
        if not event.indication:
            must = "be given, for a status is that of one disease ('not stated' where the source does not say)"
            yield problem_at(event, "indication", must=must)
        elif event.kind in APPROVALS and NOT_STATED in event.indication:
            must = "name the disease, for an approval is for one"
            yield problem_at(event, "indication", event.indication.index(NOT_STATED), must=must, got=NOT_STATED)


@rule("evidence")
def regulatory_order(draft: Draft) -> Iterator[Problem]:
    """A step with a regulator must not come before what it answers: an approval not before the first application."""
    dated = {key: event for key, event in _happened(draft) if event.date_of == "event"}
    for event in dated.values():
        here = {place for place in places(event) if place[1] != NOT_STATED}
        for kinds in (first for later, first in _ORDER if event.kind in later):
            found = [(each.date, key) for key, each in dated.items() if each.kind in kinds and here & {*places(each)}]
            if found and is_before(event.date, min(found)[0]):
                date, key = min(found)
                must = f"not lie before {date}, the date of {key}, for it must follow the first {dated[key].kind}"
                yield problem_at(event, "date", must=must, got=event.date, more=f", of kind {event.kind}")


@rule("evidence")
def not_approved_is_said(draft: Draft) -> Iterator[Problem]:
    """That something is not approved must have the date of the text that says it."""
    for _, event in _happened(draft):
        if event.kind == "not-approved" and event.date_of != "statement":
            yield problem_at(event, "date_of", must="be statement, for a text says it", got=event.date_of)


@rule("evidence")
def approved_as_recorded(draft: Draft) -> Iterator[Problem]:
    """That the drug is approved must be said only where an event shows an approval."""
    if draft.unreadable or any(event.kind in APPROVALS for _, event in _happened(draft)):
        return
    must = "not say that the drug is approved, for no event in data/events shows an approval"
    for key, fact in draft.drug.facts.items():
        if re.match(r"(?:fully |conditionally )?approved\b", fact.value, re.IGNORECASE):
            yield problem_at(draft.drug, "facts", key, "value", must=must, got=fact.value)
    name = re.escape(draft.drug.name)
    said = rf"(?:^|\n\n|[.:!?]\s+)(?P<said>(?:\[\[drug(?:\|[^\[\]]*)?\]\]|{name})\s+(?:is|was|has\s+been)\s+approved\b)(?!\s+nowhere)"
    for page in draft.prose.values():
        for found in re.finditer(said, page.text, re.IGNORECASE):
            got = " ".join(found["said"].split())
            yield problem_in_prose(page, found.start("said"), f"must {must}, got '{got}'")
