"""Notebooks: read as text, run apart from the build on a copy of its data, cached, and converted to pages."""

from evidence.site.notebooks.notebook import SUFFIX, Notebook, notebooks
from evidence.site.notebooks.runs import Notebooks, State, start_run

__all__ = ["SUFFIX", "Notebook", "Notebooks", "State", "notebooks", "start_run"]
