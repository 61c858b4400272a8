"""The day of the search is what people set; the version of the evidence is the newest day that the data themselves know."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evidence.analysis.view import View
from evidence.checks import load_or_raise
from evidence.site.gather import Gatherer, Marked
from support.built_site import DATA, ROOT


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / DATA["rich"], tmp_path / "data")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def days(data: Path) -> tuple[str, str]:
    evidence = load_or_raise(data, {})
    return evidence.site.searched, evidence.version


def test_a_mended_text_moves_neither_day(data: Path) -> None:
    before = days(data)
    assert before == ("2027-02-20", "2027-02-28")
    with (data / "prose" / "home.md").open("a", encoding="utf-8") as prose:
        prose.write("\nA word mended.\n")
    assert days(data) == before


def test_a_source_read_later_than_the_search_moves_the_version_alone(data: Path) -> None:
    source = next(path for path in sorted((data / "sources").glob("*.yml")) if "2027-02-28" in path.read_text("utf-8"))
    replace(source, "accessed: 2027-02-28", "accessed: 2027-03-09")
    assert days(data) == ("2027-02-20", "2027-03-09")


def test_a_search_that_found_nothing_moves_its_own_day_alone(data: Path) -> None:
    replace(data / "site.yml", "searched: 2027-02-20", "searched: 2027-06-01")
    assert days(data) == ("2027-06-01", "2027-02-28")


def test_prose_can_name_both_days(data: Path) -> None:
    said = Gatherer(View(load_or_raise(data, {}))).marked("[[searched]] [[version]]")
    assert [part.shown for part in said if isinstance(part, Marked)] == ["2027-02-20", "2027-02-28"]


def test_an_entry_of_the_log_is_the_version_where_it_is_newest(data: Path) -> None:
    for source in (data / "sources").glob("*.yml"):
        text = source.read_text(encoding="utf-8")
        source.write_text(text.replace("accessed: 2027-02-28", "accessed: 2027-02-01"), encoding="utf-8")
    newest = max(path.name[:10] for path in (data / "changes").glob("2*.yml"))
    assert days(data) == ("2027-02-20", newest)
