"""Bad data are reported all at once, each error at its place, in words that say what must hold."""

from __future__ import annotations

import ast
import csv
import io
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.analysis.entity_index import entities
from evidence.checks import load_or_raise
from evidence.checks.prose import marker_targets
from evidence.commands.__main__ import main
from evidence.loading import read_or_raise
from evidence.loading.csv_tables import starts_of
from evidence.loading.rules import RULES
from evidence.loading.schema_errors import WORDINGS
from evidence.model import values
from evidence.model.links import NAMES
from evidence.model.problems import MECHANICAL, BadData, Problem, github_annotations
from support.problem_cases import TESTS, Case, cases

ROOT = TESTS.parent
SETS = [ROOT / "data", *sorted((TESTS / "drugs").glob("*/data"))]
SINGLE = TESTS / "drugs" / "single" / "data"
CASES = cases()
# The kinds of error that the model's own types report.
TYPED = {
    node.args[0].value
    for node in ast.walk(ast.parse(Path(values.__file__).read_text(encoding="utf-8")))
    if isinstance(node, ast.Call)
    and getattr(node.func, "id", "") in ("must", "_typed")
    and isinstance(node.args[0], ast.Constant)
}

ON_GITHUB = {"GITHUB_ACTIONS": "true"}


def named(each: object) -> str:
    """The name of a case or rule in the report of the tests."""
    return getattr(each, "name", str(each))


@pytest.mark.parametrize("case", CASES, ids=named)
def test_each_mistake_gets_exactly_its_messages_from_its_rule(case: Case, tmp_path: Path, record_property: Any) -> None:
    found = case.found(case.build(tmp_path))
    assert "\n".join(map(str, found)) == "\n".join(case.expected)
    assert case.name == "many-at-once" or case.rule in {problem.rule for problem in found}
    record_property("injected error", [case.rule, _where(case, list(case.expected))])


@pytest.mark.parametrize("name", ["percent_of_counts", "blank_row", "many-at-once"])
def test_the_command_prints_each_problem_and_how_many_there_are(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = next(case for case in CASES if case.name == name)
    assert main(["check", "--data", str(case.build(tmp_path))], case.environ) == 1
    *report, last = capsys.readouterr().err.splitlines()
    assert report == list(case.expected)
    assert last.partition(";")[0] == f"{len(report)} problem{'' if len(report) == 1 else 's'} in the data"
    assert last.endswith("make fix mends it") == (len(report) == 1 and case.rule in MECHANICAL)


def _where(case: Case, report: list[str]) -> str:
    """Whether a message names the line that was changed, another one of its file, or the place that contradicts it."""
    changed_lines = case.planted()
    matches = [re.match(r"(.+?):(\d+):\d+: ", line) for line in report]
    places = [(found[1], int(found[2])) for found in matches if found]
    if any(line in changed_lines.get(path, ()) for path, line in places):
        return "line"
    return "file" if any(path in changed_lines for path, _ in places) else "elsewhere"


def test_nearly_every_error_is_reported_at_its_line_and_at_least_sixty_kinds_are() -> None:
    where = {case.name: _where(case, list(case.expected)) for case in CASES}
    elsewhere = {name for name, place in where.items() if place != "line"}
    assert len({case.rule for case in CASES}) >= 60
    # What a figure contradicts is named where the other figure, the sum or the reading is, with the figure's own words.
    assert len(elsewhere) <= len(CASES) / 10, sorted(elsewhere)


def test_every_kind_of_error_has_a_case() -> None:
    assert sorted({*RULES, *WORDINGS, *TYPED} - {case.rule for case in CASES}) == []


@pytest.mark.parametrize("data", SETS, ids=lambda data: str(data.relative_to(ROOT)))
def test_the_data_sets_of_this_repository_have_no_problem(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["check", "--data", str(data)], {})
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.splitlines()[0].endswith(": no problem")
    assert status == 0


def test_all_problems_are_raised_at_once_and_in_order() -> None:
    second, first = Problem("data/b.csv", 2, 1, "", "must be"), Problem("data/a.csv", 10, 1, "x", "must be")
    bad = BadData([second, first, second])
    assert str(bad) == "data/a.csv:10:1: x: must be\ndata/b.csv:2:1: must be\n2 problems in the data"


def test_errors_in_several_files_are_reported_together(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "many-at-once")
    with pytest.raises(BadData) as raised:
        load_or_raise(case.build(tmp_path))
    assert len({problem.path for problem in raised.value.problems}) == 5
    assert list(raised.value.problems) == sorted(raised.value.problems)


def test_a_folder_that_is_not_there_lacks_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", "no-such-folder"], {}) == 1
    assert "no-such-folder/site.yml:1:1: must be there" in capsys.readouterr().err


def test_the_environment_says_which_folder_when_no_argument_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"], {"EVIDENCE_DATA": str(SINGLE)}) == 0
    assert "1 studies, 15 reports of 13 facts, 5 sources: no problem" in capsys.readouterr().out


def test_settings_of_the_environment_override_the_site() -> None:
    environ = {
        "EVIDENCE_NAME": "Another name",
        "EVIDENCE_AUTHORS": "A. One; B. Two",
        "SITE_URL": "https://example.org/x/",
        "EVIDENCE_CONTACT": "",
    }
    plain, site = read_or_raise(SINGLE).site, read_or_raise(SINGLE, environ).site
    assert (site.name, site.authors, site.site_url) == ("Another name", ("A. One", "B. Two"), "https://example.org/x/")
    assert (site.contact, site.searched) == (plain.contact, plain.searched)
    assert site.location.at("name") == ("environment", 1, 1)
    both = read_or_raise(SINGLE, {**environ, "EVIDENCE_SITE_URL": "https://example.org/y/"}).site
    assert both.site_url == "https://example.org/y/"


def test_on_github_each_problem_becomes_an_annotation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = next(case for case in CASES if case.name == "percent_of_counts")
    data = case.build(tmp_path)
    assert main(["check", "--data", str(data)], ON_GITHUB) == 1
    message = case.expected[0].split(": ", 1)[1]
    assert capsys.readouterr().out == f"::error file={data}/safety.csv,line=2,col=110::{message}\n"


def test_annotations_escape_what_github_would_read_as_its_own() -> None:
    problem = Problem("data/a,b:c.csv", 1, 2, "x", "must be 5%\r\nor less")
    expected = "::error file=data/a%2Cb%3Ac.csv,line=1,col=2::x: must be 5%25%0D%0Aor less\n"
    assert github_annotations([problem], "data", ON_GITHUB) == expected


@given(st.text(max_size=60), st.text(st.characters(exclude_characters="/"), min_size=1, max_size=20))
@settings(derandomize=True, max_examples=200)
def test_no_text_of_the_data_can_write_a_command_of_its_own(text: str, name: str) -> None:
    problem = Problem(
        f"data/{name}", 3, 7, "x", f"must be other, got '{text}\n::set-output name=a::b\r::stop-commands::c'"
    )
    line = github_annotations([problem], "data", ON_GITHUB)
    assert re.fullmatch(r"::error file=[^\n\r,:]*,line=3,col=7::[^\n\r]*\n", line)
    parts = line.rstrip("\n").partition("::error ")[2].partition("::")
    for code in ("%3A", "%2C", "%0D", "%0A", "%25"):
        parts = tuple(part.replace(code, chr(int(code[1:], 16))) for part in parts)
    assert (parts[0].startswith(f"file=data/{name},"), text in parts[2]) == (True, True)


@pytest.mark.parametrize(
    ("path", "folder", "shown"),
    [
        ("data/a.csv", "data", "file=data/a.csv,"),
        ("data/a.csv", "tests/drugs/single/data", "file=tests/drugs/single/data/a.csv,"),
        ("docs/about.md", "tests/drugs/single/data", "file=docs/about.md,"),
        ("environment", "data", "::environment%3A1%3A1"),
    ],
)
def test_an_annotation_stands_at_the_file_as_the_repository_spells_it(path: str, folder: str, shown: str) -> None:
    assert shown.replace("%3A", ":") in github_annotations([Problem(path, 1, 1, "", "must be")], folder, ON_GITHUB)


def test_what_make_fix_mends_is_said_under_the_problems() -> None:
    one, other = Problem("a", 1, 1, "", "must be", "unsorted"), Problem("b", 1, 1, "", "must be", "nct")
    assert str(BadData([one])).endswith("\n1 problem in the data; make fix mends it")
    assert str(BadData([one, other])).endswith("\n2 problems in the data; make fix mends 1")
    assert str(BadData([one, Problem("b", 1, 1, "", "must be", "blank_row")])).endswith("; make fix mends them")


@pytest.mark.parametrize("data", SETS, ids=lambda data: str(data.relative_to(ROOT)))
def test_every_place_leads_to_the_text_that_stands_there(data: Path) -> None:
    draft = read_or_raise(data)
    lines = {path: path.read_text(encoding="utf-8").split("\n") for path in data.rglob("*.*") if path.is_file()}

    def text_at(place: tuple[str, int, int]) -> str:
        path, line, column = place
        return lines[data.parent / path][line - 1][column - 1 :]

    for row in (*draft.reports, *draft.safety, *draft.glossary):
        for field in type(row).model_fields:
            value = getattr(row, field)
            if value is not None:
                cell = next(csv.reader([text_at(row.location.at(field))]))[0]
                assert cell == (f"{value:f}" if hasattr(value, "as_tuple") else str(value))
    for source in draft.sources.values():
        for field in ("label", "type", "tier", "accessed"):
            assert (
                text_at(source.location.at(field)).strip('"').replace('\\"', '"').startswith(getattr(source, field)[:9])
            )
        assert text_at(source.location.at()).startswith("label:")
    for study in draft.studies.values():
        for key, arm in study.arms.items():
            assert text_at(arm.location.at()) == f"{key}:"
            assert text_at(arm.location.at("kind")) == arm.kind
            assert arm.location.at("label") == study.location.at("arms", key, "label")
            assert arm.location.at("no-such-field") == arm.location.at()
    for case in draft.contradictions.values():
        for number, position in enumerate(case.positions):
            assert text_at(position.location.at("source")) == position.source
            assert text_at(case.location.at("positions", number)).startswith("source:")


@pytest.mark.parametrize("data", SETS, ids=lambda data: str(data.relative_to(ROOT)))
def test_a_marker_can_name_what_pages_can_address_and_nothing_else(data: Path) -> None:
    draft = read_or_raise(data)
    addressed = entities(draft.evidence())
    ids = dict(marker_targets(draft))
    assert set(ids) == {*addressed, *NAMES}
    numbers = ("value", "percent", "n_affected", "n_events", "rate", "effect")
    printed = {
        key
        for key, fact in draft.facts.items()
        if any(getattr(report, name, None) is not None for report in fact.reports for name in numbers)
    }
    figures = printed | {key for key in addressed if "#" in key} | {*NAMES} - {"drug", "repository"}
    assert {key for key, is_figure in ids.items() if is_figure} == figures


CELLS = st.lists(
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=8), min_size=2, max_size=6
)


@given(CELLS)
@settings(derandomize=True, max_examples=300)
def test_the_columns_of_a_row_are_where_its_cells_begin(cells: list[str]) -> None:
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow(cells)
    line = written.getvalue()
    assert [(next(csv.reader([line[start - 1 :]]), []) or [""])[0] for start in starts_of(line)] == cells


FILES = sorted(file.relative_to(SINGLE).as_posix() for file in SINGLE.rglob("*") if file.is_file())
SCRAPS = [
    b"\xff",
    b"\x00",
    b"\r",
    b"\t",
    b'"',
    b"'",
    b",",
    b"\n",
    b"- ",
    b": ",
    b"#",
    b"[",
    b"]",
    b"{",
    b"&a ",
    b"*a",
    b"[[",
    b"9" * 5000,
]


@given(st.sampled_from(FILES), st.floats(0, 1, exclude_max=True), st.integers(0, 9), st.sampled_from(SCRAPS))
@settings(derandomize=True, max_examples=150, deadline=None)
def test_no_damage_to_a_file_crashes_the_check(name: str, where: float, lost: int, scrap: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Case("damaged", (), ()).build(Path(folder))
        raw = (data / name).read_bytes()
        at = int(where * len(raw))
        (data / name).write_bytes(raw[:at] + scrap + raw[at + lost :])
        report = Case("damaged", (), ()).report(data)
        assert all(": must " in line for line in report)


def test_rules_say_in_one_sentence_what_must_hold() -> None:
    for rule in RULES.values():
        assert rule.statement.endswith("."), rule.name
        assert "\n" not in rule.statement, rule.name
