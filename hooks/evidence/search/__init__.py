"""Search over the finished site: what can be found, under which spellings, and the index that a browser reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from evidence.derive.view import View
from evidence.search.bundle import bundle
from evidence.search.records import Searchable, things
from evidence.search.sections import Written, sections

FOLDER = "pagefind"


def files(view: View, pages: Iterable[Written], cache: Path) -> Mapping[str, bytes]:
    """Path below the site's root -> content, of everything that the search needs in a browser.

    `pages` are all pages as HTML; `cache` is a folder in which results are kept under a hash of what went in.
    """
    found = things(view)
    taken = {searchable.address for searchable in found}
    texts = (part for page in sorted(pages) if page.address not in taken for part in sections(page))
    by_people = [part for part in texts if part.address not in taken]
    return {f"{FOLDER}/{path}": content for path, content in bundle((*found, *by_people), cache).items()}


__all__ = ["FOLDER", "Searchable", "Written", "files"]
