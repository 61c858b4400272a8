"""The log of changes leads to the data as they stand. A folder without a baseline keeps no log."""

from collections.abc import Iterator

from evidence.analysis import changelog
from evidence.analysis.changelog import Fields, Misfit, ReportId, different_fields, report_id
from evidence.analysis.moved_addresses import MovedAddresses
from evidence.checks.reporting import problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.loading.yaml_documents import KEY
from evidence.model import Record, Report, SafetyReport, links
from evidence.model.changes import NOT_REPORTED, WHY, named_as_today
from evidence.model.problems import Problem, did_you_mean, quoted

RUN = "; run make changes"
COLUMNS = frozenset({*Report.model_fields, *SafetyReport.model_fields} - {*NOT_REPORTED})


@rule("evidence")
def change_logged(draft: Draft) -> Iterator[Problem]:
    """Every report that comes, goes or is printed otherwise must have an entry in the log of changes."""
    if not draft.log_begins:
        return
    rows = changelog.rows(draft)
    replayed = changelog.replay(draft.changes, changelog.beginning(draft))
    for id, logged, now in changelog.missing(rows, replayed.states):
        if not draft.unreadable.isdisjoint({id.fact, id.source}):
            continue
        if now is None:
            must = f"have a report of '{id.fact}' by {id.source} still, or an entry in changes/ that removes it"
            yield problem_at(_last_entry(draft, id), must=must, more=RUN)
        elif logged is None:
            yield problem_at(rows[id], must="have an entry in changes/ that adds it", more=RUN)
        else:
            yield problem_at(rows[id], must=f"have an entry in changes/ ({_difference(logged, now)})", more=RUN)


def _difference(old: Fields, new: Fields) -> str:
    return ", ".join(f"{name} {_was(old, name)}, {_is(new, name)}" for name in different_fields(old, new))


def _was(fields: Fields, name: str) -> str:
    return f"was {quoted(fields[name])}" if name in fields else "was empty"


def _is(fields: Fields, name: str) -> str:
    return f"is {quoted(fields[name])}" if name in fields else "is empty"


def _last_entry(draft: Draft, id: ReportId) -> Record:
    """The last record of the log about a report."""
    entries = [entry for _, entry in sorted(draft.changes.items()) if report_id(entry) == id]
    return entries[-1] if entries else next(row for row in draft.baseline if report_id(row) == id)


@rule("evidence")
def change_fits(draft: Draft) -> Iterator[Problem]:
    """An entry of the log must begin with what stood before it."""
    replayed = changelog.replay(draft.changes if draft.log_begins else {}, changelog.beginning(draft))
    for misfit in replayed.misfits:
        entry = draft.changes[misfit.name]
        if draft.unreadable.isdisjoint({entry.fact, entry.source}):
            yield _misfit_problem(draft, misfit)


def _misfit_problem(draft: Draft, misfit: Misfit) -> Problem:
    entry, side, field = draft.changes[misfit.name], misfit.side, misfit.field
    if misfit.fault == "extra":
        return problem_at(entry, side, must=f"be left out, for the report was {entry.kind}")
    if misfit.fault == "there":
        return problem_at(entry, side, must="be changed or removed, for the report was there already", got=entry.kind)
    if misfit.fault == "absent":
        return problem_at(entry, side, must="be added, for there was no such report", got=entry.kind)
    if misfit.fault == "same":
        return problem_at(entry, side, must=f"say in old and new what was {entry.kind}")
    stood = quoted(misfit.earlier) if misfit.earlier is not None else "left out, for nothing stood there"
    return problem_at(entry, side, field, must=f"be {stood} as before this change", got=entry.old.get(field))


@rule("evidence")
def change_after_baseline(draft: Draft) -> Iterator[Problem]:
    """An entry of the log must be of a later day than its baseline, for a day names a version."""
    for entry in draft.changes.values():
        if draft.log_begins and entry.date <= draft.log_begins:
            yield problem_at(
                entry, "date", must=f"lie after {draft.log_begins}, the day of the baseline", got=entry.date
            )


@rule("evidence")
def change_says_why(draft: Draft) -> Iterator[Problem]:
    """An entry of the log must give its reason."""
    for entry in draft.changes.values():
        if entry.reason == WHY:
            yield problem_at(entry, "reason", must="say in a sentence why it changed", got=entry.reason)


@rule("evidence")
def change_named(draft: Draft) -> Iterator[Problem]:
    """The name of an entry must begin with its day, its fact and its source, so that no two changes share a file."""
    for name, entry in draft.changes.items():
        begin = f"{entry.date}-{entry.fact}-{entry.source}"
        if not name.startswith(begin):
            yield problem_at(entry, must=f"have a name that begins with {begin}", got=name)


@rule("evidence")
def change_of_columns(draft: Draft) -> Iterator[Problem]:
    """The log must speak of columns that print something."""
    for entry in draft.changes.values():
        for side, fields in (("old", entry.old), ("new", entry.new)):
            for name in fields:
                if not COLUMNS.issuperset(named_as_today({name: ""})):
                    must = "be a column that a source fills"
                    yield problem_at(entry, side, name, KEY, must=must, got=name, more=did_you_mean(name, COLUMNS))
    for row in draft.baseline:
        for name in named_as_today(row.printed):
            if name not in COLUMNS:
                yield problem_at(
                    row, "printed", must="name columns that a source fills", got=name, more=did_you_mean(name, COLUMNS)
                )


@rule("evidence")
def baseline_once(draft: Draft) -> Iterator[Problem]:
    """A baseline must hold each report once."""
    first: dict[ReportId, Record] = {}
    for row in draft.baseline:
        earlier = first.setdefault(report_id(row), row)
        if earlier is not row:
            line = earlier.location.at()[1]
            yield problem_at(
                row, "fact", must=f"have one row by {row.source}, got a second '{row.fact}' (first in line {line})"
            )


@rule("evidence")
def removed_fact_redirected(draft: Draft) -> Iterator[Problem]:
    """A fact that was once on the site must lead somewhere: its page stands, or was moved or removed in redirects/."""
    if not draft.log_begins:
        return
    moved = MovedAddresses(draft).by_address
    ids = {*changelog.beginning(draft)} | {report_id(entry) for entry in draft.changes.values()}
    last = {id.fact: id for id in sorted(ids)}
    for fact, id in last.items():
        address = links.address("fact", fact)
        if fact not in draft.facts and fact not in draft.unreadable and address not in moved:
            must = f"be moved or removed in redirects/, for '{fact}' has no report any more: /{address}"
            yield problem_at(_last_entry(draft, id), "fact", must=must)
