"""Which values of a page changed since a revision, by what was gathered for it then and now."""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path

import pytest

from evidence.commands.__main__ import main
from evidence.commands.flatten import Change, compare, flatten
from evidence.model import Record
from support.built_site import DATA, ROOT
from support.git_repository import run

KEY = "greywillow-1.ague-score-cfb.w24.active-vs-placebo"


class Colour(Enum):
    RED = "red"


class Plant(Record):
    name: str
    size: Decimal | None = None


@dataclass(frozen=True)
class Link:
    id: str
    label: str


@dataclass(frozen=True)
class Context:
    title: str
    colour: Colour
    record: Plant
    links: tuple[Link, ...]
    words: tuple[str, ...]
    text: tuple[str | tuple[str, Link], ...]
    counts: Mapping[str, int]
    note: str | None = None


CONTEXT = Context(
    "Moss", Colour.RED, Plant(name="fern", size=Decimal("1.50")), (Link("a", "A"), Link("b", "B")), ("x", "y"),
    ("see ", ("it", Link("a", "A"))), {"n": 3},
)  # fmt: skip


def test_every_value_has_its_path() -> None:
    assert flatten(CONTEXT) == {
        "title": "Moss",
        "colour": "red",
        "record.name": "fern",
        "record.size": "1.50",
        "links.a.id": "a",
        "links.a.label": "A",
        "links.b.id": "b",
        "links.b.label": "B",
        "words": "x, y",
        "text.1": "see ",
        "text.2.1": "it",
        "text.2.2.id": "a",
        "text.2.2.label": "A",
        "counts.n": "3",
    }


def test_what_is_equal_has_no_change_and_what_differs_is_named() -> None:
    assert compare(flatten(CONTEXT), flatten(CONTEXT)) == []
    old, new = {"a": "1", "b": "2"}, {"b": "two\nlines", "c": "3"}
    assert compare(old, new) == [Change("b", "2", "two\nlines"), Change("c", "", "3"), Change("a", "1", "")]
    assert [str(change) for change in compare(old, new)] == ["b: 2 -> two lines", "c: nothing -> 3", "a: 1 -> nothing"]


def test_items_that_share_an_id_are_numbered() -> None:
    assert flatten((Link("a", "A"), Link("a", "B"))) == {"1.id": "a", "1.label": "A", "2.id": "a", "2.label": "B"}


@pytest.fixture(params=["single"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The data of a made-up drug in a repository with one commit."""
    folder = shutil.copytree(ROOT / DATA[request.param], tmp_path / "repository" / "data")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"]):
        assert run(folder.parent, "git", *command).returncode == 0
    return folder


def why(data: Path, page: str, *more: str) -> int:
    return main(["why", page, "--data", str(data), *more], os.environ)


def correct(data: Path, fact: str, old: str, new: str) -> None:
    """Change a cell of the only report of a fact, and log the change where there is a log."""
    table = data / "reports.csv"
    text = table.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"{fact},"))
    table.write_text(text.replace(line, line.replace(f",{old},", f",{new},")), encoding="utf-8")
    if (data / "changes").is_dir():
        reason = ["--date", "2027-03-01", "--reason", "We misread the table.", "--kind", "correction of ours"]
        assert main(["changes", "--data", str(data), *reason], os.environ) == 0


def test_a_page_without_the_changed_value_has_no_reason_to_change(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(data, KEY, "0.0064", "0.0065")
    assert why(data, f"/facts/{KEY}/#reports") == 0
    assert "number.p: 0.0064 -> 0.0065" in capsys.readouterr().out.splitlines()
    assert why(data, "glossary") == 0
    assert capsys.readouterr().out == "Nothing changed since HEAD\n"


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("about", "Compared were the values that stand in docs/about.md; `git diff` compares its text"),
        ("analyses/size", "Compared were the values in the words of docs/analyses/size.ipynb; its results are computed from all data"),
        ("/", None),
    ],
)  # fmt: skip
def test_a_page_of_any_kind_names_its_values_and_what_is_not_compared(
    data: Path, capsys: pytest.CaptureFixture[str], page: str, told: str | None
) -> None:
    site = data / "site.yml"
    text = site.read_text(encoding="utf-8")
    site.write_text(re.sub(r"^searched: .*$", "searched: 2031-05-05", text, flags=re.MULTILINE), encoding="utf-8")
    assert why(data, page) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.endswith("-> 2031-05-05") for line in lines) == (page != "analyses/size")
    assert (lines[-1] == told) == (told is not None)


@pytest.mark.parametrize("data", ["rich"], indirect=True)
def test_a_correction_names_exactly_the_values_that_changed_on_the_page_of_its_fact(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    correct(data, "ozzle-3.countries", "31", "32")
    capsys.readouterr()
    assert why(data, "facts/ozzle-3.countries") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == sorted(lines)
    new = [line for line in lines if ": nothing -> " in line]
    changed = {path: change for path, _, change in (line.partition(": ") for line in lines if line not in new)}
    numbers = ("number", "rows.1.number", "page.citation.quoted.number")
    assert {path for path, change in changed.items() if change == "31 -> 32"} == {
        f"{number}.{value}" for number in numbers for value in ("value", "report.value")
    }
    versions = ("page.version", "page.citation.reference.date", "page.citation.reference.version")
    assert {path for path, change in changed.items() if change == "2026-12-01 -> 2027-03-01"} == {*versions}
    # Addresses that contain the number or the version; besides these, the entry of the log and the figure of its day are new.
    others = {path for path, change in changed.items() if change not in ("31 -> 32", "2026-12-01 -> 2027-03-01")}
    assert others == {"page.problem_form", "page.citation.reference.url", "evidence_version"}
    assert {line.partition(".2.")[0].partition(".1.")[0] for line in new} == {"history.steps", "page.figures"}


@pytest.mark.parametrize(
    ("page", "since", "status", "message"),
    [
        (f"facts/{KEY}x", "HEAD", 2, f"'facts/{KEY}x' is no page; did you mean facts/{KEY}"),
        ("facts", "nope", 1, "must be a revision of the repository, got 'nope'\n"),
    ],
)
def test_an_unknown_page_or_revision_is_refused(
    data: Path, capsys: pytest.CaptureFixture[str], page: str, since: str, status: int, message: str
) -> None:
    assert why(data, page, "--since", since) == status
    assert capsys.readouterr().err.startswith(message)
