"""The published JSON Schemas say of every data file what the loader says of its shape."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from support import raw_data
from support.built_site import DATA, ROOT, Built

# Folder or file of data/ -> the name of its schema.
KINDS = {
    "site.yml": "site",
    "drug.yml": "drug",
    "sources/*.yml": "source",
    "studies/*.yml": "study",
    "groups/*.yml": "group",
    "endpoints/*.yml": "endpoint",
    "events/*.yml": "event",
    "landscape/*.yml": "competitor",
    "contradictions/*.yml": "contradiction",
    "statements/*.yml": "statement",
}
TABLES = {"reports.csv": "reports", "safety.csv": "safety", "glossary.csv": "glossary"}


class _Editor(yaml.SafeLoader):
    """YAML 1.2 as editors read it: numbers are numbers, but NO, 12:30 and 2026-01-16 stay texts."""


_Editor.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.endswith((":int", ":float", ":null", ":bool"))]
    for first, resolvers in copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers).items()
}
for _resolvers in _Editor.yaml_implicit_resolvers.values():
    _resolvers[:] = [
        (
            tag,
            re.compile(
                {"int": r"[-+]?\d+$|0x[0-9a-fA-F]+$|0o[0-7]+$", "bool": r"true$|True$|TRUE$|false$|False$|FALSE$"}[name]
            ),
        )
        if (name := tag.rpartition(":")[2]) in ("int", "bool")
        else (tag, pattern)
        for tag, pattern in _resolvers
    ]


@cache
def _files() -> list[tuple[Path, str]]:
    """Every YAML file of the made-up drugs with the name of its schema."""
    folders = [ROOT / folder for folder in DATA.values()]
    return [(path, name) for folder in folders for kind, name in KINDS.items() for path in sorted(folder.glob(kind))]


@pytest.fixture(scope="module")
def schema(rich: Built) -> Callable[[str], Draft202012Validator]:
    """The published schema of a kind of file."""

    @cache
    def published(name: str) -> Draft202012Validator:
        text = (rich.root / "data" / "schema" / f"{name}.json").read_text(encoding="utf-8")
        Draft202012Validator.check_schema(json.loads(text))
        return Draft202012Validator(json.loads(text))

    return published


def _errors(validator: Draft202012Validator, content: Any) -> list[str]:
    return [f"{each.json_path}: {each.message[:120]}" for each in validator.iter_errors(content)]


def test_every_data_file_fits_its_published_schema(schema: Callable[[str], Draft202012Validator]) -> None:
    errors = [
        f"{path.relative_to(ROOT)}: {error}"
        for path, name in _files()
        for error in _errors(schema(name), yaml.load(path.read_text(encoding="utf-8"), Loader=_Editor))
    ]
    assert len(_files()) > 80
    assert not errors, "\n".join(errors)


@pytest.mark.parametrize("folder", DATA.values(), ids=list(DATA))
@pytest.mark.parametrize(("table", "name"), TABLES.items())
def test_every_row_fits_its_published_schema(
    folder: str, table: str, name: str, schema: Callable[[str], Draft202012Validator]
) -> None:
    rows = [{column: cell for column, cell in row.items() if cell} for row in raw_data.rows(ROOT / folder, table)]
    errors = [f"{number}: {error}" for number, row in enumerate(rows, 2) for error in _errors(schema(name), row)]
    assert rows
    assert not errors, "\n".join(errors)


def test_every_data_file_names_its_schema() -> None:
    wrong = []
    for path, name in _files():
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
        # The made-up drugs name it as another team's data would, and do not carry it.
        meant = (path.parent / named[1]).resolve() if named else None
        folder = next(ROOT / each for each in DATA.values() if (ROOT / each) in path.parents)
        if meant != (folder / ".schema" / f"{name}.json").resolve():
            wrong.append(f"{path.relative_to(ROOT)}: {first}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        pytest.param("study", lambda it: it.update(start_dat={"value": "2028"}), id="an unknown field"),
        pytest.param("study", lambda it: it.pop("short_name"), id="a missing field"),
        pytest.param("study", lambda it: it["phase"].update(value="three"), id="a word that is not in the list"),
        pytest.param("study", lambda it: it["start_date"].update(value="2028-3-1"), id="a date in another form"),
        pytest.param("study", lambda it: it["nct"].update(value="NCT123"), id="a register number cut short"),
        pytest.param("study", lambda it: it["short_name"].pop("cite"), id="a value without a source"),
        pytest.param("study", lambda it: it["short_name"].update(cite={}), id="an empty list of sources"),
        pytest.param("study", lambda it: it["treatment_weeks"].update(value="many"), id="a count in words"),
        pytest.param("study", lambda it: it["treatment_weeks"].update(value="-4"), id="a negative count as text"),
        pytest.param("study", lambda it: it.update(arms=[]), id="a list where there are keys"),
        pytest.param("source", lambda it: it.update(url="ftp://example.org/"), id="an address of another kind"),
        pytest.param("source", lambda it: it.update(tier="4"), id="a tier that is not there"),
        pytest.param("source", lambda it: it.update(authors="One Person"), id="one text where a list is meant"),
        pytest.param("source", lambda it: it.update(title=""), id="an empty text"),
        pytest.param("event", lambda it: it.update(status="done"), id="a status that is not there"),
        pytest.param("contradiction", lambda it: it.update(positions=it["positions"][:1]), id="one position alone"),
        pytest.param("endpoint", lambda it: it.update(range_low="1,5"), id="a comma in a number"),
        pytest.param("competitor", lambda it: it.update(p="1.5"), id="a probability above one"),
        pytest.param("site", lambda it: it.pop("searched"), id="a site without its day"),
    ],
)
def test_the_schema_finds_an_error_of_form(
    kind: str, change: Callable[[Any], Any], schema: Callable[[str], Draft202012Validator]
) -> None:
    folder = ROOT / DATA["single"]
    path = next(path for path, name in _files() if name == kind and folder in path.parents)
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Editor)
    assert _errors(schema(kind), content) == []
    change(content)
    assert _errors(schema(kind), content) != []
