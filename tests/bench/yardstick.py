"""The yardstick: the pages of a built site as plain Markdown, in MkDocs-Material without hooks or plugins."""

import json
import re
from pathlib import Path

SETTINGS = {
    "site_name": "Yardstick",
    "theme": {"name": "material", "font": False},
    "nav": [{"Home": "index.md"}],
    "not_in_nav": "*\n",
    "plugins": [],
    "markdown_extensions": ["attr_list", "tables", {"toc": {"permalink": True, "toc_depth": 3}}],
    "validation": {"links": {"not_found": "ignore", "anchors": "ignore", "unrecognized_links": "ignore"}},
}
_TWIN = "index.html.md"
# The line of a Markdown twin that states the address of its page.
_PAGE = re.compile(r"^Page: <(.*?)>", re.MULTILINE)


def write(site: Path, folder: Path) -> int:
    """Write a MkDocs project with the Markdown twin of every page of a built site, links between them relative. Returns
    the number of pages. A twin at the older address of a page is left out: our build does not make that page again either.
    """
    home = _PAGE.search((site / _TWIN).read_text(encoding="utf-8"))
    if not home:
        raise RuntimeError(f"{site / _TWIN} does not state its address")
    pages = 0
    for path in sorted(site.rglob(_TWIN)):
        text, address = path.read_text(encoding="utf-8"), path.parent.relative_to(site)
        stated = _PAGE.search(text)
        if not stated or stated[1].removeprefix(home[1]).strip("/") != address.as_posix().removeprefix("."):
            continue
        target = folder / "docs" / address / "index.md"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace(f"]({home[1]}", f"]({'../' * len(address.parts) or './'}"), encoding="utf-8")
        pages += 1
    (folder / "mkdocs.yml").write_text(json.dumps(SETTINGS), encoding="utf-8")
    return pages
