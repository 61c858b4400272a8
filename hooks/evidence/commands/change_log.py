"""The entries that the log lacks, and the baseline with which it begins, as files."""

from __future__ import annotations

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
from evidence.loading import Draft, read
from evidence.model import Baseline
from evidence.model.changes import WHY, folded
from evidence.model.problems import BadData, Problem

_HEAD = "# yaml-language-server: $schema=../.schema/change.json"
# A text that YAML takes as it is, on one line after a field's name.
_PLAIN = re.compile(r"(?:[^\W_]|[(<.]|-(?=\d))(?:(?!: | #|:$)[^\x00-\x1f\x7f-\x9f])*(?<! )")
_NO_TEXT = re.compile(r"null|true|false|yes|no|on|off", re.IGNORECASE)


class Why(NamedTuple):
    """What is said of every new entry: its day (or that of the data), reason and kind of reason; empty ones are left for
    people to fill in."""

    day: str
    reason: str = ""
    kind: str = ""


def begin(folder: Path, day: str) -> int:
    """Write the baseline of a folder that keeps no log; gives the number of its rows. BadData where it cannot."""
    draft = _sound(folder)
    if draft.log_begins or draft.changes:
        raise BadData(
            [Problem(f"{folder.name}/changes", 1, 1, "", "must not begin twice; a baseline is never changed")]
        )
    rows = changelog.rows(draft)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Baseline.model_fields)
    for id in sorted(rows, key=lambda id: [part.casefold() for part in id]):
        writer.writerow((*id, folded(changelog.printed(rows[id]))))
    (folder / "changes").mkdir(exist_ok=True)
    (folder / "changes" / f"baseline-{date.fromisoformat(day)}.csv").write_text(text.getvalue(), encoding="utf-8")
    return len(rows)


def keep(folder: Path, why: Why, before: Path | None = None) -> list[str]:
    """Write an entry for every report that stands otherwise than the log has it; gives the names of the entries.

    `before` is an older state of the folder: then its tables count, and the entries that came since, instead of the
    whole log. BadData where a file cannot be read, or where there is no log.
    """
    draft = _sound(folder)
    if not draft.log_begins:
        message = "must have a baseline first; run make changes BEGIN=2026-01-16 with the day of the data"
        raise BadData([Problem(f"{folder.name}/changes", 1, 1, "", message)])
    names: list[str] = []
    for lacking in changelog.missing(changelog.rows(draft), _states(draft, before)):
        name, text = _entry(draft, lacking, why, names)
        (folder / "changes" / f"{name}.yml").write_text(text, encoding="utf-8")
        names.append(name)
    return names


def _sound(folder: Path) -> Draft:
    """The data as they can be read, whatever they mean; BadData where a file or row cannot be read."""
    draft = read(folder)
    if draft.problems:
        raise BadData(draft.problems)
    return draft


def _states(draft: Draft, before: Path | None) -> Mapping[changelog.ReportId, Fields]:
    if before is None:
        return changelog.replay(draft.changes, changelog.beginning(draft)).states
    then = read(before)
    rows = {id: changelog.printed(row) for id, row in changelog.rows(then).items()}
    since = {name: entry for name, entry in draft.changes.items() if name not in then.changes}
    return changelog.replay(since, rows).states


def _entry(draft: Draft, lacking: Missing, why: Why, taken: Collection[str]) -> tuple[str, str]:
    """Name and text of an entry."""
    id, old, new = lacking.report, lacking.logged or {}, lacking.stands or {}
    of_it = [
        name for name, entry in draft.changes.items() if (entry.fact, entry.source, entry.source_version or "") == id
    ]
    first = (date.fromisoformat(draft.log_begins) + timedelta(days=1)).isoformat()
    known = draft.site.as_of if len(draft.site.as_of) == len(first) else first
    day = max(why.day or known, first, *(draft.changes[name].date for name in of_it))
    stem = "-".join(part for part in (day, *id) if part)
    last = max((name for name in of_it if name.startswith(day)), default="")
    names = (stem, *(f"{stem}-{letter}" for letter in ascii_lowercase[1:]))
    name = next(name for name in names if name > last and name not in taken and name not in draft.changes)
    kind = "added" if lacking.logged is None else "removed" if lacking.stands is None else "changed"
    sides = {"old": {field: text for field, text in old.items() if new.get(field) != text}}
    sides["new"] = {field: text for field, text in new.items() if old.get(field) != text}
    head = {"date": day, "kind": kind, "fact": id.fact, "source": id.source, "source_version": id.version}
    tail = {"reason": why.reason or WHY, "reason_kind": why.kind or WHY}
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
