"""What mkdocs-jupyter must be told so that a notebook becomes a page like any other. The only module that knows it.

Left to itself it runs a notebook once and then shows the old output for ever, passes errors on as output, and puts 600 KB
of styles and scripts from two other hosts into each page (docs/decisions/0002-notebooks.md).
"""

from __future__ import annotations

from pathlib import Path

from mkdocs_jupyter.config import settings

# Instead of its own templates: prose, folded code, output, and nothing else.
_TEMPLATES = Path(__file__).parent / "templates"
# Our template ends with this; what follows is a style sheet that mkdocs-jupyter adds behind every template.
_END = "<!-- end of the notebook -->"
# Settings of a person's own Jupyter must not change a page.
CONFIGURATION = {"JUPYTER_NO_CONFIG": "1"}


def tame() -> None:
    """Give mkdocs-jupyter our template."""
    settings.templates_dir = str(_TEMPLATES)


def finished(content: str) -> str:
    """The page without what mkdocs-jupyter adds behind it. ValueError where our template was not used."""
    page, end, _ = content.partition(_END)
    if not end:
        raise ValueError("mkdocs-jupyter did not use the template of this site")
    return page
