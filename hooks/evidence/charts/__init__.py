"""Charts as drawings: one chart a file, one theme. Importing this package starts no library; drawing does."""

from evidence.charts.drawn import Drawn, drawn, folder, inject, script

__all__ = ["Drawn", "drawn", "folder", "inject", "script"]
