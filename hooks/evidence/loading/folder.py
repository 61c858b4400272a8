"""A data folder: what lies in it, and the draft of the evidence that can be read from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

# Importing a module of rules registers them; the order here is the order in which they run.
from evidence.loading import csv_rules, folder_rules, text_rules, yaml_rules  # noqa: F401
from evidence.loading.csv_tables import RowPlace, table
from evidence.loading.environment import PLACE, overrides
from evidence.loading.folder_rules import BASELINE, BASELINE_ROWS, FOLDERS, OPTIONAL, SINGLE, TABLES, Folder
from evidence.loading.rules import RULES, faults
from evidence.loading.schema_errors import shape
from evidence.loading.text_files import TextFile
from evidence.loading.yaml_documents import document
from evidence.model import Evidence, Prose, Record, Site
from evidence.model.problems import Problem


@dataclass(frozen=True)
class Draft(Evidence):
    """Evidence as far as it could be read; `site` and `drug` are None where their files are broken.

    `problems` are those of files and shape. Broken records are left out; `broken` holds every word of them, so that
    a rule that looks for something does not blame its absence on a record that merely could not be read. Where site,
    drug or a whole table is missing, sense cannot be judged.
    """

    broken: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    can_be_judged: bool = True

    def evidence(self) -> Evidence:
        """The evidence itself, once nothing is wrong with it."""
        return Evidence(**{each.name: getattr(self, each.name) for each in fields(Evidence)})


@dataclass
class Reading:
    """What has been found while reading."""

    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def text(self, folder: Folder, name: str) -> TextFile | None:
        """A file of the folder as text, or None when there is none or nothing in it can be trusted."""
        if name not in folder.files:
            return None
        file = TextFile(folder.path_of(name), (folder.root / name).read_bytes())
        found, readable = faults("text", file)
        self.problems += found
        if not readable:
            self.broken |= file.words
        return file if readable else None

    def entity(self, model: type[Record], folder: Folder, name: str) -> Any:
        """The record of one YAML file."""
        file = self.text(folder, name)
        return self._found(_entity(model, file, tuple(RULES))) if file else None

    def _found(self, read: Read) -> Any:
        self.problems += read.problems
        self.broken |= read.broken
        return read.found

    def site(self, folder: Folder, environ: Mapping[str, str]) -> Any:
        """The record of site.yml with the overrides of the environment."""
        file = self.text(folder, "site.yml")
        found, problems = document(file) if file else (None, [])
        self.problems += problems
        if found is None:
            return None
        override = overrides(environ)
        data = {**found.data, **{name: value for name, (_, value) in override.items()}}

        def locate(*path: Any) -> tuple[str, int, int]:
            return PLACE if path and path[0] in override else found.at(*path)

        record, problems = shape(Site, data, locate)
        names = {name: variable for name, (variable, _) in override.items()}
        self.problems += [replace(each, field=names.get(each.field.split(".")[0], each.field)) for each in problems]
        return record

    def rows(self, model: type[Record], folder: Folder, name: str, sorted_by: tuple[str, ...]) -> tuple[Any, ...]:
        """The records of one table."""
        file = self.text(folder, name)
        return self._found(_rows(model, file, sorted_by, tuple(RULES))) if file else ()


class Read(NamedTuple):
    """What one file gave: its record or records, what is wrong with it, and words that name what could not be read."""

    found: Any
    problems: list[Problem]
    broken: set[str]


# While a site is served, a file that did not change is read once, by these rules.
@lru_cache(maxsize=20_000)
def _entity(model: type[Record], file: TextFile, rules: tuple[str, ...]) -> Read:
    document_, problems = document(file)
    if document_ is None:
        return Read(None, problems, file.words)
    record, wrong = shape(model, document_.data, document_.at)
    return Read(record, [*problems, *wrong], document_.words() if record is None else set())


@lru_cache(maxsize=100)
def _rows(model: type[Record], file: TextFile, sorted_by: tuple[str, ...], rules: tuple[str, ...]) -> Read:
    expected = tuple(model.model_fields)
    found = table(file, expected, sorted_by)
    problems, readable = faults("table", found)
    if not readable:
        return Read((), problems, file.words)
    broken = found.words()
    absent = set(expected) - set(found.header)
    columns = [name if name in expected else "" for name in found.header]
    records = []
    for row in found.sound_rows:
        cells = {column: cell for column, cell in zip(columns, row.cells or (), strict=True) if cell and column}
        if not cells:
            continue
        record, wrong = shape(model, cells, RowPlace(found, row.line).at)
        if record is not None and not absent:
            records.append(record)
        else:
            broken.update(cells.values())
            problems += [each for each in wrong if each.field not in absent]
    return Read(tuple(records), problems, broken)


def read(root: Path, environ: Mapping[str, str] = MappingProxyType({})) -> Draft:
    """Read a data folder; `environ` may override fields of site.yml. Faults of data are in the draft, never raised."""
    folder = Folder.of(root)
    reading = Reading()
    reading.problems, _ = faults("folder", folder)
    found: dict[str, Any] = {
        "site": reading.site(folder, environ),
        "drug": reading.entity(SINGLE["drug.yml"], folder, "drug.yml"),
    }
    for kind, model in FOLDERS.items():
        records = {}
        for name in folder.names(kind, ".yml"):
            key = name.removeprefix(f"{kind}/").removesuffix(".yml")
            record = reading.entity(model, folder, name)
            if record is None:
                reading.broken.add(key)
            else:
                records[key] = record
        found[kind] = MappingProxyType(records)
    for name, (model, sorted_by) in TABLES.items():
        found[name.removesuffix(".csv")] = reading.rows(model, folder, name, sorted_by)
    for name in folder.baselines[:1]:
        found["log_begins"] = BASELINE.fullmatch(name)[1]  # type: ignore[index]
        found["baseline"] = reading.rows(BASELINE_ROWS[0], folder, name, BASELINE_ROWS[1])
    found |= {name.removesuffix(".yml"): reading.entity(model, folder, name) for name, model in OPTIONAL.items()}
    found["expected"] = found["expected"].effects if found["expected"] else MappingProxyType({})
    prose = {name: reading.text(folder, name) for name in folder.names("prose", ".md")}
    found["prose"] = MappingProxyType(
        {key: Prose(key, file.path, file.text) for name, file in prose.items() if file for key in [Path(name).stem]}
    )
    addresses = reading.text(folder, "addresses.txt")
    found["addresses"] = tuple(addresses.text.splitlines()) if addresses else ()
    return Draft(
        **found,
        broken=frozenset(reading.broken),
        problems=tuple(sorted(set(reading.problems))),
        can_be_judged=None not in (found["site"], found["drug"]) and folder.files.issuperset(TABLES),
    )
