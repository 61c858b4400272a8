"""A notebook as HTML: mkdocs-jupyter converts it with our template, and is imported only where the cache has no result.

Left to itself mkdocs-jupyter puts 600 KB of styles and scripts from two other hosts into each page
(docs/decisions/0002-notebooks.md). It has no option for its template, so this module, and no other, sets the public
attribute `mkdocs_jupyter.config.settings.templates_dir`. Where a new version no longer reads it, `to_html` raises.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from evidence.site.cache import Cache, code_key, key_of

# Prose, folded code, output, and nothing else.
TEMPLATES = Path(__file__).parent / "templates"
LIBRARIES = ("jinja2", "mkdocs-jupyter", "nbconvert")
# The last line of our template; mkdocs-jupyter appends a style sheet to every template.
_END = "<!-- end of the notebook -->"


def to_html(name: str, raw: bytes, cache: Cache) -> str:
    """The content of the page of a notebook, given as a file: its name and bytes. Raises ValueError where our template was
    not used.
    """
    key = key_of(code_key([TEMPLATES], LIBRARIES), Path(__file__).read_bytes(), name, raw)
    return cache.get_or_make("notebook-html", key, lambda: _converted(name, raw).encode()).decode()


def _converted(name: str, raw: bytes) -> str:
    os.environ["JUPYTER_NO_CONFIG"] = "1"  # the settings of a person's own Jupyter must not change a page
    from mkdocs_jupyter import convert
    from mkdocs_jupyter.config import settings

    settings.templates_dir = str(TEMPLATES)
    # It reads a file: one of this process alone, since other builds may run at the same time.
    with TemporaryDirectory(prefix="notebook-") as folder:
        path = Path(folder) / name
        path.write_bytes(raw)
        page, end, _ = str(convert.nb2html(str(path))).partition(_END)
    if not end:
        raise ValueError("mkdocs-jupyter did not use the template of this site (evidence.site.notebooks.conversion)")
    return page
