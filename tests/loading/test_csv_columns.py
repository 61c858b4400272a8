"""A column of a CSV table may be absent where it would be empty throughout."""

import csv
import shutil
from pathlib import Path

import pytest

from evidence.analysis import changelog
from evidence.analysis.tables.downloads import downloads
from evidence.analysis.view import View
from evidence.checks import load_or_raise, problems
from evidence.commands import change_log
from evidence.loading import read, read_or_raise
from evidence.loading.autofix import fix_folder
from evidence.loading.csv_tables import TableSchema
from evidence.loading.folder_rules import BASELINE_TABLE, TABLES
from evidence.model import Report, SafetyReport, Term
from evidence.model.values import Text, described, optional
from support.problem_cases import TESTS

ROOT = TESTS.parent
SETS = [ROOT / "data", *sorted((TESTS / "drugs").glob("*/data"))]


class LaterReport(Report):
    """A report with a column that no data set has yet."""

    imputation: Text | None = optional("How missing values were replaced.")


class LaterSafetyReport(SafetyReport):
    """A safety report with a column that no data set has yet."""

    severity: Text | None = optional("Severity.")


class LaterTerm(Term):
    """A term with a column that no data set has yet."""

    plural: Text | None = optional("Its plural.")


class StrictTerm(Term):
    """A term with a column that every row must fill in, which no data set has yet."""

    language: Text = described("Language of the term.")


def _drop(table: Path, *columns: str) -> None:
    """Remove columns from a table."""
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    with table.open("w", encoding="utf-8", newline="") as file:
        kept = [name for name in rows[0] if name not in columns]
        writer = csv.DictWriter(file, kept, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _empty_columns(table: Path) -> list[str]:
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    return [name for name in rows[0] if not any(row[name] for row in rows)]


@pytest.mark.parametrize("data", SETS, ids=lambda data: str(data.relative_to(ROOT)))
def test_a_new_optional_column_needs_no_edit_of_the_data(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, model in {"reports": LaterReport, "safety": LaterSafetyReport, "glossary": LaterTerm}.items():
        monkeypatch.setitem(TABLES, f"{name}.csv", TableSchema(model, TABLES[f"{name}.csv"].sorted_by))
    reading = read(data)
    assert problems(reading) == ()
    draft = reading.draft_or_raise()
    assert all(isinstance(row, LaterReport) and row.imputation is None for row in draft.reports)
    assert all(isinstance(row, LaterSafetyReport) and row.severity is None for row in draft.safety)
    assert all(isinstance(term, LaterTerm) and term.plural is None for term in draft.glossary)


def test_a_new_required_column_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLES, "glossary.csv", TableSchema(StrictTerm, ("term",)))
    (found,) = read(TESTS / "drugs" / "single" / "data").problems
    assert str(found) == "data/glossary.csv:1:1: must have the column language"


@pytest.mark.parametrize("drug", ["single", "rich"])
def test_columns_that_are_empty_throughout_may_be_dropped(drug: str, tmp_path: Path) -> None:
    source = TESTS / "drugs" / drug / "data"
    data = shutil.copytree(source, tmp_path / "data")
    for name in TABLES:
        _drop(data / name, *_empty_columns(data / name))
    assert fix_folder(data) == []
    before, after = load_or_raise(source), load_or_raise(data)
    for one, other in zip((*before.all_reports, *before.glossary), (*after.all_reports, *after.glossary), strict=True):
        assert one.model_dump() == other.model_dump()
    then, now = (downloads(View(evidence)) for evidence in (before, after))
    assert [(table.name, table.columns, table.rows) for table in now] == [
        (table.name, table.columns, table.rows) for table in then
    ]


def test_one_made_up_drug_always_lacks_such_columns() -> None:
    header = (TESTS / "drugs" / "single" / "data" / "safety.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert {*SafetyReport.model_fields} - {*header.split(",")} >= {"note", "source_version", "event_group", "rate"}


def test_the_log_of_changes_takes_an_absent_column_for_an_empty_one(tmp_path: Path) -> None:
    data = shutil.copytree(TESTS / "drugs" / "single" / "data", tmp_path / "data")
    change_log.write_baseline(data, "2031-05-04")
    for name in ("reports.csv", "safety.csv"):
        _drop(data / name, *_empty_columns(data / name))
    (baseline,) = (data / "changes").glob("baseline-*.csv")
    _drop(baseline, *_empty_columns(baseline))
    assert problems(read(data)) == ()
    draft = read_or_raise(data)
    states = changelog.replay(draft.changes, changelog.beginning(draft)).states
    assert list(changelog.missing(changelog.rows(draft), states)) == []


def test_a_fix_sorts_the_columns_that_are_there_and_adds_and_removes_none(tmp_path: Path) -> None:
    data = shutil.copytree(TESTS / "drugs" / "single" / "data", tmp_path / "data")
    table = data / "safety.csv"
    text = table.read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines()))
    table.write_text("".join(",".join(reversed(row)) + "\n" for row in [rows[0], *rows[:0:-1]]), encoding="utf-8")
    assert fix_folder(data) == ["data/safety.csv"]
    assert table.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("schema", [*TABLES.values(), BASELINE_TABLE])
def test_what_a_table_is_sorted_by_begins_with_a_required_column(schema: TableSchema) -> None:
    assert schema.sorted_by[0] in schema.required
    assert set(schema.sorted_by) <= set(schema.columns)
