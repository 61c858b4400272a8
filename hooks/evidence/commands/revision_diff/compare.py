"""Two states of the evidence, compared. Plain text and ids; what they mean to a reader is said elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from evidence.analysis import changelog
from evidence.analysis.changelog import Fields, ReportId
from evidence.analysis.moved_addresses import Move
from evidence.analysis.view import View
from evidence.charts import Chart, Row, all_charts
from evidence.commands.revision_diff.entries import EntryChange, changes, entries
from evidence.model import Evidence


@dataclass(frozen=True)
class State:
    """One state: its evidence, a view of it, and every address it publishes, each with a slash before it.

    Of data that do not pass the check there is no view: then only facts, contradictions, the log and the list of
    addresses can be compared. `name` says which state it is.
    """

    name: str
    evidence: Evidence
    view: View | None
    addresses: frozenset[str]


@dataclass(frozen=True)
class ReportChange:
    """One report that came, went or is printed otherwise. `moved_from` is the fact as which it stood before."""

    report: ReportId
    before: Fields
    after: Fields
    moved_from: str = ""
    reasons: tuple[tuple[str, str], ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are different."""
        return changelog.different_fields(self.before, self.after)


@dataclass(frozen=True)
class FactChange:
    """A fact that was added, changed or removed, with those of its reports that are different."""

    kind: str
    fact: str
    label: str
    reports: tuple[ReportChange, ...]


@dataclass(frozen=True)
class Pair:
    """Something that is different: what it was and what it is; nothing where it was or is not there."""

    id: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ChartChange:
    """A chart that shows something else: as it was and as it is; nothing where it was or is not there."""

    id: str
    old: Chart | None
    new: Chart | None

    @property
    def label(self) -> str:
        """What it shows."""
        chart = self.new or self.old
        return chart.subject if chart else ""

    @property
    def rows(self) -> tuple[Pair, ...]:
        """The marks that are different, of a chart that is there before and after."""
        was, now = (_marks(chart) for chart in (self.old, self.new))
        return tuple(_pairs(was, now)) if was and now else ()


@dataclass(frozen=True)
class Difference:
    """Everything that is different between `old` and `new`. Empty parts are parts without a difference."""

    old: State
    new: State
    facts: tuple[FactChange, ...] = ()
    verdicts: tuple[Pair, ...] = ()
    contradictions: tuple[EntryChange, ...] = ()
    charts: tuple[ChartChange, ...] = ()
    entries: tuple[EntryChange, ...] = ()
    added: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    lost: tuple[str, ...] = ()
    log: tuple[Pair, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different."""
        parts = (
            self.facts,
            self.verdicts,
            self.contradictions,
            self.charts,
            self.entries,
            self.added,
            self.moved,
            self.lost,
            self.log,
        )
        return not any(parts)


def compare(old: State, new: State) -> Difference:
    """The difference between two states."""
    assert new.view, "the newer data pass the check"
    before = old.view.moves.by_address if old.view else {}
    moved = tuple(move for address, move in new.view.moves.by_address.items() if address not in before)
    gone = {
        address for address in old.addresses - new.addresses if not new.view.moves.resolve(address.removeprefix("/"))
    }
    both = old.view is not None

    def label(id: str) -> str:
        return _label(old, new, id)

    return Difference(
        old,
        new,
        tuple(_facts(old, new)),
        tuple(_pairs(_verdicts(old.view), _verdicts(new.view))) if both else (),
        tuple(changes("contradiction", old.evidence.contradictions, new.evidence.contradictions, label)),
        tuple(_charts(old.view, new.view)) if old.view else (),
        tuple(entries(old.evidence, new.evidence, label)),
        tuple(sorted(new.addresses - old.addresses)) if old.addresses else (),
        tuple(move for move in moved if not move.number),
        tuple(sorted(gone)),
        tuple(_log(old.evidence, new.evidence)),
    )


def _facts(old: State, new: State) -> Iterator[FactChange]:
    before = {id: changelog.reported_fields(row) for id, row in changelog.rows(old.evidence).items()}
    found = list(changelog.missing(changelog.rows(new.evidence), before))
    came = {each.report: each for each in found if each.logged is None}
    moved = new.view.moves.facts if new.view else {}
    became = {earlier: fact for fact, some in moved.items() for earlier in some}
    joined = {}
    for each in found:
        now = ReportId(became.get(each.report.fact, ""), *each.report[1:])
        if each.current is None and now in came:
            joined[now] = each
    left = {each.report for each in joined.values()}
    changes = [
        ReportChange(
            each.report,
            joined[each.report].logged or {} if each.report in joined else each.logged or {},
            each.current or {},
            joined[each.report].report.fact if each.report in joined else "",
            tuple(_reasons(old.evidence, new.evidence, each.report)),
        )
        for each in found
        if each.report not in left
    ]
    for fact, some in groupby(sorted(changes, key=lambda change: change.report), lambda change: change.report.fact):
        reports = tuple(some)
        was = fact in old.evidence.facts or any(change.moved_from for change in reports)
        kind = "changed" if was and fact in new.evidence.facts else "removed" if was else "added"
        yield FactChange(kind, fact, _label(old, new, fact), reports)


def _reasons(old: Evidence, new: Evidence, id: ReportId) -> Iterator[tuple[str, str]]:
    for name, entry in sorted(new.changes.items()):
        if name not in old.changes and (entry.fact, entry.source, entry.source_version or "") == id:
            yield entry.reason, entry.reason_kind


def _label(old: State, new: State, id: str) -> str:
    for state in (new, old):
        if state.view and id in state.view.entities:
            return state.view.entities[id].label
    return id


def _pairs(old: Mapping[str, tuple[str, str]], new: Mapping[str, tuple[str, str]]) -> Iterator[Pair]:
    """What differs between id -> (label, value)."""
    for id in sorted({*old, *new}):
        label = (new.get(id) or old[id])[0]
        was, now = old.get(id, ("", ""))[1], new.get(id, ("", ""))[1]
        if was != now:
            yield Pair(id, label, was, now)


def _verdicts(view: View | None) -> Mapping[str, tuple[str, str]]:
    """Effect and source -> what it is called, and the verdict on its figures."""
    if not view:
        return {}
    found = {}
    for each in view.findings:
        by = f" by {view.entities[each.source].label}" if each.source else ""
        found[f"{each.id} {each.source or ''}".strip()] = (f"{view.entities[each.id].label}{by}", each.verdict)
    return found


def _charts(old: View, new: View) -> Iterator[ChartChange]:
    before, after = all_charts(old), all_charts(new)
    for id in sorted({*before, *after}):
        was, now = before.get(id), after.get(id)
        if was is None or now is None or was.table() != now.table() or was.reason != now.reason:
            yield ChartChange(id, was, now)


def _marks(chart: Chart | None) -> Mapping[str, tuple[str, str]]:
    """Mark -> what it is called, and what it says."""
    rows = chart.rows if chart else ()
    return {f"{row.id} {row.panel} {row.line} {row.kind}": (_called(row), _says(row)) for row in rows}


def _called(row: Row) -> str:
    return ", ".join(part for part in (row.label, row.detail) if part)


def _says(row: Row) -> str:
    return "; ".join(part for part in (row.printed, row.extra) if part)


def _log(old: Evidence, new: Evidence) -> Iterator[Pair]:
    """Entries of the log that are gone or altered, which none ever should be."""
    for name, entry in sorted(old.changes.items()):
        now = new.changes.get(name)
        if now is None or now.model_dump() != entry.model_dump():
            yield Pair(name, name, "entry", "altered" if name in new.changes else "")
    if old.log_begins and [row.model_dump() for row in old.baseline] != [row.model_dump() for row in new.baseline]:
        yield Pair("baseline", f"baseline of {old.log_begins}", "baseline", "altered" if new.baseline else "")
