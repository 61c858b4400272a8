"""Search over the finished site: what can be found, under which spellings, and the index that a browser reads."""

from collections.abc import Iterable, Mapping

from evidence.analysis.view import View
from evidence.site.cache import Cache
from evidence.site.output import Output
from evidence.site.search.index import bundle
from evidence.site.search.records import KINDS, SearchRecord, entity_records
from evidence.site.search.sections import sections

FOLDER = "pagefind"


def files(view: View, pages: Iterable[Output], cache: Cache) -> Mapping[str, bytes]:
    """Path below the site's root -> content, of everything that the search needs in a browser. `pages` are all pages."""
    records = entity_records(view)
    kinds = {record.address: record.kind for record in records}
    # The pages of one fact, study, endpoint or source have the same content in sentences as the record of the entity.
    texts = (
        page
        for page in sorted(pages, key=lambda page: page.address)
        if kinds.get(page.address, KINDS["drug"]) == KINDS["drug"]
    )
    found = [section for page in texts for section in sections(page) if section.address not in kinds]
    return {f"{FOLDER}/{path}": content for path, content in bundle((*records, *found), cache).items()}


__all__ = ["FOLDER", "SearchRecord", "files", "sections"]
