"""Writes the missing entries of the log of changes, and the baseline with which the log begins."""

import csv
import io
import json
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from string import ascii_lowercase
from typing import NamedTuple

from evidence.analysis import changelog
from evidence.analysis.changelog import Fields, Missing
from evidence.loading import Draft, read, read_or_raise
from evidence.model import Baseline
from evidence.model.changes import WHY, folded
from evidence.model.problems import BadData, Problem

_HEAD = "# yaml-language-server: $schema=../.schema/change.json"
# A text that YAML takes as it is, on one line after a field's name.
_PLAIN = re.compile(r"(?:[^\W_]|[(<.]|-(?=\d))(?:(?!: | #|:$)[^\x00-\x1f\x7f-\x9f])*(?<! )")
_NO_TEXT = re.compile(r"null|true|false|yes|no|on|off", re.IGNORECASE)


class Reason(NamedTuple):
    """The day of every new entry (by default that of the data), its reason and kind of reason; empty ones are left for
    people to fill in."""

    day: str
    text: str = ""
    kind: str = ""


def write_baseline(folder: Path, day: str) -> int:
    """Write the baseline of a folder that has no log; returns the number of its rows. Raises BadData where it cannot."""
    draft = read_or_raise(folder)
    if draft.log_begins or draft.changes:
        raise BadData(
            [Problem(f"{folder.name}/changes", 1, 1, "", "must not begin twice; a baseline is never changed")]
        )
    rows = changelog.rows(draft)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Baseline.model_fields)
    for id in sorted(rows, key=lambda id: [part.casefold() for part in id]):
        writer.writerow((*id, folded(changelog.reported_fields(rows[id]))))
    (folder / "changes").mkdir(exist_ok=True)
    (folder / "changes" / f"baseline-{date.fromisoformat(day)}.csv").write_text(text.getvalue(), encoding="utf-8")
    return len(rows)


def write_missing(folder: Path, reason: Reason, before: Path | None = None) -> list[str]:
    """Write an entry for every report that differs from the state to which the log leads; returns the entries' names.

    `before` is an older state of the folder: its tables and the entries since then are used instead of the whole log.
    Raises BadData where a file cannot be read, or where there is no log.
    """
    draft = read_or_raise(folder)
    if not draft.log_begins:
        message = "must have a baseline first; run make changes BEGIN=2026-01-16 with the day of the data"
        raise BadData([Problem(f"{folder.name}/changes", 1, 1, "", message)])
    names: list[str] = []
    for lacking in changelog.missing(changelog.rows(draft), _states(draft, before)):
        name, text = _entry(draft, lacking, reason, names)
        (folder / "changes" / f"{name}.yml").write_text(text, encoding="utf-8")
        names.append(name)
    return names


def _states(draft: Draft, before: Path | None) -> Mapping[changelog.ReportId, Fields]:
    if before is None:
        return changelog.replay(draft.changes, changelog.beginning(draft)).states
    then = read(before).draft_or_raise()
    rows = {id: changelog.reported_fields(row) for id, row in changelog.rows(then).items()}
    since = {name: entry for name, entry in draft.changes.items() if name not in then.changes}
    return changelog.replay(since, rows).states


def _entry(draft: Draft, lacking: Missing, reason: Reason, taken: Collection[str]) -> tuple[str, str]:
    """Name and text of an entry."""
    id, old, new = lacking.report, lacking.logged or {}, lacking.current or {}
    earlier = [name for name, entry in draft.changes.items() if changelog.report_id(entry) == id]
    first = (date.fromisoformat(draft.log_begins) + timedelta(days=1)).isoformat()
    known = draft.version if len(draft.version) == len(first) else first
    day = max(reason.day or known, first, *(draft.changes[name].date for name in earlier))
    stem = "-".join(part for part in (day, *id) if part)
    last = max((name for name in earlier if name.startswith(day)), default="")
    names = (stem, *(f"{stem}-{letter}" for letter in ascii_lowercase[1:]))
    name = next(name for name in names if name > last and name not in taken and name not in draft.changes)
    kind = "added" if lacking.logged is None else "removed" if lacking.current is None else "changed"
    sides = {"old": {field: text for field, text in old.items() if new.get(field) != text}}
    sides["new"] = {field: text for field, text in new.items() if old.get(field) != text}
    head = {"date": day, "kind": kind, "fact": id.fact, "source": id.source, "source_version": id.version}
    tail = {"reason": reason.text or WHY, "reason_kind": reason.kind or WHY}
    lines = [_HEAD, *_lines(head), *(line for side in sides for line in _side(side, sides[side])), *_lines(tail)]
    return name, "\n".join(lines) + "\n"


def _side(name: str, fields: Fields) -> Iterator[str]:
    if fields:
        yield f"{name}:"
        yield from (f"  {line}" for line in _lines(fields))


def _lines(fields: Fields) -> Iterator[str]:
    return (f"{name}: {_scalar(text)}" for name, text in fields.items() if text)


def _scalar(text: str) -> str:
    """A text as YAML: plain, or in double quotes where it needs them."""
    plain = _PLAIN.fullmatch(text) and not _NO_TEXT.fullmatch(text)
    return text if plain else json.dumps(text, ensure_ascii=False)
