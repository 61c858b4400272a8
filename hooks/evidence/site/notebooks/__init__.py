"""Notebooks: read as text, run apart from the build on a copy of its data, cached, and handed to mkdocs-jupyter as pages."""

from evidence.site.notebooks.configure import configure, page_content
from evidence.site.notebooks.notebook import SUFFIX, Notebook, notebooks
from evidence.site.notebooks.runs import Notebooks, State, start_run

__all__ = ["SUFFIX", "Notebook", "Notebooks", "State", "configure", "notebooks", "page_content", "start_run"]
