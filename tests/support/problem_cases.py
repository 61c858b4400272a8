"""Golden cases of bad data: tests/golden/problems/README.md tells their form."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evidence.checks import problems
from evidence.loading import read
from evidence.model.problems import Problem

TESTS = Path(__file__).parents[1]
CASES = TESTS / "golden" / "problems"
ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([nrt]))")


@dataclass(frozen=True)
class Change:
    """One directive of a case with the texts that belong to it."""

    verb: str
    name: str
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """A mistake, and the lines that the check must print about it."""

    name: str
    changes: tuple[Change, ...]
    expected: tuple[str, ...]

    @classmethod
    def read(cls, file: Path) -> Case:
        """The case in a file."""
        told, _, expected = file.read_text(encoding="utf-8").partition("\nexpect\n")
        return cls(file.stem, tuple(_changes(told.split("\n")[1:])), tuple(expected.splitlines()))

    @property
    def rule(self) -> str:
        """The rule that it breaks."""
        return self.name.partition(".")[0]

    @property
    def environ(self) -> dict[str, str]:
        """The variables that it sets."""
        return dict(change.name.split("=", 1) for change in self.changes if change.verb == "environment")

    def build(self, folder: Path) -> Path:
        """The data folder with its mistake."""
        base = next((change.name for change in self.changes if change.verb == "base"), "single")
        data = shutil.copytree(TESTS / "drugs" / base / "data", folder / "data")
        for change in self.changes:
            if change.verb in EDITS:
                EDITS[change.verb](data / change.name, change)
        return data

    def planted(self) -> dict[str, set[int]]:
        """Where the mistake was planted, apart from what the check says: file -> lines. Of what was left out, the lines
        around it and the beginning of the record that lacks it now."""
        places: dict[str, set[int]] = {}
        base = next((change.name for change in self.changes if change.verb == "base"), "single")
        for change in self.changes:
            lines = places.setdefault("environment" if change.verb == "environment" else f"data/{change.name}", {1})
            if change.verb == "write":
                lines |= set(range(1, len(_bytes(change.new).splitlines()) + 2))
            elif change.verb == "edit":
                raw, old = (TESTS / "drugs" / base / "data" / change.name).read_bytes(), _bytes(change.old)
                first = raw[: raw.find(old)].count(b"\n") + 1
                lines |= set(range(first, first + max(old.count(b"\n"), _bytes(change.new).count(b"\n")) + 1))
                lines |= {first - 1} if not change.new else set()
                lines.add(2)  # a record begins below the line that names its schema
        return places

    def found(self, data: Path) -> tuple[Problem, ...]:
        """What the check finds in that folder."""
        return problems(read(data, self.environ))

    def report(self, data: Path) -> tuple[str, ...]:
        """The same as lines."""
        return tuple(str(problem) for problem in self.found(data))


def cases() -> list[Case]:
    """Every case, by name."""
    return [Case.read(file) for file in sorted(CASES.glob("*.txt"))]


def _changes(lines: list[str]) -> Iterator[Change]:
    change = Change("", "")
    for line in lines:
        if line[:1] in ("-", "+"):
            (change.old if line[0] == "-" else change.new).append(line[2:])
        elif line:
            verb, _, name = line.partition(" ")
            change = Change(verb, name)
            yield change


def _bytes(lines: list[str]) -> bytes:
    """Lines with their escapes as bytes; `\\xff` is that byte and not the character of that number."""

    def plain(found: re.Match[str]) -> str:
        char, byte, name = found.groups()
        return (
            {"n": "\n", "r": "\r", "t": "\t"}[name] if name else chr(int(char, 16) if char else 0xDC00 + int(byte, 16))
        )

    return ESCAPE.sub(plain, "\n".join(lines)).encode("utf-8", "surrogateescape")


def _edit(file: Path, change: Change) -> None:
    raw, old = file.read_bytes(), _bytes(change.old)
    assert raw.count(old) == 1, f"{change.old} must occur once in {change.name}, not {raw.count(old)} times"
    file.write_bytes(raw.replace(old, _bytes(change.new)))


def _write(file: Path, change: Change) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(_bytes([*change.new, ""]))


def _delete(file: Path, change: Change) -> None:
    file.unlink()


EDITS: dict[str, Callable[[Path, Change], None]] = {"edit": _edit, "write": _write, "delete": _delete}
