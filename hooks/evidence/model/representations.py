"""The other representations of an entity: its document in the API, its Markdown twin, its bare page for frames.

Their addresses follow from those of the pages by rule, so that to keep the one is to keep the others.
"""

import re

from evidence.model import links
from evidence.model.gaps import gap_id

_KEY = r"[A-Za-z0-9][A-Za-z0-9._-]*"
# Kind of entity -> the collection of the API that contains its document.
COLLECTIONS = {
    "fact": "facts",
    "study": "studies",
    "group": "groups",
    "endpoint": "endpoints",
    "source": "sources",
    "event": "events",
    "competitor": "landscape",
    "contradiction": "contradictions",
    "statement": "statements",
    "change": "changes",
    "term": "glossary",
    "gap": "gaps",
}

# Kind -> how its id is made from the key in its address.
_IDS = {"term": links.term_id, "gap": gap_id}


def document(kind: str, id: str) -> str:
    """The address of the API document of an entity; empty for a kind that has none."""
    if kind == "drug":
        return links.address("api-collection", "drug")
    return links.address("api-document", id, COLLECTIONS[kind]) if kind in COLLECTIONS else ""


def entities(target: str) -> tuple[tuple[str, str], ...]:
    """The (kind, id) of every entity that may have, or have had, this address, of the kinds that have documents."""
    found = []
    for kind in COLLECTIONS:
        before, _, after = links.ADDRESSES[kind].partition("{}")
        key = target.removeprefix(before).removesuffix(after)
        if target == f"{before}{key}{after}" and re.fullmatch(_KEY, key):
            found.append((kind, _IDS.get(kind, str)(key)))
    return tuple(found)


# Addresses that follow from that of a page by rule; they are kept with the page and not listed in data/addresses.txt.
_DERIVED = re.compile(r"embed/.*|api/v\d+/[a-z]+/.*\.json|(?:.*/)?index\.html\.md")


def twin(page: str) -> str:
    """The Markdown twin of a page: `facts/x/` has facts/x/index.html.md, where programs look for one."""
    return f"{page}index.html.md"


def is_derived(target: str) -> bool:
    """Whether an address follows from that of a page: its twin, its bare page and those of its charts, its document in the API."""
    return bool(_DERIVED.fullmatch(target)) and not target.startswith("api/v1/schemas/")
