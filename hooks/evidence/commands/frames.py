"""The evidence as pandas DataFrames, for analysts: `from evidence import frames`, then `frames.load()["reports"]`.

A column of text has the cells as reported, with their decimals, and NaN where nothing is known; a list is one text, its
parts joined by `;`. Each column that has numbers has a column NAME_number next to it: float64, NaN where the text is
missing or is not a plain number. `frame.attrs["units"]` and `frame.attrs["meanings"]` are column -> unit and meaning.
Nothing else imports this module, since pandas takes 0.3 s to import.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from evidence.analysis.dictionary import Field
from evidence.analysis.tables.computed import computed_tables
from evidence.analysis.tables.data_tables import Table, flat
from evidence.analysis.tables.downloads import downloads
from evidence.analysis.view import View
from evidence.checks import load_or_raise

_DATA = Path(__file__).parents[3] / "data"


class Frames(Mapping[str, pd.DataFrame]):
    """Name of a table -> its DataFrame: every download of the data page, and effects, findings, contrasts and assumptions.

    A frame is made when it is first asked for; each access gives a copy.
    """

    def __init__(self, view: View) -> None:
        self._tables = {table.name: table for table in (*downloads(view), *computed_tables(view))}
        self._frame = cache(lambda name: dataframe(self._tables[name]))

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self._frame(name).copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def dictionary(self) -> pd.DataFrame:
        """Table, column, meaning and unit of every column of every frame."""
        rows = [
            (name, column, meaning, self._frame(name).attrs["units"].get(column, ""))
            for name in self
            for column, meaning in self._frame(name).attrs["meanings"].items()
        ]
        return pd.DataFrame(rows, columns=["table", "column", "meaning", "unit"])


def load(folder: str | Path = _DATA) -> Frames:
    """The tables of a data folder, by default of data/ of this repository. Raises BadData as `make check` does."""
    return of(View(load_or_raise(Path(folder))))


def of(view: View) -> Frames:
    """The tables of evidence that is loaded already."""
    return Frames(view)


def dataframe(table: Table) -> pd.DataFrame:
    """A table as a DataFrame, its rows in the same order."""
    made: dict[str, pd.Series] = {}
    units, meanings = {}, {}
    for place, field in enumerate(table.fields):
        cells = [row[place] for row in table.rows]
        for name, column, meaning in _columns(field, cells):
            made[name], meanings[name] = column, meaning
            if field.unit:
                units[name] = field.unit
    frame = pd.DataFrame(made, columns=list(meanings))
    frame.attrs |= {"units": units, "meanings": meanings}
    return frame


def _columns(field: Field, cells: Sequence[object]) -> Iterator[tuple[str, pd.Series, str]]:
    if field.form == "computed":
        yield field.name, pd.Series(cells, dtype="float64"), field.about
        return
    column = pd.Series([flat(cell) or None for cell in cells], dtype="str")
    yield field.name, column, field.about
    if field.form in ("number", "count"):
        numbers = pd.to_numeric(column, errors="coerce").astype("float64")
        yield f"{field.name}_number", numbers, f"{field.about} As a number."
