"""Reading a data folder: the draft of the evidence that it contains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

# Importing a module of rules registers them; the order here is the order in which they run.
from evidence.loading import csv_rules, folder_rules, text_rules, yaml_rules  # noqa: F401
from evidence.loading.csv_tables import RowLocation, TableSchema, parse_csv
from evidence.loading.folder_rules import BASELINE_TABLE, FOLDERS, OPTIONAL, TABLES, Folder
from evidence.loading.rules import RULES, run_rules
from evidence.loading.schema_errors import validate
from evidence.loading.text_files import TextFile
from evidence.loading.yaml_documents import parse_yaml
from evidence.model import Drug, Evidence, Prose, Record, Site
from evidence.model.problems import BadData, Problem

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Draft(Evidence):
    """Evidence as far as it could be read: records that could not be read are left out.

    `unreadable` has every key and cell in them, so that a rule that looks for a key does not call it unknown where its
    record merely could not be read.
    """

    unreadable: frozenset[str] = frozenset()

    def evidence(self) -> Evidence:
        """The evidence itself, once it has no problem."""
        return Evidence(**{each.name: getattr(self, each.name) for each in fields(Evidence)})


class Reading(NamedTuple):
    """The result of reading a folder: the draft, and the problems of files and of their form.

    There is no draft where site or drug could not be read. It is complete where the folder has all tables, too: only
    then can the rules for the evidence judge it.
    """

    draft: Draft | None
    problems: tuple[Problem, ...]
    is_complete: bool

    def draft_or_raise(self) -> Draft:
        """The draft, whatever else could not be read. Raises BadData where there is none."""
        if self.draft is None:
            raise BadData(self.problems)
        return self.draft


def read(root: Path, environ: Mapping[str, str] = MappingProxyType({})) -> Reading:
    """Read a data folder; `environ` may override fields of site.yml. Nothing is raised for bad data."""
    folder = Folder.of(root)
    found_in_folder, is_readable = run_rules("folder", folder)
    if not is_readable:
        return Reading(None, tuple(sorted(set(found_in_folder))), False)
    reader = _Reader(folder, found_in_folder)
    site, drug = reader.site(environ), reader.entity("drug.yml", Drug)
    found: dict[str, Any] = {kind: reader.entities(kind, model) for kind, model in FOLDERS.items()}
    found |= {name.removesuffix(".csv"): reader.rows(name, schema) for name, schema in TABLES.items()}
    for name, day in folder.baselines[:1]:
        found |= {"log_begins": day, "baseline": reader.rows(name, BASELINE_TABLE)}
    optional = {name.removesuffix(".yml"): reader.entity(name, model) for name, model in OPTIONAL.items()}
    found |= {name.replace("-", "_"): record for name, record in optional.items()}
    found["expected"] = found["expected"].effects if found["expected"] else MappingProxyType({})
    found["not_published"] = found["not_published"].claims if found["not_published"] else MappingProxyType({})
    found["gaps"] = found["gaps"].gaps if found["gaps"] else MappingProxyType({})
    found["prose"] = reader.prose()
    addresses = reader.text("addresses.txt")
    found["addresses"] = tuple(addresses.text.splitlines()) if addresses else ()
    draft = Draft(site, drug, **found, unreadable=frozenset(reader.unreadable)) if site and drug else None
    problems = tuple(sorted(set(reader.problems)))
    return Reading(draft, problems, draft is not None and folder.files.issuperset(TABLES))


def read_or_raise(root: Path, environ: Mapping[str, str] = MappingProxyType({})) -> Draft:
    """The draft of a data folder in which every file can be read; otherwise raises BadData listing every problem."""
    reading = read(root, environ)
    if reading.problems:
        raise BadData(reading.problems)
    return reading.draft_or_raise()


def site_overrides(environ: Mapping[str, str]) -> dict[str, tuple[str, str | list[str]]]:
    """Field of site.yml -> (variable, value): EVIDENCE_<FIELD>, and SITE_URL for the address.

    An empty variable counts as not set; authors are separated by semicolons.
    """
    found: dict[str, tuple[str, str | list[str]]] = {}
    if environ.get("SITE_URL"):
        found["site_url"] = ("SITE_URL", environ["SITE_URL"])
    for name in Site.model_fields:
        variable = f"EVIDENCE_{name.upper()}"
        # What the files are written in, no setting can change.
        if name != "schema_version" and (value := environ.get(variable)):
            parts = [part.strip() for part in value.split(";") if part.strip()]
            found[name] = (variable, parts if name == "authors" else value)
    return found


@dataclass
class _Reader:
    """Reads the files of one folder, and collects their problems and the texts of what could not be read."""

    folder: Folder
    problems: list[Problem]
    unreadable: set[str] = field(default_factory=set)

    def text(self, name: str) -> TextFile | None:
        """A file as text; None where there is no such file, or where nothing in it can be trusted."""
        if name not in self.folder.files:
            return None
        file = TextFile(self.folder.path_of(name), (self.folder.root / name).read_bytes())
        found, readable = run_rules("text", file)
        self.problems += found
        if not readable:
            self.unreadable |= file.possible_keys
        return file if readable else None

    def entity(self, name: str, model: type[R]) -> R | None:
        """The record of one YAML file."""
        file = self.text(name)
        records = self._collected(_entity(model, file, tuple(RULES))) if file else ()
        return next((record for record in records if isinstance(record, model)), None)

    def entities(self, kind: str, model: type[R]) -> Mapping[str, R]:
        """The records of the YAML files in one folder, by key."""
        found = {}
        for name in self.folder.names(kind, ".yml"):
            key = Path(name).stem
            if record := self.entity(name, model):
                found[key] = record
            else:
                self.unreadable.add(key)
        return MappingProxyType(found)

    def rows(self, name: str, schema: TableSchema) -> tuple[Record, ...]:
        """The records of one table."""
        file = self.text(name)
        return self._collected(_rows(schema, file, tuple(RULES))) if file else ()

    def prose(self) -> Mapping[str, Prose]:
        """The texts in prose/, by key."""
        files = {Path(name).stem: self.text(name) for name in self.folder.names("prose", ".md")}
        return MappingProxyType({key: Prose(key, file.path, file.text) for key, file in files.items() if file})

    def site(self, environ: Mapping[str, str]) -> Site | None:
        """The record of site.yml with the overrides of the environment."""
        file = self.text("site.yml")
        document, problems = parse_yaml(file) if file else (None, [])
        self.problems += problems
        if document is None:
            return None
        overrides = site_overrides(environ)
        data = {**document.data, **{name: value for name, (_, value) in overrides.items()}}

        def locate(*path: Any) -> tuple[str, int, int]:
            return ("environment", 1, 1) if path and path[0] in overrides else document.at(*path)

        record, problems = validate(Site, data, locate)
        names = {name: variable for name, (variable, _) in overrides.items()}
        self.problems += [replace(each, field=names.get(each.field.split(".")[0], each.field)) for each in problems]
        return record

    def _collected(self, content: _Content) -> tuple[Record, ...]:
        self.problems += content.problems
        self.unreadable |= content.unreadable
        return content.records


class _Content(NamedTuple):
    """The records of one file, its problems, and every key and cell that could not be read."""

    records: tuple[Record, ...]
    problems: list[Problem]
    unreadable: set[str]


# While a site is served, a file that did not change is read once, by these rules.
@lru_cache(maxsize=20_000)
def _entity(model: type[Record], file: TextFile, rules: tuple[str, ...]) -> _Content:
    document, problems = parse_yaml(file)
    if document is None:
        return _Content((), problems, file.possible_keys)
    record, errors = validate(model, document.data, document.at)
    return _Content((record,) if record else (), [*problems, *errors], set() if record else document.texts())


@lru_cache(maxsize=100)
def _rows(schema: TableSchema, file: TextFile, rules: tuple[str, ...]) -> _Content:
    table = parse_csv(file, schema)
    problems, readable = run_rules("table", table)
    if not readable:
        return _Content((), problems, file.possible_keys)
    unreadable = table.unreadable_cells()
    columns = [name if name in schema.columns else "" for name in table.header]
    records = []
    for row in table.complete_rows:
        cells = {column: cell for column, cell in zip(columns, row.cells or (), strict=True) if cell and column}
        if not cells:
            continue
        record, errors = validate(schema.model, cells, RowLocation(table, row.line).at)
        if record is not None and not table.unreadable_columns:
            records.append(record)
        else:
            unreadable.update(cells.values())
            problems += [each for each in errors if each.field not in table.unreadable_columns]
    return _Content(tuple(records), problems, unreadable)
