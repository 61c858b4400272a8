"""The evidence as pandas DataFrames, for analysts: `from evidence import frames`, then `frames.load()["reports"]`."""

from pathlib import Path

from evidence.analysis.frames.dataframes import Frames
from evidence.analysis.view import View
from evidence.checks import load_or_raise

_DATA = Path(__file__).parents[3] / "data"


def load(folder: str | Path = _DATA) -> Frames:
    """The tables of a data folder, by default of data/ of this repository. Raises BadData as `make check` does."""
    return of(View(load_or_raise(Path(folder))))


def of(view: View) -> Frames:
    """The tables of evidence that is loaded already."""
    return Frames(view)
