"""The status with a regulator follows from what happened: never from plans, designations, or the order of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.analysis import regulatory_status
from evidence.analysis.regulatory_status import APPROVALS, STATUSES, RegulatoryStatus, newest_source, standing
from evidence.checks import load_or_raise
from evidence.model import Event, Evidence, Label, Source
from support.built_site import ROOT

DISEASE = "Vintner's ague"
OTHER = "Cooper's itch"


@cache
def _made_up() -> Evidence:
    return load_or_raise(ROOT / "tests" / "drugs" / "single" / "data")


def _event(kind: str, date: str, **fields: object) -> Event:
    """An event that happened in the EU, for the main disease."""
    made = {
        "title": f"{kind} {date}", "date": date, "date_of": "event", "status": "happened", "kind": kind, "description": "x",
        "jurisdiction": "EU", "indication": (DISEASE,), "confidence": "high", "cite": {"annals-2030": "page 1"}, **fields,
    }  # fmt: skip
    return Event.model_validate(made)


def _events(*events: Event) -> Mapping[str, Event]:
    return {f"event-{number}": event for number, event in enumerate(events)}


def _statuses(events: Mapping[str, Event], **fields: object) -> tuple[RegulatoryStatus, ...]:
    made = _made_up()
    drug = made.drug.model_copy(update={"indications": (DISEASE, OTHER), **fields})
    return regulatory_status.statuses(replace(made, events=events, drug=drug))


def _words(*told: str) -> str:
    """The status after events in the EU, each written `kind date`."""
    (row,) = _statuses(_events(*(_event(*each.split()) for each in told)))
    return row.words


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (["designation 2029"], "no application found"),
        (["not-approved 2029"], "not approved; no application found"),
        (["submission 2029"], "application submitted; decision not found"),
        (["submission 2029", "not-approved 2030"], "application submitted; decision not found"),
        (["submission 2029", "acceptance 2029-03"], "application accepted for review; decision not found"),
        (["acceptance 2029-03", "priority-review 2029-03"], "application under priority review; decision not found"),
        (["submission 2029", "positive-opinion 2030"], "approval recommended; decision not found"),
        (["submission 2029", "negative-opinion 2030"], "refusal recommended; decision not found"),
        (
            ["negative-opinion 2030-01", "re-examination 2030-02"],
            "negative opinion under re-examination; decision not found",
        ),
        (
            ["negative-opinion 2030-01", "re-examination 2030-02", "positive-opinion 2030-05"],
            "approval recommended; decision not found",
        ),
        (["submission 2029", "complete-response 2030"], "not approved in the form applied for (complete response)"),
        (["complete-response 2030-01", "submission 2030-06"], "application submitted; decision not found"),
        (["submission 2029", "refusal 2030"], "refused"),
        (["submission 2029", "application-withdrawal 2030"], "application withdrawn"),
        (["positive-opinion 2029", "approval 2030"], "approved"),
        (["positive-opinion 2029", "conditional-approval 2030"], "approved with conditions"),
        (["accelerated-approval 2030"], "approved by accelerated approval"),
        (["accelerated-approval 2029", "approval 2030"], "approved"),
        # An approval in force is not ended by what becomes of a further application.
        (["approval 2029", "submission 2030", "refusal 2031"], "approved"),
        (["approval 2029", "suspension 2030"], "approval suspended"),
        (["approval 2029", "suspension 2030", "submission 2031"], "approval suspended"),
        (["approval 2029", "suspension 2030", "approval 2031"], "approved"),
        (["approval 2029", "approval-withdrawal 2030"], "approval withdrawn"),
        (["approval 2029", "approval-withdrawal 2030", "submission 2031"], "application submitted; decision not found"),
        # Where dates do not tell which came first, the usual order of a procedure does.
        (["refusal 2030-05", "submission 2030"], "refused"),
        (["approval 2030", "positive-opinion 2030", "submission 2030"], "approved"),
    ],
)
def test_a_status_follows_from_the_events(told: list[str], words: str) -> None:
    assert _words(*told) == words
    assert _words(*reversed(told)) == words


def test_the_status_is_that_of_one_jurisdiction_and_one_disease_and_names_its_event() -> None:
    events = _events(
        _event("approval", "2030-02-01", jurisdiction="US"),
        _event("refusal", "2030-03-01", jurisdiction="JP"),
        _event("application-withdrawal", "2030-04-01", jurisdiction="CH", indication=(OTHER,)),
        _event("submission", "2030-05-01", jurisdiction="CN", indication=("not stated",)),
        _event("approval", "2030-06-01", jurisdiction="US"),
    )
    rows = [(row.place, row.indication, row.words, row.decided_by) for row in _statuses(events)]
    assert rows == [
        ("Japan", DISEASE, "refused", "event-1"),
        ("United States", DISEASE, "approved", "event-0"),
        ("Switzerland", OTHER, "application withdrawn", "event-2"),
        ("China", "not stated", "application submitted; decision not found", "event-3"),
    ]


def test_what_is_planned_or_expected_is_shown_and_makes_no_status() -> None:
    events = _events(
        _event("approval", "2032", status="expected"),
        _event("submission", "2032", status="planned", jurisdiction="JP"),
        _event("submission", "2030"),
    )
    japan, union = sorted(_statuses(events), key=lambda row: row.jurisdiction, reverse=True)
    assert (union.words, union.steps, union.coming) == (STATUSES["submission"], ("event-2",), ("event-0",))
    assert (japan.words, japan.decided_by, japan.coming) == ("planned only", "", ("event-1",))


KINDS = st.sampled_from([*STATUSES])
DATES = st.sampled_from(["2029", "2029-05", "2029-05-17", "2030", "2030-02", "2030-02-03", "2031-11"])
TOLD = st.lists(st.tuples(KINDS, DATES), min_size=1, max_size=7)


@given(TOLD, st.randoms())
@settings(derandomize=True, deadline=None)
def test_the_order_of_the_files_does_not_matter(told: list[tuple[str, str]], random: Random) -> None:
    events = list(_events(*(_event(*each) for each in told)).items())
    mixed = list(events)
    random.shuffle(mixed)
    assert _statuses(dict(mixed)) == _statuses(dict(events))


@given(TOLD, st.lists(DATES, min_size=1, max_size=3))
@settings(derandomize=True, deadline=None)
def test_a_designation_never_changes_a_status(told: list[tuple[str, str]], days: list[str]) -> None:
    steps = {f"step-{number}": _event(*each) for number, each in enumerate(told)}
    designations = {f"designation-{number}": _event("designation", day) for number, day in enumerate(days)}
    (before,), (after,) = _statuses(steps), _statuses({**designations, **steps})
    assert len(after.designations) == len(days)
    assert replace(after, designations=()) == before


@given(TOLD)
@settings(derandomize=True, deadline=None)
def test_an_approval_is_in_force_only_where_one_happened(told: list[tuple[str, str]]) -> None:
    (row,) = _statuses(_events(*(_event(*each) for each in told)))
    assert row.is_approved <= any(kind in APPROVALS for kind, _ in told)
    assert row.decided_by in row.steps and len(row.steps) == len(told)


def _standing(*events: Event) -> str:
    made = _made_up()
    drug = made.drug.model_copy(update={"indications": (DISEASE, OTHER)})
    evidence = replace(made, events=_events(*events), drug=drug)
    return standing(evidence, regulatory_status.statuses(evidence))


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ((), f"studied in {DISEASE} and {OTHER}"),
        ((_event("positive-opinion", "2030"),), f"studied in {DISEASE} and {OTHER}"),
        ((_event("approval", "2030"),), f"approved for {DISEASE} in the European Union, and studied in {OTHER}"),
        (
            (
                _event("approval", "2030", jurisdiction="US"),
                _event("approval", "2030", jurisdiction="JP"),
                _event("conditional-approval", "2030", jurisdiction="NO", indication=(OTHER,)),
            ),
            f"approved for {DISEASE} in Japan and the United States, and approved with conditions for {OTHER} in Norway",
        ),
        (
            (_event("approval", "2029"), _event("approval-withdrawal", "2030")),
            f"studied in {DISEASE} and {OTHER}",
        ),
    ],
)
def test_is_studied_in_follows_the_status(events: tuple[Event, ...], said: str) -> None:
    assert _standing(*events) == said


def test_the_newest_source_is_that_of_events_with_regulators_and_of_labels() -> None:
    made = _made_up()
    undated = made.sources["annals-2030"].model_copy(update={"date": None})
    sources = {
        **made.sources,
        "old": undated.model_copy(update={"date": "2030-01"}),
        "news": undated.model_copy(update={"type": "trade-news"}),
        "agency": undated.model_copy(update={"type": "regulator", "accessed": "2031-02-03"}),
    }

    def newest(*cited: str, label: str = "") -> str:
        events = _events(*(_event("submission", "2029", cite={key: "page 1"}) for key in cited))
        quoted = {"eu": Label(jurisdiction="EU", indication="x", cite={label: "page 1"})} if label else {}
        other = _event("publication", "2031", cite={"placeholder-2030-06-03": "heading"})
        drug = made.drug.model_copy(update={"labels": quoted})
        return newest_source(replace(made, sources=sources, drug=drug, events={**events, "other": other}))

    assert isinstance(sources["old"], Source)
    assert (newest(), newest("old"), newest("old", "news")) == ("", "2030-01", "2030-01")
    assert newest("old", "agency") == newest("old", label="agency") == "2031-02-03"
