"""Each table as a CSV file with printed precision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from evidence.analysis.frames.downloads import downloads
from evidence.analysis.frames.tables import flat
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output


def outputs(view: View) -> Iterator[Output]:
    """One file a table."""
    for table in downloads(view):
        yield Output(links.address("table-file", table.name), to_csv(table.columns, table.rows))


def to_csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Comma, LF, header, quotes only where needed. `check` has already refused cells that a spreadsheet would run."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([flat(cell) for cell in row] for row in rows)
    return made.getvalue()
