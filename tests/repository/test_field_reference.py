"""The page of fields names every field, says which are required, and its examples are of the made-up drugs and load."""

from __future__ import annotations

import re
from typing import Any

import pytest

from evidence.loading.folder_rules import FOLDERS, OPTIONAL, REQUIRED, TABLES
from evidence.loading.schema_errors import validate
from evidence.loading.text_files import TextFile
from evidence.loading.yaml_documents import parse_yaml
from evidence.model import Record
from support import raw_data
from support.built_site import DATA, ROOT
from support.contributing import PAGES

TEXT = (PAGES / "fields.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (?:.*?) \{#([a-z-]+)\}\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL))
HEADS = re.findall(r"^### (\S+\.yml): [^\n]*\n```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
# Anchor of the section -> what it is about.
RECORDS: dict[str, type[Record]] = {
    **{kind: model for kind, model in FOLDERS.items() if kind != "redirects"},
    **{name.removesuffix(".yml"): model for name, model in {**REQUIRED, **OPTIONAL}.items()},
    **{name.removesuffix(".csv"): schema.model for name, schema in TABLES.items() if name != "glossary.csv"},
}
# The one field of these holds everything.
WHOLE = {"effects", "outcomes", "claims"}


@pytest.mark.parametrize("section", sorted(RECORDS))
def test_each_section_names_every_field_and_stars_what_is_required(section: str) -> None:
    named = {name.removesuffix("*"): name.endswith("*") for name in re.findall(r"`([a-z_]+\*?)`", SECTIONS[section])}
    fields = {name: field.is_required() for name, field in RECORDS[section].model_fields.items() if name not in WHOLE}
    assert sorted(fields.keys() - named.keys()) == []
    assert sorted(name for name, required in fields.items() if required and not named[name]) == []


@pytest.mark.parametrize(("name", "text"), HEADS, ids=[name for name, _ in HEADS])
def test_each_example_is_a_part_of_a_made_up_drug_and_loads(name: str, text: str) -> None:
    model = {**FOLDERS, **REQUIRED, **OPTIONAL}[name.partition("/")[0]]
    document, problems = parse_yaml(TextFile(name, text.encode()))
    assert document is not None
    assert [*problems, *validate(model, document.data, document.at)[1]] == []
    whole = [raw_data.entity(file) for folder in DATA.values() if (file := ROOT / folder / name).exists()]
    assert any(_is_part(document.data, each) for each in whole)


def _is_part(some: Any, whole: Any) -> bool:
    """Whether everything in a value is in another one, at its place."""
    if isinstance(some, dict):
        return isinstance(whole, dict) and all(key in whole and _is_part(some[key], whole[key]) for key in some)
    if isinstance(some, list):
        return isinstance(whole, list) and all(any(_is_part(each, other) for other in whole) for each in some)
    return bool(some == whole)
