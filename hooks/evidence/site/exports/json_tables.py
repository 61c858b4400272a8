"""Each table as a JSON file: a list of rows, every value text as printed, a list as a list, null for what is not known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from evidence.analysis.frames.downloads import downloads
from evidence.analysis.frames.tables import Table
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output


def outputs(view: View) -> Iterator[Output]:
    """One file a table."""
    for table in downloads(view):
        yield Output(links.address("table-json", table.name), to_json(table))


def to_json(table: Table) -> str:
    """A row a line, so that two versions can be compared line by line."""
    empty: list[tuple[str, Any]] = [(f.name, {"list": [], "pairs": {}}.get(f.form)) for f in table.fields]
    rows = ({name: cell or none for (name, none), cell in zip(empty, row, strict=True)} for row in table.rows)
    lines = (json.dumps(row, ensure_ascii=False, default=dict) for row in rows)
    return "[\n" + ",\n".join(lines) + ("\n]\n" if table.rows else "]\n")
