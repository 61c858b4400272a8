"""A CSV file as rows of text, with the place of each cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from evidence.loading.text_files import TextFile
from evidence.model.problems import Problem

LONGEST_BREAK = 20  # lines that an opened quote is followed before it counts as never closed


class Row(NamedTuple):
    """One row. `line` is where it begins, `lines` how many it takes, `cells` None where its quotes make no sense."""

    line: int
    cells: list[str] | None
    lines: int = 1


@dataclass(frozen=True)
class Table:
    """A CSV file, cut into cells, not yet judged. `expected` are the columns that it must have, `sorted_by` its key."""

    file: TextFile
    expected: tuple[str, ...]
    sorted_by: tuple[str, ...]
    lines: list[str]
    header: list[str]
    rows: list[Row]

    def problem(self, line: int, column: int, message: str, field: str = "") -> Problem:
        """A problem at a place of this table."""
        return Problem(self.file.path, line, column, field, message)

    def place(self, line: int, column: str = "") -> tuple[str, int, int]:
        """Where a row or its cell under a column stands: a column is looked for only when somebody asks."""
        if column not in self.header:
            return self.file.path, line, 1
        starts = starts_of(self.lines[line - 1])
        number = self.header.index(column)
        return self.file.path, line, starts[number] if number < len(starts) else 1

    @cached_property
    def sound_rows(self) -> list[Row]:
        """The rows that can be understood: they have a cell for each column, and something in them."""
        width, header = len(self.header), self.header
        fits = (row for row in self.rows if row.cells and row.lines == 1 and len(row.cells) == width)
        return [row for row in fits if row.cells != header and any(row.cells or ())]

    def words(self) -> set[str]:
        """Every cell of the rows that cannot be understood."""
        sound = {row.line for row in self.sound_rows}
        broken = (row for row in self.rows if row.line not in sound)
        lines = (line for row in broken for line in self.lines[row.line - 1 :][: row.lines])
        return {cell.strip('"“” ') for line in lines for cell in line.split(",")}


@dataclass(frozen=True, slots=True)
class RowPlace:
    """The place of one row, of which only the line is known until somebody asks for a column."""

    table: Table
    line: int

    def at(self, *field: str) -> tuple[str, int, int]:
        """Path, line and column of a cell, or of the row."""
        return self.table.place(self.line, *field[:1])


def table(file: TextFile, expected: tuple[str, ...], sorted_by: tuple[str, ...]) -> Table:
    """Cut a file into rows and cells."""
    lines = file.text.split("\n")
    if lines[-1] == "":
        lines.pop()
    first, *rows = _rows(lines) if lines and lines[0] else [Row(1, [])]
    return Table(file, expected, sorted_by, lines, first.cells or [], [row for row in rows if row.cells != []])


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
    """A row whose quotes close on a later line, or a row that makes no sense."""
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
