"""Small changes of made-up data: what the check finds nothing wrong with must become a site."""

from __future__ import annotations

import csv
import io
import random
import shutil
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import yaml
from jinja2 import TemplateError
from pydantic import BaseModel

from evidence.analysis.view import View
from evidence.charts import all_charts
from evidence.charts.drawing.rendering import specification
from evidence.checks import load_or_raise
from evidence.loading.folder_rules import FOLDERS, OPTIONAL, REQUIRED, TABLES
from evidence.model import links
from evidence.model.problems import BadData
from evidence.site import exports, pages
from evidence.site.exports import chart_files, feeds, markdown
from evidence.site.gather import Gatherer
from evidence.site.render import Renderer
from support.built_site import ROOT

# What rests on single rows and records, so that without it more of them can go.
ON_TOP = ("prose", "contradictions", "changes", "redirects", "appraisal.yml", "expected.yml", "assumptions.yml")
# What Python and templates say where they meet something that they did not expect.
FAILURES = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError, TemplateError)
Files = Mapping[str, str | None]  # name of a file -> its new text, None where it goes


@dataclass(frozen=True)
class Mutation:
    """A change of one drug's data; `bare` data have lost what rests on single rows before."""

    drug: str
    bare: bool
    words: str
    files: Files

    def __str__(self) -> str:
        return f"{self.drug}{' bare' if self.bare else ''}: {self.words}"


def mutations(drug: str) -> Iterator[Mutation]:
    """Every change: a field, row, record, file or kind of record absent; a word of a closed list, or an endpoint, another."""
    for bare in (False, True):
        texts = {name: text for name, text in _texts(drug).items() if not (bare and name.partition("/")[0] in ON_TOP)}
        endpoints = sorted(Path(name).stem for name in texts if name.startswith("endpoints/"))
        for kind in sorted({name.partition("/")[0] for name in texts if "/" in name}):
            gone = {name: None for name in texts if name.startswith(f"{kind}/")}
            yield Mutation(drug, bare, f"no {kind}", gone)
        for name, text in sorted(texts.items()):
            if name in TABLES:
                header, *rows = csv.reader(io.StringIO(text))
                yield Mutation(drug, bare, f"{name}: no row", {name: _table([header])})
                for words, changed in _of_rows(header, rows, endpoints, TABLES[name].model):
                    yield Mutation(drug, bare, f"{name}: {words}", {name: _table([header, *changed])})
            elif name.endswith(".yml"):
                kind = name.partition("/")[0]
                yield Mutation(drug, bare, f"{name}: no file", {name: None})
                data = yaml.load(text, Loader=yaml.BaseLoader)
                for words, new in _of_record(data, {**FOLDERS, **REQUIRED, **OPTIONAL}[kind], endpoints):
                    yield Mutation(drug, bare, f"{name}: {words}", {name: _yaml(new)})
            else:
                yield Mutation(drug, bare, f"{name}: no file", {name: None})


def sample(drug: str, size: int, seed: int = 12) -> list[Mutation]:
    """So many of them, the same each time."""
    every = list(mutations(drug))
    return random.Random(f"{drug} {seed}").sample(every, min(size, len(every)))


class Rehearsal:
    """A folder in which the data of one drug are changed and made into pages and files, without MkDocs and drawings."""

    def __init__(self, drug: str, folder: Path) -> None:
        self._folders = {bare: folder / ("bare" if bare else "whole") / "data" for bare in (False, True)}
        for bare, place in self._folders.items():
            shutil.copytree(ROOT / "tests" / "drugs" / drug / "data", place)
            for name in ON_TOP if bare else ():
                if (place / name).is_dir():
                    shutil.rmtree(place / name)
                else:
                    (place / name).unlink(missing_ok=True)
        self.made = 0  # of how many the check was clean

    def do(self, mutation: Mutation) -> bool:
        """Whether the check was clean; then everything was made of the data, which raises where it cannot."""
        folder = self._folders[mutation.bare]
        before = {name: (folder / name).read_text(encoding="utf-8") for name in mutation.files}
        try:
            for name, text in mutation.files.items():
                if text is None:
                    (folder / name).unlink()
                else:
                    (folder / name).write_text(text, encoding="utf-8")
            return self._made(folder)
        finally:
            for name, old in before.items():
                (folder / name).write_text(old, encoding="utf-8")

    def _made(self, folder: Path) -> bool:
        try:
            evidence = load_or_raise(folder)
        except BadData:
            return False
        view = View(evidence)
        gather, render = Gatherer(view), Renderer(evidence)
        for page in pages.outputs(gather, render):
            if page.is_page:
                markdown.from_html(str(page.content), links.absolute(evidence.site.site_url, page.address))
        for kind in exports.KINDS:
            if kind is not chart_files:
                list(kind.outputs(view))
        list(feeds.outputs(gather, render))
        for chart in all_charts(view).values():
            if chart.is_drawn:
                specification(chart, "wide")
        self.made += 1
        return True


def broken(rehearsal: Rehearsal, tried: Iterable[Mutation]) -> list[str]:
    """The changes of which the check says nothing and no site can be made, each with what Python says."""
    found = []
    for mutation in tried:
        try:
            rehearsal.do(mutation)
        except FAILURES as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            found.append(f"{mutation}: {type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})")
    return found


@cache
def _texts(drug: str) -> dict[str, str]:
    """Name -> text, of every file of a drug's data."""
    folder = ROOT / "tests" / "drugs" / drug / "data"
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def _of_rows(
    header: list[str], rows: list[list[str]], endpoints: list[str], model: type[BaseModel]
) -> Iterator[tuple[str, list[list[str]]]]:
    """The rows of a table with one of them changed, or all of one fact gone."""
    for fact in sorted({row[0] for row in rows}):
        yield f"no {fact}", [row for row in rows if row[0] != fact]
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            others = _others(model.model_fields[header[column]].annotation, cell)
            if header[column] == "endpoint":
                others = [each for each in endpoints if each != cell]
            for new in [*([""] if cell else []), *(others if cell else [])]:
                changed = [*row[:column], new, *row[column + 1 :]]
                yield f"row {number + 2}: {header[column]} {new!r}", [*rows[:number], changed, *rows[number + 1 :]]


def _of_record(data: Any, annotation: Any, endpoints: list[str]) -> Iterator[tuple[str, Any]]:
    """A record with one of its fields or items gone, or one of its words another."""
    if isinstance(data, dict):
        for key in data:
            yield f"no {key}", {name: value for name, value in data.items() if name != key}
            inner = _inside(annotation, key)
            for words, new in _of_record(data[key], inner, endpoints):
                yield f"{key}.{words}", {**data, key: new}
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield f"no {number}", [*data[:number], *data[number + 1 :]]
            for words, new in _of_record(item, _inside(annotation, number), endpoints):
                yield f"{number}.{words}", [*data[:number], new, *data[number + 1 :]]
    else:
        others = _others(annotation, data)
        for new in [*others, *(each for each in endpoints if data in endpoints and each != data)]:
            yield f"{new!r} and not {data!r}", new


def _others(annotation: Any, word: str) -> list[str]:
    """The other words of the closed list to which a word belongs."""
    if get_origin(annotation) is Literal:
        return [each for each in get_args(annotation) if each != word]
    return [each for part in get_args(annotation) for each in _others(part, word)]


def _inside(annotation: Any, key: Any) -> Any:
    """The annotation of what is under a key, or in a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(key)
        return field.annotation if field else None
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if get_origin(annotation) in (tuple, Mapping):
        return parts[-1] if parts[-1] is not Ellipsis else parts[0]
    return _inside(parts[0], key) if parts else None


def _table(rows: list[list[str]]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue()


def _yaml(data: Any) -> str:
    """A record as the rules want it: each text on one line."""
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**6))
