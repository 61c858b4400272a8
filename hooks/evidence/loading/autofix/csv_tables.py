"""A table as this project writes it: its columns in order, its rows sorted, quotes only where they are needed."""

from __future__ import annotations

from collections.abc import Sequence

from evidence.loading.csv_rules import written
from evidence.loading.csv_tables import Row, Table, table
from evidence.loading.text_files import TextFile


def mended(path: str, text: str, expected: Sequence[str], sorted_by: Sequence[str]) -> str:
    """The text of a table; as it was where a column or a row cannot be understood, for then order means nothing."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and rest:  # what a spreadsheet writes for itself
        text = rest
    found = table(TextFile(path, text.encode()), tuple(expected), tuple(sorted_by))
    if not _is_sound(found):
        return text
    order = [found.header.index(name) for name in expected]
    rows = [[row.cells[number].strip(" ") for number in order] for row in found.sound_rows if row.cells]
    keys = [expected.index(name) for name in sorted_by]
    rows.sort(key=lambda cells: "\n".join(cells[number] for number in keys).casefold())
    return "".join(f"{written(cells)}\n" for cells in [list(expected), *rows])


def _is_sound(found: Table) -> bool:
    """Whether the header has each column once and each row a cell for each, so that nothing is lost by moving them."""
    sound = {row.line for row in found.sound_rows}
    lost = [row for row in found.rows if row.line not in sound and not _says_nothing(row, found)]
    return sorted(found.header) == sorted(found.expected) and not lost


def _says_nothing(row: Row, found: Table) -> bool:
    """Whether a row is blank, or the header again."""
    return row.cells is not None and (not any(row.cells) or row.cells == found.header)
