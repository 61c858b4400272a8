"""Notebooks: read as text, run apart from the build, kept by what went in, and handed to mkdocs-jupyter as pages."""

from evidence.site.notebooks.cache import Notebooks, State, begun
from evidence.site.notebooks.configure import CONFIGURATION, finished, tame
from evidence.site.notebooks.files import SUFFIX, Notebook, notebooks

__all__ = ["CONFIGURATION", "SUFFIX", "Notebook", "Notebooks", "State", "begun", "finished", "notebooks", "tame"]
