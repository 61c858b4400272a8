"""The rules for any table: its header, its rows, their order, their quotes."""

from collections.abc import Iterator

from evidence.loading.csv_tables import Table, csv_line
from evidence.loading.rules import rule
from evidence.loading.yaml_rules import NOTHING
from evidence.model.problems import Problem, did_you_mean


@rule("table", stops=True)
def separator_line(table: Table) -> Iterator[Problem]:
    """A table must begin with its header."""
    if table.lines and table.lines[0].lower().startswith("sep="):
        yield table.problem(1, 1, f"must begin with its header, got '{table.lines[0]}'")


@rule("table", stops=True)
def separator(table: Table) -> Iterator[Problem]:
    """Cells must be separated by commas."""
    first = table.lines[0] if table.lines else ""
    for char, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(table.header) == 1 and char in first:
            yield table.problem(1, first.index(char) + 1, f"must separate its cells by commas, got {name}")


@rule("table", stops=True)
def header(table: Table) -> Iterator[Problem]:
    """A table must have a header with its columns."""
    if not set(table.header) & set(table.schema.columns):
        yield table.problem(1, 1, f"must begin with the header {','.join(table.schema.columns)}")


@rule("table", stops=True)
def duplicate_column(table: Table) -> Iterator[Problem]:
    """A table must have each column once."""
    for number, name in enumerate(table.header):
        if name in table.header[:number]:
            yield table.problem(1, _start(table, number), f"must be a column once, got a second '{name}'")


@rule("table")
def unknown_column(table: Table) -> Iterator[Problem]:
    """Every column must be one of the table's."""
    for name in table.unknown:
        hint = did_you_mean(name.strip().lower(), table.absent) or did_you_mean(name, table.schema.columns)
        start = _start(table, table.header.index(name))
        yield table.problem(1, start, f"must be a known column, got '{name}'{hint}")


@rule("table")
def missing_column(table: Table) -> Iterator[Problem]:
    """A column must be there unless all its cells may be empty, and are."""
    intended = {did_you_mean(name.strip().lower(), table.absent) for name in table.unknown}
    for name in table.absent:
        if name in table.schema.required and did_you_mean(name, table.absent) not in intended:
            yield table.problem(1, 1, f"must have the column {name}")


@rule("table")
def column_order(table: Table) -> Iterator[Problem]:
    """The columns must stand in the order of the model."""
    ordered = [name for name in table.schema.columns if name in table.header]
    for number, (name, expected) in enumerate(zip(table.header, ordered, strict=False)):
        if name != expected and not table.unknown:
            start = _start(table, number)
            yield table.problem(1, start, f"must be the column {expected} in this place, got '{name}'")
            return


@rule("table")
def blank_line(table: Table) -> Iterator[Problem]:
    """A table must not hold blank lines."""
    last = max((number for number, line in enumerate(table.lines) if line.strip()), default=0)
    for number, line in enumerate(table.lines[:last], 1):
        if not line.strip():
            yield table.problem(number, 1, "must be a row, got a blank line")


@rule("table")
def blank_row(table: Table) -> Iterator[Problem]:
    """A row must not be empty from end to end."""
    for row in table.rows:
        if row.cells and not any(row.cells):
            yield table.problem(row.line, 1, "must be a row, got only commas")


@rule("table")
def header_again(table: Table) -> Iterator[Problem]:
    """The header must not come a second time."""
    for row in table.rows:
        if row.cells == table.header:
            yield table.problem(row.line, 1, "must be a row, got the header again")


@rule("table")
def ragged_row(table: Table) -> Iterator[Problem]:
    """A row must have a cell for each column."""
    width = len(table.header)
    for row in table.rows:
        if row.cells and len(row.cells) != width and row.lines == 1 and any(row.cells):
            where = f"the first is '{row.cells[0]}'"
            if len(row.cells) > width:
                hint = "; a cell that holds a comma stands in double quotes"
                line = table.lines[row.line - 1]
                hint += ", and curly ones are none" if "“" in line or "”" in line else ""
            else:
                hint = f"; none for {', '.join(table.header[len(row.cells) :][:3])}"
                hint += " and others" if width - len(row.cells) > 3 else ""
            yield table.problem(row.line, 1, f"must have {width} cells, got {len(row.cells)} ({where}){hint}")


@rule("table")
def unclosed_quote(table: Table) -> Iterator[Problem]:
    """A double quote must open a whole cell and close it, and be doubled inside."""
    for row in table.rows:
        if row.cells is None:
            line = table.lines[row.line - 1]
            message = "must open and close a cell with its double quotes, and double those inside"
            yield table.problem(row.line, line.index('"') + 1, message)


@rule("table")
def line_break_in_cell(table: Table) -> Iterator[Problem]:
    """A cell must not hold a line break."""
    for row in table.rows:
        if row.lines > 1:
            line = table.lines[row.line - 1]
            message = f"must stand on one line, got a cell over {row.lines} lines"
            yield table.problem(row.line, line.rindex('"') + 1, message)


@rule("table")
def needless_quotes(table: Table) -> Iterator[Problem]:
    """A cell must be quoted only where a comma or a double quote in it needs that."""
    for row in table.complete_rows:
        line = table.lines[row.line - 1]
        if '"' in line and row.cells and line != (plain := csv_line(row.cells)):
            column = next((n for n, (a, b) in enumerate(zip(line, plain, strict=False), 1) if a != b), 1)
            yield table.problem(row.line, column, "must be quoted only where a comma or a double quote needs it")


@rule("table")
def placeholder_cell(table: Table) -> Iterator[Problem]:
    """A cell must be empty when nothing is known, not filled with a sign for nothing."""
    for row in table.complete_rows:
        if not NOTHING.isdisjoint(row.cells or ()):
            for name, cell in zip(table.header, row.cells or (), strict=True):
                if cell in NOTHING:
                    _, line, column = table.location(row.line, name)
                    yield table.problem(line, column, f"must be empty when nothing is known, got '{cell}'", name)


@rule("table")
def unsorted(table: Table) -> Iterator[Problem]:
    """The rows must be sorted by the table's key, ignoring case."""
    if table.schema.required.intersection(table.schema.sorted_by, table.absent):
        return
    names, before = " + ".join(table.schema.sorted_by), ""
    for row in table.complete_rows:
        key = table.key(row.cells or [])
        if key.casefold() < before:
            shown = ", ".join(part for part in key.split("\n") if part)
            yield table.problem(row.line, 1, f"must be sorted by {names}, got '{shown}' too late")
        before = key.casefold()


def _start(table: Table, number: int) -> int:
    """The column in which a cell of the header begins."""
    return len(csv_line(table.header[:number])) + 2 if number else 1
