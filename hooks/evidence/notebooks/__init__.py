"""Notebooks: read as text, run apart from the build, kept by what went in, and handed to mkdocs-jupyter as pages."""

from evidence.notebooks.kept import Notebooks, State, begun
from evidence.notebooks.publish import CONFIGURATION, finished, tame
from evidence.notebooks.texts import SUFFIX, Notebook, notebooks

__all__ = ["CONFIGURATION", "SUFFIX", "Notebook", "Notebooks", "State", "begun", "finished", "notebooks", "tame"]
