"""All tables in one SQLite file. Whole numbers are INTEGER; every other number is TEXT, so that it keeps its decimals."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing

from evidence.analysis.dictionary import Field
from evidence.analysis.frames.tables import Table, flat


def to_sqlite(tables: Iterable[Table], about: Iterable[tuple[str, str]]) -> bytes:
    """The file. `about` are the rows of a table `package`: what this is, of which day, under which licence.

    Made in memory, so that nothing of this machine gets into it; the same SQLite gives the same bytes.
    """
    found = list(tables)
    with closing(sqlite3.connect(":memory:")) as made:
        made.execute("PRAGMA user_version = 1")
        made.execute('CREATE TABLE "package" ("name" TEXT PRIMARY KEY NOT NULL, "value" TEXT NOT NULL) WITHOUT ROWID')
        made.executemany('INSERT INTO "package" VALUES (?, ?)', about)
        for table in found:
            made.execute(f'CREATE TABLE "{table.name}" ({", ".join(_clauses(table))})')
            marks = ", ".join("?" for _ in table.fields)
            rows = ([flat(cell) or None for cell in row] for row in table.rows)
            made.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', rows)
        made.commit()
        made.execute("VACUUM")
        return made.serialize()


def _clauses(table: Table) -> Iterator[str]:
    yield from (_column(field) for field in table.fields)
    if table.key:
        yield f"PRIMARY KEY ({_names(table.key)})"
    for column, (other, its) in table.refers.items():
        yield f'FOREIGN KEY ("{column}") REFERENCES "{other}" ("{its}")'


def _column(field: Field) -> str:
    return f'"{field.name}" {"INTEGER" if field.form == "count" else "TEXT"}{" NOT NULL" if field.required else ""}'


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)
