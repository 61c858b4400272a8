"""The rows of a chart as a pandas DataFrame. Only what draws imports this module: pandas takes 0.3 s to import."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from evidence.charts.chart import Row

TEXTS = ("id", "panel", "line", "label", "detail", "kind", "printed", "short", "extra", "source")
NUMBERS = ("value", "low", "high")


def dataframe(rows: Iterable[Row]) -> pd.DataFrame:
    """A line for each row, in the same order.

    TEXTS are as reported. NUMBERS are float64 in the unit of the row's panel (dates: years and parts of a year), NaN where
    nothing was printed. `says` is what a reader hears or sees at the mark.
    """
    found = tuple(rows)
    columns: dict[str, object] = {name: [getattr(row, name) for row in found] for name in TEXTS}
    columns |= {name: pd.Series([getattr(row, name) for row in found], dtype="float64") for name in NUMBERS}
    return pd.DataFrame({**columns, "says": [row.spoken for row in found]})


def records(rows: pd.DataFrame | Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Column -> value of each line, without what is missing."""
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    lines: list[dict[str, Any]] = [
        {str(name): cell for name, cell in line.items()} for line in frame.to_dict("records")
    ]
    return [{name: cell for name, cell in line.items() if pd.notna(cell)} for line in lines]
