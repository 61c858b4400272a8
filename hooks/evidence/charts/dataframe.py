"""The rows of a chart as a pandas DataFrame. Only what draws imports this module: pandas takes 0.3 s to import."""

from collections.abc import Iterable

import pandas as pd

from evidence.charts.chart import Row

TEXTS = ("id", "panel", "line", "label", "detail", "kind", "printed", "short", "extra", "source")
NUMBERS = ("value", "low", "high")


def dataframe(rows: Iterable[Row]) -> pd.DataFrame:
    """A line for each row, in the same order.

    TEXTS are as reported. NUMBERS are float64 in the unit of the row's panel (dates: years and parts of a year), NaN where
    nothing was printed. `says` is the description of the mark.
    """
    columns = (*TEXTS, *NUMBERS)
    lines = [(*(getattr(row, name) for name in columns), row.description) for row in rows]
    return pd.DataFrame(lines, columns=[*columns, "says"]).astype(dict.fromkeys(NUMBERS, "float64"))
