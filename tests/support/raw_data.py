"""The data folders as people wrote them, read without any of the site's own code."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml


class Row(dict[str, str]):
    """The cells of a row by column; a column that the table lacks is empty."""

    def __missing__(self, column: str) -> str:
        return ""


@cache
def rows(folder: Path, table: str) -> list[Row]:
    """The rows of a table, every cell as it is written."""
    with (folder / table).open(encoding="utf-8", newline="") as text:
        return [Row(row) for row in csv.DictReader(text)]


def given(row: Mapping[str, str]) -> dict[str, str]:
    """The cells of a row that are filled: a column may be absent where it would be empty."""
    return {column: cell for column, cell in row.items() if cell}


@cache
def entity(path: Path) -> dict[str, Any]:
    """A YAML file, every value as it is written."""
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return content


@cache
def entities(folder: Path, kind: str) -> dict[str, dict[str, Any]]:
    """Key -> content, of all files of a kind."""
    return {path.stem: entity(path) for path in sorted((folder / kind).glob("*.yml"))}


def effects(folder: Path) -> list[Row]:
    """The rows that report an effect of one arm against another: each has a comparator, and a value or P."""
    found = rows(folder, "reports.csv")
    return [row for row in found if row["comparator"] and row["statistic"] not in ("qualitative", "p-value")]


def reports(folder: Path) -> list[Row]:
    """The rows of both tables of reports."""
    return [*rows(folder, "reports.csv"), *rows(folder, "safety.csv")]
