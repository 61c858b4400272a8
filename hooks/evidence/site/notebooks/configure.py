"""The settings of Jupyter and mkdocs-jupyter under which a notebook becomes a page like any other.

Left to itself mkdocs-jupyter puts 600 KB of styles and scripts from two other hosts into each page
(docs/decisions/0002-notebooks.md). It has no option for its template, so this module, and no other, sets the public
attribute `mkdocs_jupyter.config.settings.templates_dir`. Where a new version no longer reads it, `page_content` raises.
"""

import os
from pathlib import Path

# Prose, folded code, output, and nothing else.
TEMPLATES = Path(__file__).parent / "templates"
# The last line of our template; mkdocs-jupyter appends a style sheet to every template.
_END = "<!-- end of the notebook -->"


def configure() -> None:
    """Give mkdocs-jupyter our template; the settings of a person's own Jupyter must not change a page."""
    from mkdocs_jupyter.config import settings

    os.environ["JUPYTER_NO_CONFIG"] = "1"
    settings.templates_dir = str(TEMPLATES)


def page_content(content: str) -> str:
    """The page without what mkdocs-jupyter appends. Raises ValueError where our template was not used."""
    page, end, _ = content.partition(_END)
    if not end:
        raise ValueError("mkdocs-jupyter did not use the template of this site (evidence.site.notebooks.configure)")
    return page
