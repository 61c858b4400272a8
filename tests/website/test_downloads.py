"""The data as other people's programs read them: frictionless, pandas, SQLite, sha256sum, unzip, curl and R."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import frictionless
import pandas as pd
import pytest

from evidence.analysis.tables.downloads import downloads
from evidence.site.exports.table_files import to_csv, to_json, to_sqlite
from evidence.site.site import Site
from support import raw_data
from support.built_site import ADDRESS, ROOT, Built, words
from support.http_server import served

RSCRIPT = shutil.which("Rscript")


def _columns(built: Built) -> dict[str, list[str]]:
    """Table -> its columns, as the CSV files begin."""
    found = {}
    for path in sorted((built.root / "data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as text:
            found[path.stem] = next(csv.reader(text))
    return found


def test_frictionless_accepts_the_data_package(built: Built) -> None:
    report = frictionless.validate(str(built.root / "data" / "datapackage.json"))
    assert report.valid, report.to_summary()
    package = frictionless.Package(str(built.root / "data" / "datapackage.json"))
    assert {resource.name: resource.schema.field_names for resource in package.resources} == _columns(built)
    assert package.to_dict()["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"


@pytest.mark.parametrize(
    ("table", "old", "new", "says"),
    [
        pytest.param("reports.csv", ",count,", ",sum,", "constraint-error", id="a word outside its list"),
        pytest.param("reports.csv", ",annals-2030,", ",annals-2031,", "foreign-key", id="a source that is not there"),
        pytest.param("safety.csv", "greywillow-1", "greywillow-2", "foreign-key", id="a fact that is not there"),
        pytest.param("arms.csv", "weekly", "monthly", "hash-count", id="other bytes than those described"),
    ],
)
def test_frictionless_refuses_what_the_description_excludes(
    table: str, old: str, new: str, says: str, built_site: Callable[[str], Built], tmp_path: Path
) -> None:
    data = shutil.copytree(built_site("single").root / "data", tmp_path / "data")
    text = (data / table).read_text(encoding="utf-8")
    assert old in text
    (data / table).write_text(text.replace(old, new), encoding="utf-8")
    report = frictionless.validate(str(data / "datapackage.json"))
    assert says in {error for (error,) in report.flatten(["type"])}


def test_a_printed_figure_is_the_same_text_in_every_form(built: Built) -> None:
    data = built.root / "data"
    with closing(sqlite3.connect(data / "evidence.sqlite")) as database:
        for table in ("reports", "safety"):
            written = [raw_data.given(row) for row in raw_data.rows(built.data, f"{table}.csv")]
            forms = {
                "CSV": raw_data.rows(data, f"{table}.csv"),
                "pandas": pd.read_csv(data / f"{table}.csv", dtype=str, keep_default_na=False).to_dict("records"),
                "JSON": json.loads((data / f"{table}.json").read_text(encoding="utf-8")),
                "SQLite": pd.read_sql_query(f"SELECT * FROM {table}", database, dtype=object).to_dict("records"),
            }
            for name, rows in forms.items():
                same = [raw_data.given({key: _cell(cell) for key, cell in row.items()}) for row in rows]
                assert same == written, name


def _cell(cell: object) -> str:
    """A cell as text; pandas has no whole numbers in a column with gaps, and NaN in the gaps."""
    if isinstance(cell, float):
        return "" if math.isnan(cell) else str(int(cell))
    return "" if cell is None else str(cell)


def test_a_printed_0_0_is_still_0_0_in_csv_json_sqlite_and_api(pooled: Built) -> None:
    data = pooled.root / "data"
    printed = [row for row in raw_data.rows(pooled.data, "reports.csv") if row["ci_high"] == "0.0"]
    assert printed
    rows = json.loads((data / "reports.json").read_text(encoding="utf-8"))
    with closing(sqlite3.connect(data / "evidence.sqlite")) as database:
        for row in printed:
            asked = (row["fact"], row["source"])
            document = json.loads((pooled.root / f"api/v1/facts/{row['fact']}.json").read_text(encoding="utf-8"))
            same = [each for each in document["data"]["reports"] if each["source"] == row["source"]]
            assert [
                f",{row['ci_low']},0.0," in (data / "reports.csv").read_text(encoding="utf-8"),
                *(each["ci_high"] for each in rows if (each["fact"], each["source"]) == asked),
                *database.execute("SELECT ci_high FROM reports WHERE fact = ? AND source = ?", asked).fetchone(),
                *(each["ci_high"] for each in same),
            ] == [True, "0.0", "0.0", "0.0"]


def test_lists_keep_their_parts_in_json_and_names_what_stands_there(built: Built) -> None:
    for name, kind in (("events", "studies"), ("contradictions", "guard"), ("groups", "members")):
        rows = {row["key"]: row for row in json.loads((built.root / f"data/{name}.json").read_text(encoding="utf-8"))}
        written = raw_data.entities(built.data, name)
        assert {key: row[kind] for key, row in rows.items()} == {
            key: entity.get(kind, {} if kind == "guard" else []) for key, entity in written.items()
        }


def test_decimals_are_text_in_sqlite_and_keys_hold(built: Built) -> None:
    with closing(sqlite3.connect(built.root / "data" / "evidence.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        kinds = database.execute("SELECT DISTINCT typeof(value), typeof(ci_high), typeof(p) FROM reports").fetchall()
        assert {kind for row in kinds for kind in row} <= {"text", "null"}
        columns = {
            table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in _columns(built)
        }
        assert columns == _columns(built)
        about = dict(database.execute("SELECT name, value FROM package"))
    site = raw_data.entity(built.data / "site.yml")
    assert (about["version"], about["licence"]) == (built.site.view.evidence.version, site["licence"])


def test_every_column_of_every_table_has_its_meaning_type_and_unit(built: Built) -> None:
    told = raw_data.rows(built.root / "data", "data_dictionary.csv")
    columns = [(table, column) for table, columns in _columns(built).items() for column in columns]
    assert sorted((row["table"], row["column"]) for row in told) == sorted(columns)
    assert [row for row in told if not row["meaning"] or not row["type"]] == []
    units = {(row["table"], row["column"]): row["unit"] for row in told if row["unit"]}
    assert units["safety", "n_affected"] == "participants" and units["reports", "ci_level"] == "percent"
    page = built.pages["data/"]
    for table, names in _columns(built).items():
        shown = [words(cell) for cell in page.by_id[f"columns-{table.replace('_', '-')}"].xpath(".//tbody//th")]
        assert shown == names, table


def test_sha256sum_finds_every_file_as_it_was(built: Built) -> None:
    data = built.root / "data"
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=data, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    listed = {line.rpartition(": ")[0] for line in done.stdout.splitlines()}
    # The page itself and what cites it are no data.
    pages = {"index.html", "index.html.md", "SHA256SUMS", *(f"cite.{ending}" for ending in ("bib", "ris", "csl.json"))}
    assert {path.relative_to(data).as_posix() for path in data.rglob("*") if path.is_file()} - pages == listed


def test_the_archive_holds_the_data_and_what_one_may_do_with_them(built: Built, tmp_path: Path) -> None:
    site = raw_data.entity(built.data / "site.yml")
    done = subprocess.run(
        [sys.executable, "-m", "zipfile", "--extract", str(built.root / "data" / "evidence.zip"), str(tmp_path)],
        check=False,
    )
    assert done.returncode == 0
    for path in tmp_path.rglob("*"):
        name = path.relative_to(tmp_path).as_posix()
        if path.is_file() and name not in ("README.md", "LICENSE", "CITATION.cff"):
            assert path.read_bytes() == (built.root / "data" / name).read_bytes(), name
    assert {f"{table}.csv" for table in _columns(built)} <= {path.name for path in tmp_path.iterdir()}
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.to_summary()
    assert site["licence"] in (tmp_path / "LICENSE").read_text(encoding="utf-8")
    assert built.site.view.evidence.version in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_the_citation_in_the_archive_fits_its_format(built: Built, tmp_path: Path) -> None:
    with zipfile.ZipFile(built.root / "data" / "evidence.zip") as archive:
        (tmp_path / "CITATION.cff").write_bytes(archive.read("CITATION.cff"))
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*command, "--default-filetype", "yaml", str(tmp_path / "CITATION.cff")], capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout
    said, site = raw_data.entity(tmp_path / "CITATION.cff"), raw_data.entity(built.data / "site.yml")
    assert [author["name"] for author in said["authors"]] == site["authors"]
    assert (said["license"], said["version"], said["url"]) == (
        site["licence"],
        built.site.view.evidence.version,
        f"{ADDRESS}data/",
    )


def test_the_archive_bears_the_day_of_the_data_and_no_other(built: Built) -> None:
    version = f"{built.site.view.evidence.version}-01-01"[:10]
    with zipfile.ZipFile(built.root / "data" / "evidence.zip") as archive:
        assert {"-".join(f"{part:02}" for part in entry.date_time[:3]) for entry in archive.infolist()} == {version}
        names = archive.namelist()
    assert names == sorted(names)


@pytest.mark.parametrize("name", ["single"])
def test_the_same_data_give_the_same_bytes(name: str, built_site: Callable[[str], Built]) -> None:
    built = built_site(name)
    again = {output.uri: output.content for output in Site(built.data, {"SITE_URL": ADDRESS}).outputs}
    for file in ("evidence.zip", "evidence.sqlite", "datapackage.json", "SHA256SUMS"):
        content = again[f"data/{file}"]
        assert (content.encode() if isinstance(content, str) else content) == (built.root / "data" / file).read_bytes()


def test_an_empty_table_still_has_its_columns() -> None:
    site = Site(ROOT / "tests/drugs/single/data", {})
    empty = [table for table in downloads(site.view) if not table.rows]
    assert "changes" in {table.name for table in empty}
    for table in empty:
        assert table.columns and json.loads(to_json(table)) == []
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(to_sqlite(downloads(site.view), []))
        assert database.execute("SELECT * FROM changes").description[0][0] == "key"


@pytest.fixture(scope="module")
def example(built_site: Callable[[str], Built]) -> Callable[[str, str], str]:
    """The text of an example on the data page of a site, by its language."""

    def find(name: str, language: str) -> str:
        (found,) = built_site(name).pages["data/"].article.xpath(f".//pre[@data-language='{language}']")
        return str(found.text_content())

    return find


def _ran(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, "no_proxy": "*"})  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _effect(built: Built) -> dict[str, str]:
    """A report of a difference, as written."""
    return next(row for row in raw_data.rows(built.data, "reports.csv") if row["statistic"] == "ls-mean-difference")


def test_the_example_in_pandas_runs_and_keeps_figures_as_printed(
    built: Built, example: Callable[[str, str], str], tmp_path: Path
) -> None:
    fact = _effect(built)["fact"]
    report = built.site.view.preferred[fact]
    with served(built.root) as address:
        text = example(built.name, "python").replace(ADDRESS, address)
        last = f"print(*shown.set_index('fact').loc[{fact!r}, ['value', 'ci_low', 'number']], sep='|')"
        said = _ran([sys.executable, "-c", f"{text}\n{last}\n"], tmp_path)
    value, low, number = said.splitlines()[-1].split("|")
    assert (value, low) == (str(report.value), str(report.ci_low or ""))
    assert float(number) == float(value)


def test_the_examples_with_curl_run(built: Built, example: Callable[[str, str], str], tmp_path: Path) -> None:
    (one,) = built.pages["api/v1/"].article.xpath(".//pre[@data-language='sh']")
    with served(built.root) as address:
        said = _ran(["sh", "-e", "-c", example(built.name, "sh").replace(ADDRESS, address)], tmp_path)
        fact = json.loads(_ran(["sh", "-e", "-c", one.text_content().replace(ADDRESS, address)], tmp_path))
    assert said == "evidence.zip: OK\n"
    assert fact["kind"] == "fact" and fact["data"]["reports"]


def test_the_example_in_sql_gives_each_figure_once(built: Built, example: Callable[[str, str], str]) -> None:
    with closing(sqlite3.connect(built.root / "data" / "evidence.sqlite")) as database:
        found = database.execute(example(built.name, "sql")).fetchall()
    effect = _effect(built)
    shown = {
        fact: row.value for fact, row in built.site.view.preferred.items() if getattr(row, "value", None) is not None
    }
    assert len(found) == len(shown)
    assert (effect["value"], effect["unit"]) in {(value, unit) for _, value, unit in found}


@pytest.mark.parametrize("rscript", [RSCRIPT], ids=["run" if RSCRIPT else "read only, R is not installed here"])
def test_the_example_in_r(
    rscript: str | None, built: Built, example: Callable[[str, str], str], tmp_path: Path
) -> None:
    text = example(built.name, "r")
    assert 'colClasses = "character"' in text and 'na.strings = ""' in text
    assert text.count("(") == text.count(")") and text.count('"') % 2 == 0
    assert set(re.findall(r'table_of\("(\w+)"\)', text)) == {"facts", "reports"}
    columns = {name.strip('"') for names in re.findall(r"\bc\(([^()]*)\)", text) for name in names.split(", ")}
    assert columns <= {*_columns(built)["facts"], *_columns(built)["reports"]}
    if rscript:
        with served(built.root) as address:
            (tmp_path / "example.R").write_text(text.replace(ADDRESS, address), encoding="utf-8")
            said = _ran([rscript, "--vanilla", "example.R"], tmp_path)
        report = built.site.view.preferred[_effect(built)["fact"]]
        assert str(report.value) in said.split()


def test_csv_cells_with_commas_quotes_and_lines_of_every_kind_come_back() -> None:
    rows = [('a "quoted", cell', ("x;y", "z"), {"a": {"b": "0.0"}}), ("", (), {})]
    found = list(csv.reader(io.StringIO(to_csv(["one", "two", "three"], rows))))
    assert found == [["one", "two", "three"], ['a "quoted", cell', "x,y;z", '{"a": {"b": "0.0"}}'], ["", "", "{}"]]
