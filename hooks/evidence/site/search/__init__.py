"""Search over the finished site: what can be found, under which spellings, and the index that a browser reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from evidence.analysis.view import View
from evidence.site.search.index import bundle
from evidence.site.search.records import KINDS, Searchable, things
from evidence.site.search.sections import Written, sections

FOLDER = "pagefind"


def files(view: View, pages: Iterable[Written], cache: Path) -> Mapping[str, bytes]:
    """Path below the site's root -> content, of everything that the search needs in a browser.

    `pages` are all pages as HTML; `cache` is a folder in which results are kept under a hash of what went in.
    """
    found = things(view)
    taken = {one.address: one.kind for one in found}
    # The pages of one fact, study, endpoint or source say in sentences what was found as a thing already.
    texts = (page for page in sorted(pages) if taken.get(page.address, KINDS["drug"]) == KINDS["drug"])
    said = [part for page in texts for part in sections(page) if part.address not in taken]
    return {f"{FOLDER}/{path}": content for path, content in bundle((*found, *said), cache).items()}


__all__ = ["FOLDER", "Searchable", "Written", "files", "sections"]
