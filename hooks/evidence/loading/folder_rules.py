"""Which files a data folder has, and the rules for their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from evidence.loading.csv_tables import TableSchema
from evidence.loading.rules import rule, run_rules
from evidence.loading.text_files import TextFile
from evidence.loading.yaml_documents import parse_yaml
from evidence.model import (
    Appraisal,
    Assumptions,
    Baseline,
    Change,
    Competitor,
    Contradiction,
    Drug,
    Endpoint,
    Event,
    Expected,
    Gaps,
    Group,
    NotPublishedClaims,
    Record,
    Redirects,
    Report,
    SafetyReport,
    Site,
    Source,
    Statement,
    Study,
    Term,
)
from evidence.model.entities import SCHEMA_VERSION
from evidence.model.problems import Problem, did_you_mean
from evidence.model.values import KEY

REQUIRED: dict[str, type[Record]] = {"site.yml": Site, "drug.yml": Drug}
# Files that a folder may lack.
OPTIONAL: dict[str, type[Record]] = {
    "expected.yml": Expected,
    "appraisal.yml": Appraisal,
    "gaps.yml": Gaps,
    "assumptions.yml": Assumptions,
    "not-published.yml": NotPublishedClaims,
}
FOLDERS: dict[str, type[Record]] = {
    "sources": Source,
    "studies": Study,
    "groups": Group,
    "endpoints": Endpoint,
    "events": Event,
    "landscape": Competitor,
    "contradictions": Contradiction,
    "statements": Statement,
    "changes": Change,
    "redirects": Redirects,
}
TABLES = {
    "reports.csv": TableSchema(Report, ("fact", "source", "source_version")),
    "safety.csv": TableSchema(SafetyReport, ("fact", "source", "source_version")),
    "glossary.csv": TableSchema(Term, ("term",)),
}
OTHERS = ("README.md", "addresses.txt")  # not records
# The table with which the log of changes begins, named by its day.
BASELINE = re.compile(r"changes/baseline-([0-9]{4}-[0-9]{2}-[0-9]{2})\.csv")
BASELINE_TABLE = TableSchema(Baseline, ("fact", "source", "source_version"))


@dataclass(frozen=True)
class Folder:
    """A data folder and the names of all files in it, relative to it; hidden files and backups are not data."""

    root: Path
    files: frozenset[str]

    @classmethod
    def of(cls, root: Path) -> Folder:
        """List a folder."""
        found = (file.relative_to(root) for file in root.rglob("*") if file.is_file())
        data = (path for path in found if not any(part.startswith(".") or part.endswith("~") for part in path.parts))
        return cls(root, frozenset(path.as_posix() for path in data))

    def path_of(self, name: str) -> str:
        """A file's path as contributors write it: data/reports.csv."""
        return f"{self.root.resolve().name}/{name}"

    def names(self, kind: str, suffix: str) -> list[str]:
        """The files of one kind, sorted."""
        inside = (name for name in self.files if name.startswith(f"{kind}/") and name.endswith(suffix))
        return sorted(name for name in inside if name.count("/") == 1)

    @property
    def baselines(self) -> list[tuple[str, str]]:
        """The tables with which the log of changes begins, each with its day; a folder has one or none."""
        found = ((name, BASELINE.fullmatch(name)) for name in sorted(self.files))
        return [(name, day[1]) for name, day in found if day and _exists(day[1])]

    def problem(self, name: str, message: str) -> Problem:
        """A problem of a whole file."""
        return Problem(self.path_of(name), 1, 1, "", message)


@rule("folder", stops=True)
def older_schema(folder: Folder) -> Iterator[Problem]:
    """Data must follow today's schema, not that of an older version of the code."""
    version = schema_version(folder)
    if version is not None and version < SCHEMA_VERSION:
        found = f"got '{version}'" if version > 1 else "got no version, which is that of version 1"
        message = f"must be {SCHEMA_VERSION}, {found}; make fix brings these data to version {SCHEMA_VERSION}"
        yield replace(folder.problem("site.yml", message), field="schema_version")


@rule("folder", stops=True)
def newer_schema(folder: Folder) -> Iterator[Problem]:
    """Data must follow today's schema, not that of a newer version of the code."""
    version = schema_version(folder)
    if version is not None and version > SCHEMA_VERSION:
        message = (
            f"must be {SCHEMA_VERSION} or less, got '{version}'; take the newer code that these data were made for"
        )
        yield replace(folder.problem("site.yml", message), field="schema_version")


@rule("folder")
def missing_file(folder: Folder) -> Iterator[Problem]:
    """The files of the site, of the drug and of each table must be there."""
    for name in (*REQUIRED, *TABLES):
        if name not in folder.files:
            yield folder.problem(name, "must be there")


@rule("folder")
def unknown_file(folder: Folder) -> Iterator[Problem]:
    """Every file must be one that the site reads."""
    known = (*REQUIRED, *OPTIONAL, *TABLES, *OTHERS)
    folders = (*FOLDERS, "prose")
    for name in sorted(folder.files):
        kind, _, rest = name.rpartition("/")
        if name in known or BASELINE.fullmatch(name):
            continue
        if not kind:
            yield folder.problem(name, f"must be a known file, got '{name}'{did_you_mean(name, known)}")
        elif kind not in folders:
            yield folder.problem(name, f"must be in a known folder, got '{kind}'{did_you_mean(kind, folders)}")
        elif not rest.endswith(expected := ".md" if kind == "prose" else ".yml"):
            yield folder.problem(name, f"must have a name that ends in {expected}, got '{rest}'")


@rule("folder")
def file_name(folder: Folder) -> Iterator[Problem]:
    """The name of an entity's file must be its key."""
    for kind in (*FOLDERS, "prose"):
        for name in folder.names(kind, ".md" if kind == "prose" else ".yml"):
            key = Path(name).stem
            if not re.fullmatch(KEY, key):
                hint = "a key of small letters, digits, single hyphens and dots"
                yield folder.problem(name, f"must have {hint} as its name, got '{key}'")


@rule("folder")
def one_baseline(folder: Folder) -> Iterator[Problem]:
    """A log of changes must begin with one baseline, the state of its first day."""
    first, *more = [name for name, _ in folder.baselines] or [""]
    for name in more:
        yield folder.problem(name, f"must be the only baseline, got {first} too")
    for name in sorted(folder.files):
        if (day := BASELINE.fullmatch(name)) and not _exists(day[1]):
            yield folder.problem(name, f"must be named by a day that exists, got {day[1]}")
    for name in folder.names("changes", ".yml")[:1]:
        if not first:
            yield folder.problem(name, "must stand beside a baseline, changes/baseline-2026-01-16.csv")


def schema_version(folder: Folder) -> int | None:
    """The version of the schema that a folder says it follows, 1 where it says none; None where site.yml cannot be read."""
    if "site.yml" not in folder.files:
        return None
    file = TextFile(folder.path_of("site.yml"), (folder.root / "site.yml").read_bytes())
    document = parse_yaml(file)[0] if run_rules("text", file)[1] else None
    said = document.data.get("schema_version", "1") if document else None
    return int(said) if isinstance(said, str) and re.fullmatch("[1-9][0-9]{0,3}", said) else None


def _exists(day: str) -> bool:
    try:
        return bool(date.fromisoformat(day))
    except ValueError:
        return False
