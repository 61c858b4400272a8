"""Each table as a CSV file with printed precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from evidence import links
from evidence.derive.extraction import extraction
from evidence.derive.tables import Table, tables
from evidence.derive.view import View
from evidence.output import Output


def outputs(view: View) -> Iterator[Output]:
    """One file a table."""
    for table in downloads(view):
        yield Output(links.address("table-file", table.name), to_csv(table))


def downloads(view: View) -> tuple[Table, ...]:
    """Every table that can be downloaded."""
    return (*tables(view.evidence), extraction(view))


def to_csv(table: Table) -> str:
    """Comma, LF, header, quotes only where needed. `check` has already refused cells that a spreadsheet would run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(table.rows)
    return text.getvalue()
