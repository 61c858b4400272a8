"""`make fix` fixes errors that have one possible fix, byte for byte, and changes nothing else."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.commands.__main__ import main
from evidence.loading import Reading, read
from evidence.loading.autofix import fix_folder
from evidence.loading.folder_rules import TABLES
from evidence.loading.text_rules import INVISIBLE
from evidence.model.problems import MECHANICAL
from support.built_site import files
from support.problem_cases import TESTS, Case, cases

DRUGS = TESTS / "drugs"
# Rules of which some breaches have one cure: a number is one but for its signs, space at the end of a cell says nothing.
PARTLY = {"number", "probability", "space", "trailing_space"}
# What needs more than the files: the log and the list of addresses.
BY_COMMAND = {"change_logged", "address_missing"}
# Cases whose data differ from those of the drug in more than their error.
OTHERWISE = {"column_order", "decomposed_character"}
CASES = [case for case in cases() if case.name != "many-at-once"]


def name_of(case: Case) -> str:
    return case.name


@pytest.mark.parametrize("case", [case for case in CASES if case.rule in MECHANICAL - BY_COMMAND], ids=name_of)
def test_a_mechanical_error_is_fixed_byte_for_byte(case: Case, tmp_path: Path) -> None:
    data = case.build(tmp_path)
    assert fix_folder(data) != []
    assert case.found(data) == ()
    if case.rule not in OTHERWISE:
        base = next((change.name for change in case.changes if change.verb == "base"), "single")
        assert files(data) == files(DRUGS / base / "data")


def test_every_rule_that_is_called_mechanical_has_a_case_and_no_other_is_fixed(tmp_path: Path) -> None:
    fixed = set()
    for case in CASES:
        data = case.build(tmp_path / case.name)
        if fix_folder(data) and case.rule not in {problem.rule for problem in case.found(data)}:
            fixed.add(case.rule)
    assert fixed - PARTLY == MECHANICAL - BY_COMMAND


@pytest.mark.parametrize("data", sorted(DRUGS.glob("*/data")), ids=lambda data: data.parent.name)
def test_data_without_a_problem_are_left_alone(data: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(data, tmp_path / "data")
    assert (fix_folder(copy), files(copy) == files(data)) == ([], True)


# Ways in which programs and people damage the form of a file without changing its meaning: text and name -> text.
Spoil = Callable[[str, str, random.Random], str]


def _in_cells(text: str, name: str, change: Callable[[str, str], str]) -> str:
    """A table with each cell changed by its column; other files as they are."""
    if name not in TABLES:
        return text
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([change(column, cell) for column, cell in zip(header, row, strict=True)] for row in rows)
    return out.getvalue()


def _lines(text: str, change: Callable[[list[str]], list[str]]) -> str:
    return "".join(f"{line}\n" for line in change(text.removesuffix("\n").split("\n")))


def _shuffled(text: str, name: str, chance: random.Random) -> str:
    def change(lines: list[str]) -> list[str]:
        # Rows of the same key keep their order, for nothing else says it.
        keys = sorted({line.split(",")[0] for line in lines[1:]}, key=lambda _: chance.random())
        return [lines[0], *sorted(lines[1:], key=lambda line: keys.index(line.split(",")[0]))]

    return _lines(text, change) if name in TABLES else text


def _columns(text: str, name: str, chance: random.Random) -> str:
    if name not in TABLES:
        return text
    rows = list(csv.reader(io.StringIO(text, newline="")))
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([[row[number] for number in order] for row in rows])
    return out.getvalue()


def _quoted(text: str, name: str, chance: random.Random) -> str:
    if name not in TABLES:
        return text
    out = io.StringIO()
    rows = csv.reader(io.StringIO(text, newline=""))
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


def _printed(text: str, name: str, chance: random.Random) -> str:
    minus = chance.choice("\u2212\u2013\ufe63\uff0d")
    number = re.compile(r"-?\d+(?:\.\d+)?")

    def change(column: str, cell: str) -> str:
        typed = column in ("value", "se", "ci_low", "ci_high", "p", "percent")
        return re.sub("^-", minus, re.sub(r"^(-?)0\.", r"\1.", cell)) if typed and number.fullmatch(cell) else cell

    return _in_cells(text, name, change)


def _decomposed(text: str, name: str, chance: random.Random) -> str:
    # Only letters whose mark is one that the rule looks for.
    return re.sub("[à-öø-ÿÀ-ÖØ-Þ]", lambda found: unicodedata.normalize("NFD", found[0]), text)


# In the order in which they can happen to one file.
DAMAGES: Mapping[str, Spoil] = {
    "rows out of order": _shuffled,
    "columns out of order": _columns,
    "numbers as printed": _printed,
    "all cells quoted": _quoted,
    "header again": lambda text, name, chance: text + text.partition("\n")[0] + "\n" if name in TABLES else text,
    "blank rows": lambda text, name, chance: text.replace("\n", "\n\n", 3) if name in TABLES else text,
    "line of a spreadsheet": lambda text, name, chance: f"sep=,\n{text}" if name in TABLES else text,
    "decomposed letters": _decomposed,
    "soft hyphen": lambda text, name, chance: re.sub(r"(?<=[a-z]{3})(?=[a-z]{3})", "\u00ad", text, count=2),
    "no-break space": lambda text, name, chance: text if name.endswith(".md") else text.replace(" ", "\u00a0", 3),
    "trailing tab": lambda text, name, chance: text.removesuffix("\n") + "\t\n",
    "trailing space": lambda text, name, chance: re.sub("(?<=[^\n])\n", " \n", text),
    "empty lines at the end": lambda text, name, chance: text + "\n" * chance.randint(1, 4),
    "no end": lambda text, name, chance: text.rstrip("\n"),
    "line ends of Windows": lambda text, name, chance: text.replace("\n", "\r\n"),
    "line ends of old": lambda text, name, chance: text if "\r" in text else text.replace("\n", "\r"),
    "byte order mark": lambda text, name, chance: "\ufeff" + text,
}
ORDER = list(DAMAGES)


@pytest.mark.parametrize("drug", ["single", "rich"])
@given(st.sets(st.sampled_from(ORDER), min_size=1), st.randoms(use_true_random=False))
@settings(derandomize=True, max_examples=12, deadline=None)
def test_whatever_programs_do_to_files_is_undone_to_the_byte(
    drug: str, chosen: set[str], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as place:
        data = shutil.copytree(DRUGS / drug / "data", Path(place) / "data")
        names = sorted(file.relative_to(data).as_posix() for file in data.rglob("*.*") if file.is_file())
        for name in sorted({*chance.sample(names, 6), *TABLES}):
            text = (data / name).read_text(encoding="utf-8")
            for damage in sorted(chosen, key=ORDER.index):
                text = DAMAGES[damage](text, name, chance)
            (data / name).write_bytes(text.encode())
        before = files(data)
        printed = fix_folder(data)
        assert files(data) == files(DRUGS / drug / "data")
        assert (printed != []) == (before != files(data))


def _says(reading: Reading) -> list[str]:
    """Everything that could be read, each record as one text, but for what nobody sees."""
    draft = reading.draft
    if draft is None:
        return []
    records: list[Any] = [draft.site, draft.drug, *draft.reports, *draft.safety, *draft.glossary]
    for kind in (
        "sources",
        "studies",
        "groups",
        "endpoints",
        "events",
        "landscape",
        "contradictions",
        "statements",
        "changes",
    ):
        records += [(kind, key, record.model_dump()) for key, record in getattr(draft, kind).items()]
    plain = [each if isinstance(each, tuple) or each is None else each.model_dump() for each in records]
    texts = [json.dumps(each, ensure_ascii=False, default=str) for each in plain]
    seen = (INVISIBLE.sub("", unicodedata.normalize("NFC", text)) for text in texts)
    return sorted(re.sub("[\u00a0\u2007\u202f]", " ", text) for text in seen)


NAMES = sorted(file.relative_to(DRUGS / "single" / "data").as_posix() for file in (DRUGS / "single").rglob("*.*"))
SCRAPS = [
    "\ufeff", "\r", "\r\n", "\n\n", "  \n", "\u2212", ".5", "\u200b", "\u00a0", "e\u0301", '"', ",", "sep=,\n", ",,,\n",
    "<<<<<<< a\n", "\x00", "\t", "#", "'", "- ", ": ",
]  # fmt: skip


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.floats(0, 1), st.integers(0, 4), st.sampled_from(SCRAPS)), max_size=3)
)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_repair_never_changes_what_can_be_read_and_a_second_one_finds_nothing(
    damages: list[tuple[str, float, int, str]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        data = shutil.copytree(DRUGS / "single" / "data", Path(place) / "data")
        for name, where, lost, scrap in damages:
            raw = (data / name).read_bytes().decode()
            at = int(where * len(raw))
            (data / name).write_bytes((raw[:at] + scrap + raw[at + lost :]).encode())
        before = _says(read(data))
        fix_folder(data)
        after = _says(read(data))
        lost = [text for text in before if before.count(text) > after.count(text) and text != "null"]
        assert lost == []
        once = files(data)
        assert (fix_folder(data), files(data) == once) == ([], True)


@pytest.mark.parametrize(
    "damaged",
    [b"\xff\xfe" + "term\n".encode("utf-16-le"), b"a\r\n<<<<<<< ours\r\nb\r\n=======\r\nc\r\n>>>>>>> theirs\r\n"],
)
def test_an_uncertain_text_is_left_as_it_is(damaged: bytes, tmp_path: Path) -> None:
    data = shutil.copytree(DRUGS / "single" / "data", tmp_path / "data")
    (data / "glossary.csv").write_bytes(damaged)
    assert (fix_folder(data), (data / "glossary.csv").read_bytes()) == ([], damaged)


def test_two_spaces_that_break_a_line_of_prose_are_for_people(tmp_path: Path) -> None:
    data = shutil.copytree(DRUGS / "single" / "data", tmp_path / "data")
    page = data / "prose" / "home.md"
    page.write_text("One line.  \nAnother.  \n\nA third. \nThe last.   \n", encoding="utf-8")
    assert fix_folder(data) == ["data/prose/home.md"]
    assert page.read_text(encoding="utf-8") == "One line.  \nAnother.\n\nA third.\nThe last.\n"


@pytest.fixture
def logged(tmp_path: Path) -> Path:
    """A drug whose changes are logged, with one figure that changed."""
    data = shutil.copytree(DRUGS / "rich" / "data", tmp_path / "data")
    table = data / "reports.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count(",-4.56,points") == 1
    table.write_text(text.replace(",-4.56,points", ",−4.57,points"), encoding="utf-8")
    return data


def test_one_command_fixes_logs_and_lists_until_nothing_is_left(
    logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (logged / "addresses.txt").write_text("/\n", encoding="utf-8")
    asked = [
        "fix",
        "--data",
        str(logged),
        "--docs",
        str(tmp_path),
        "--reason",
        "The table prints 4.57.",
        "--kind",
        "correction of ours",
    ]
    assert main(asked, {}) == 0
    first, entry, addresses, last = capsys.readouterr().out.splitlines()
    assert first == "fixed data/reports.csv"
    assert re.fullmatch(rf"wrote {re.escape(str(logged))}/changes/2027-\d\d-\d\d-ozzle-\S+\.yml", entry)
    assert re.fullmatch(rf"added \d+ addresses to {re.escape(str(logged))}/addresses\.txt", addresses)
    assert last == "Nothing is left to do."
    assert read(logged).problems == ()
    assert main(["fix", "--data", str(logged), "--docs", str(tmp_path)], {}) == 0
    assert capsys.readouterr().out == "Nothing needed fixing.\n"


def test_a_change_without_a_reason_is_logged_and_the_reason_asked_for(
    logged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fix", "--data", str(logged), "--docs", str(tmp_path)], {}) == 1
    printed = capsys.readouterr()
    (entry,) = re.findall(r"changes/(\S+)\.yml$", printed.out, re.MULTILINE)
    assert f"data/changes/{entry}.yml" in printed.err
    assert "must" in printed.err.splitlines()[0]
    assert printed.err.endswith("The rest is for people.\n")


def test_what_is_not_mechanical_is_reported_and_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = next(case for case in CASES if case.name == "percent_of_counts")
    data = case.build(tmp_path)
    before = files(data)
    assert main(["fix", "--data", str(data), "--docs", str(tmp_path)], {}) == 1
    assert capsys.readouterr().err.splitlines()[:-2] == list(case.expected)
    assert files(data) == before
