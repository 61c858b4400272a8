"""Dates are in order. A date known to the month or year means any day in it."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from evidence.checks.reporting import problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Cited, Record
from evidence.model.problems import Problem
from evidence.model.values import is_before

ORDER = ("start_date", "primary_completion_date", "completion_date")
NOT_STARTED = ("not yet recruiting", "withdrawn")
AHEAD = ("not yet recruiting",)
WAS_READ = "the day its source was last read"
RUNNING = (*AHEAD, "recruiting", "enrolling by invitation", "active, not recruiting", "suspended")


def agree(first: str, second: str) -> bool:
    """Whether two dates can mean the same day."""
    return not is_before(first, second) and not is_before(second, first)


def _not_after(record: Record, name: str, latest: str, what: str) -> Iterator[Problem]:
    """A problem where a date of a record lies after the latest one that it may be; `what` says of what day that is.

    There is none where the latest is not known.
    """
    date = getattr(record, name)
    path, day = ((name, "value"), date.value) if isinstance(date, Cited) else ((name,), date)
    if day and latest and is_before(latest, day):
        yield problem_at(record, *path, must=f"not lie after {latest}, {what}", got=day)


def _newest_reading(draft: Draft, cite: Mapping[str, str]) -> str:
    """The last day on which somebody read one of some cited sources; empty where one of them could not be read."""
    found = [draft.sources[key].last_read for key in cite if key in draft.sources]
    return max(found, default="") if len(found) == len(cite) else ""


@rule("evidence")
def study_dates_in_order(draft: Draft) -> Iterator[Problem]:
    """A study must start before its primary completion, and that must not lie after its completion."""
    for study in draft.studies.values():
        for name, later in combinations(ORDER, 2):
            first, second = getattr(study, name), getattr(study, later)
            if first and second and is_before(second.value, first.value):
                yield problem_at(
                    study, later, "value", must=f"not lie before {name}, which is {first.value}", got=second.value
                )
                break


@rule("evidence")
def status_after_start(draft: Draft) -> Iterator[Problem]:
    """A record that shows a study as begun must not be older than its start; as completed, not older than its end."""
    for study in draft.studies.values():
        status, seen, start, end = study.status, study.status_date, study.start_date, study.completion_date
        if status and seen and status.value not in NOT_STARTED:
            where = (study, "status_date", "value")
            if start and is_before(seen.value, start.value):
                yield problem_at(*where, must=f"not lie before start_date, which is {start.value}", got=seen.value)
            elif status.value == "completed" and end and is_before(seen.value, end.value):
                must = f"not lie before completion_date, which is {end.value}, for the study is completed"
                yield problem_at(*where, must=must, got=seen.value)


@rule("evidence")
def status_fits_dates(draft: Draft) -> Iterator[Problem]:
    """A record must not show a study as running after its actual end, or as not yet begun after its start."""
    for study in draft.studies.values():
        status, seen = study.status, study.status_date
        if not status or not seen or status.value not in RUNNING:
            continue
        end, kind, start = study.completion_date, study.completion_type, study.start_date
        if end and kind and kind.value == "actual" and is_before(end.value, seen.value):
            must = f"be that of an ended study, for it ended on {end.value} and the record is of {seen.value}"
            yield problem_at(study, "status", "value", must=must, got=status.value)
        elif status.value in AHEAD and start and is_before(start.value, seen.value):
            must = f"be that of a begun study, for it began on {start.value} and the record is of {seen.value}"
            yield problem_at(study, "status", "value", must=must, got=status.value)


@rule("evidence")
def completion_says_type(draft: Draft) -> Iterator[Problem]:
    """A completion date must say whether it is actual or estimated, and only a date can be either."""
    for study in draft.studies.values():
        if study.completion_type and not study.completion_date:
            yield problem_at(
                study,
                "completion_type",
                "value",
                must="stand with a completion_date",
                got=study.completion_type.value,
                more=" alone",
            )
        if study.completion_date and not study.completion_type:
            yield problem_at(study, "completion_type", must="be given where completion_date is")


@rule("evidence")
def completed_is_actual(draft: Draft) -> Iterator[Problem]:
    """The end of a completed study must not be an estimate, and an actual end must not lie ahead."""
    for study in draft.studies.values():
        kind, end = study.completion_type, study.completion_date
        if kind and kind.value == "estimated" and study.status and study.status.value == "completed":
            yield problem_at(
                study, "completion_type", "value", must="be actual, for the study is completed", got="estimated"
            )
        read = _newest_reading(draft, end.cite) if end else ""
        if kind and kind.value == "actual" and end and read and is_before(read, end.value):
            must = f"be estimated, for {end.value} lies after {read}, {WAS_READ}"
            yield problem_at(study, "completion_type", "value", must=must, got="actual")


@rule("evidence")
def verified_after_read(draft: Draft) -> Iterator[Problem]:
    """A source must have been verified after it was read."""
    for source in draft.sources.values():
        if (day := source.last_verified) and is_before(day, source.accessed):
            yield problem_at(
                source, "last_verified", must=f"not lie before {source.accessed}, the day it was read", got=day
            )


@rule("evidence")
def published_before_read(draft: Draft) -> Iterator[Problem]:
    """A source must have been published before it was read."""
    for source in draft.sources.values():
        yield from _not_after(source, "date", source.accessed, "the day it was read")


@rule("evidence")
def version_before_read(draft: Draft) -> Iterator[Problem]:
    """The version of a record must not be younger than the day on which the record was read."""
    for row in draft.all_reports:
        source = draft.sources.get(row.source)
        if source:
            yield from _not_after(row, "source_version", source.accessed, f"the day {row.source} was read")


@rule("evidence")
def status_by_reading(draft: Draft) -> Iterator[Problem]:
    """The date of a status must not lie after the day on which its source was read."""
    for study in draft.studies.values():
        if study.status_date:
            yield from _not_after(study, "status_date", _newest_reading(draft, study.status_date.cite), WAS_READ)
    for competitor in draft.landscape.values():
        yield from _not_after(competitor, "status_date", _newest_reading(draft, competitor.cite), WAS_READ)


@rule("evidence")
def happened_by_reading(draft: Draft) -> Iterator[Problem]:
    """What happened must not lie after the day on which its source was read."""
    for event in draft.events.values():
        if event.status == "happened":
            what = f"{WAS_READ}, for something that happened"
            yield from _not_after(event, "date", _newest_reading(draft, event.cite), what)


@rule("evidence")
def planned_after_search(draft: Draft) -> Iterator[Problem]:
    """What is still planned or expected must not lie before the last search, which looked for what became of it."""
    for event in draft.events.values():
        if event.status != "happened" and event.date_of == "event" and is_before(event.date, draft.site.searched):
            yield problem_at(
                event,
                "date",
                must=f"not lie before {draft.site.searched}, the day of the last search, for something still {event.status}",
                got=event.date,
            )


@rule("evidence")
def event_date_of_study(draft: Draft) -> Iterator[Problem]:
    """The start or end of one study must have the date that the study has."""
    fields = {"trial-start": ("start_date",), "trial-completion": ("primary_completion_date", "completion_date")}
    for event in draft.events.values():
        study = draft.studies.get(event.studies[0]) if len(event.studies) == 1 else None
        if study and event.kind in fields and event.date_of == "event":
            dates = {name: cited.value for name in fields[event.kind] if (cited := getattr(study, name))}
            if dates and not any(agree(event.date, date) for date in dates.values()):
                name, date = list(dates.items())[-1]
                yield problem_at(
                    event, "date", must=f"agree with the {name} of {event.studies[0]}, which is {date}", got=event.date
                )
