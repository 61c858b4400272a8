"""The files of the repository that name this site say what its data say; those of another site say nothing of it."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import yaml

from evidence.analysis.dictionary import FILES, ROWS
from evidence.checks import load_or_raise
from evidence.commands.new_site import EXAMPLE
from evidence.site.exports.table_files import schemas
from support import raw_data
from support.built_site import DATA, DATA_AT_HAND, ROOT
from support.names_of_a_drug import folded, found_in, names_of, own_names

HERE = ROOT / DATA_AT_HAND["data at hand"]
# Where the words that are true of any drug stand: code, templates, pages, and how they are put together.
NEUTRAL = ("hooks", "docs", "tests", "mkdocs.yml", "Makefile", ".ci", ".github")


def _citation() -> dict[str, Any]:
    said: dict[str, Any] = yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return said


def test_the_citation_file_is_valid() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*command, "CITATION.cff"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


def test_the_citation_file_of_this_site_says_what_the_site_says() -> None:
    said, site = _citation(), raw_data.entity(HERE / "site.yml")
    # Data that were put in place of others, and `make repository` not run yet: the check says so.
    if said["repository-code"] == site["repository"]:
        assert (said["title"], said["url"]) == (site["name"], site["site_url"])
        assert [author["name"] for author in said["authors"]] == site["authors"]
        assert said["version"] == said["date-released"] == load_or_raise(HERE, {}).version
        assert site["licence"] in said["license"]
        assert " ".join(said["abstract"].split()).startswith(site["description"].rstrip("."))


def test_the_schemas_beside_the_data_are_those_of_the_code() -> None:
    beside = {path.stem: path.read_text(encoding="utf-8") for path in (HERE / ".schema").glob("*.json")}
    assert beside in ({}, dict(schemas()))
    assert set(schemas()) == {*FILES, *ROWS}


def test_nothing_but_the_data_names_the_drug_or_its_numbers_in_registers() -> None:
    made_up = {name for folder in (*DATA.values(), EXAMPLE) for name in names_of(ROOT / folder)}
    # Who follows the page to the letter has its names.
    page = (ROOT / "docs" / "contributing" / "another-drug.md").read_text(encoding="utf-8")
    made_up |= {folded(name.strip('"')) for name in re.findall(r'(?:DRUG|CODE|INDICATION)=("[^"]+"|\S+)', page)}
    # What its trials are called may mean something else, too.
    own = {name for name in names_of(HERE) if re.fullmatch(r"nct\d{8}|\d{4}-\d{6}-\d{2}(-\d{2})?", name)}
    names = (own | own_names(HERE)) - made_up
    assert not names or found_in(names, *NEUTRAL) == []
