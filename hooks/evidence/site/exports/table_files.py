"""The files of the data page: each table as CSV and JSON, all of them as SQLite, and the JSON Schema of each kind of file.

They are made from plain rows: importing pandas takes longer than writing all of them.
"""

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache

from evidence.analysis.dictionary import FILES, ROWS, json_schema
from evidence.analysis.tables.data_tables import Table, flat
from evidence.analysis.tables.downloads import downloads
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output


def outputs(view: View) -> Iterator[Output]:
    """A CSV file and a JSON file for each table, and the schemas."""
    for table in downloads(view):
        yield Output(links.address("table-file", table.name), to_csv(table.columns, table.rows))
        yield Output(links.address("table-json", table.name), to_json(table))
    for name, text in schemas().items():
        yield Output(links.address("schema-file", name), text)


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Commas, LF, a header, quotes only where needed. `check` has refused cells that a spreadsheet would run."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([flat(cell) for cell in row] for row in rows)
    return made.getvalue()


def to_json(table: Table) -> str:
    """A list of objects, one a line so that versions can be compared: values as text, lists as lists, null for unknown."""
    empty: dict[str, object] = {"list": [], "pairs": {}}
    rows = (
        {field.name: cell or empty.get(field.form) for field, cell in zip(table.fields, row, strict=True)}
        for row in table.rows
    )
    lines = (json.dumps(row, ensure_ascii=False, default=dict) for row in rows)
    return "[\n" + ",\n".join(lines) + ("\n]\n" if table.rows else "]\n")


def to_sqlite(tables: Iterable[Table], about: Iterable[tuple[str, str]]) -> bytes:
    """A SQLite file. Whole numbers are INTEGER; every other number is TEXT, so that it keeps its decimals.

    `about` are the rows of a table `package`: title, version, licence, address. The file is made in memory, so that
    nothing of this machine gets into it; the same version of SQLite gives the same bytes.
    """
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("PRAGMA user_version = 1")
        made.execute('CREATE TABLE "package" ("name" TEXT PRIMARY KEY NOT NULL, "value" TEXT NOT NULL) WITHOUT ROWID')
        made.executemany('INSERT INTO "package" VALUES (?, ?)', about)
        for table in tables:
            made.execute(f'CREATE TABLE "{table.name}" ({", ".join(_clauses(table))})')
            marks = ", ".join("?" for _ in table.fields)
            rows = ([flat(cell) or None for cell in row] for row in table.rows)
            made.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
        made.commit()
        made.execute("VACUUM")
        return made.serialize()


def _clauses(table: Table) -> Iterator[str]:
    for field in table.fields:
        kind = "INTEGER" if field.form == "count" else "TEXT"
        yield f'"{field.name}" {kind}{" NOT NULL" if field.required else ""}'
    if table.key:
        names = ", ".join(f'"{column}"' for column in table.key)
        yield f"PRIMARY KEY ({names})"
    for column, (other, its) in table.refers.items():
        yield f'FOREIGN KEY ("{column}") REFERENCES "{other}" ("{its}")'


@cache
def schemas() -> Mapping[str, str]:
    """Kind of data file -> its JSON Schema as text, for editors and programs."""
    return {
        name: json.dumps(json_schema(name), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        for name in (*FILES, *ROWS)
    }
