"""A CSV file as rows of text, with the position of each cell."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from evidence.loading.text_files import TextFile
from evidence.model import Record
from evidence.model.problems import Problem

LONGEST_BREAK = 20  # lines that an opened quote is followed before it counts as never closed


@dataclass(frozen=True)
class TableSchema:
    """The record of a table's rows, and the columns by which the rows are sorted."""

    model: type[Record]
    sorted_by: tuple[str, ...]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column, in order. One that is not required may be absent where all its cells would be empty."""
        return tuple(self.model.model_fields)

    @cached_property
    def required(self) -> frozenset[str]:
        """The columns that every table must have."""
        return frozenset(name for name, field in self.model.model_fields.items() if field.is_required())


class Row(NamedTuple):
    """One row. `line` is its first, `lines` their number, `cells` None where its quotes cannot be understood."""

    line: int
    cells: list[str] | None
    lines: int = 1


@dataclass(frozen=True)
class Table:
    """A CSV file, cut into cells, which the rules for tables examine."""

    file: TextFile
    schema: TableSchema
    lines: list[str]
    header: list[str]
    rows: list[Row]

    def problem(self, line: int, column: int, message: str, field: str = "") -> Problem:
        """A problem at a place of this table."""
        return Problem(self.file.path, line, column, field, message)

    def location(self, line: int, column: str = "") -> tuple[str, int, int]:
        """The location of a row, or of its cell under a column that the table has."""
        if column not in self.header:
            return self.file.path, line, 1
        starts = starts_of(self.lines[line - 1])
        number = self.header.index(column)
        return self.file.path, line, starts[number] if number < len(starts) else 1

    @cached_property
    def absent(self) -> list[str]:
        """The columns of the schema that the header lacks."""
        return [name for name in self.schema.columns if name not in self.header]

    @cached_property
    def unknown(self) -> list[str]:
        """The columns of the header that the schema lacks."""
        return [name for name in self.header if name not in self.schema.columns]

    @cached_property
    def unreadable_columns(self) -> set[str]:
        """The absent columns that are not known to be empty: required ones, and all where an unknown one may be meant."""
        return {name for name in self.absent if self.unknown or name in self.schema.required}

    @cached_property
    def complete_rows(self) -> list[Row]:
        """The rows with a cell for each column, and something in one of them."""
        width, header = len(self.header), self.header
        fits = (row for row in self.rows if row.cells and row.lines == 1 and len(row.cells) == width)
        return [row for row in fits if row.cells != header and any(row.cells or ())]

    def key(self, cells: list[str]) -> str:
        """The text by which a row is sorted, ignoring case; an absent column counts as empty."""
        return "\n".join(cells[at] if at is not None else "" for at in self._key_columns)

    @cached_property
    def _key_columns(self) -> list[int | None]:
        return [self.header.index(name) if name in self.header else None for name in self.schema.sorted_by]

    def unreadable_cells(self) -> set[str]:
        """Every cell of the rows that cannot be read."""
        complete = {row.line for row in self.complete_rows}
        broken = (row for row in self.rows if row.line not in complete)
        lines = (line for row in broken for line in self.lines[row.line - 1 :][: row.lines])
        return {cell.strip('"“” ') for line in lines for cell in line.split(",")}


@dataclass(frozen=True, slots=True)
class RowLocation:
    """The location of one row; the column of a cell is only looked for when somebody asks."""

    table: Table
    line: int

    def at(self, *field: str) -> tuple[str, int, int]:
        """Path, line and column of a cell, or of the row."""
        return self.table.location(self.line, *field[:1])


def parse_csv(file: TextFile, schema: TableSchema) -> Table:
    """Cut a file into rows and cells."""
    lines = file.text.split("\n")
    if lines[-1] == "":
        lines.pop()
    first, *rows = _rows(lines) if lines and lines[0] else [Row(1, [])]
    return Table(file, schema, lines, first.cells or [], [row for row in rows if row.cells != []])


def csv_line(cells: list[str]) -> str:
    """A row as this project writes it: quoted only where a comma or a double quote needs it."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _rows(lines: list[str]) -> Iterator[Row]:
    """Rows in order; an empty line gives a row without cells."""
    width = lines[0].count(",") + 1
    number = 0
    while number < len(lines):
        line = lines[number]
        row = Row(number + 1, (line.split(",") if line else []) if '"' not in line else _cells(line))
        if row.cells is None:
            row = _broken_row(lines, number, width)
        yield row
        number += row.lines


def _cells(line: str) -> list[str] | None:
    try:
        return next(csv.reader([line], strict=True))
    except csv.Error:
        return None


def _broken_row(lines: list[str], number: int, width: int) -> Row:
    """A row whose quotes close on a later line, or a row that cannot be understood."""
    for last in range(number + 2, min(number + LONGEST_BREAK, len(lines)) + 1):
        text = "\n".join(lines[number:last])
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error:
            continue
        if len(cells) == width:
            return Row(number + 1, cells, last - number)
    return Row(number + 1, None)


def starts_of(line: str) -> list[int]:
    """The column, from 1, in which each cell of a line begins."""
    starts, quoted = [1], False
    for column, char in enumerate(line, 1):
        if char == '"':
            quoted = not quoted
        elif char == "," and not quoted:
            starts.append(column + 1)
    return starts
