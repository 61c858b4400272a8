"""Every text that a built site publishes, apart from where contradictions are told."""

import json
import re
from collections.abc import Iterator

from support.built_site import Built, words

PUBLISHED = (".atom", ".csv", ".ics", ".json", ".md", ".svg", ".txt", ".xml")
# Where contradictions are told, in every form.
CONTRADICTIONS = re.compile(
    r"data/(contradictions|positions)\.(csv|json)|api/v\d+/contradictions/.*\.json|contradictions/index\.html\.md"
)


def published_texts(built: Built) -> Iterator[tuple[str, str]]:
    """Every text of a built site with its address, apart from where contradictions are told."""
    for page in (*built.pages.values(), *built.framed.values()):
        if page.address != "contradictions/":
            values = " ".join(
                value for element in page.tree.iter("*") for name, value in element.attrib.items() if name != "d"
            )
            yield page.address, f"{words(page.tree)} {values}"
    for path in sorted(built.root.rglob("*")):
        name = path.relative_to(built.root).as_posix()
        if path.suffix in PUBLISHED and not CONTRADICTIONS.fullmatch(name):
            yield name, path.read_text(encoding="utf-8")
    for record in built.searchable:
        if not record["url"].startswith("contradictions/"):
            yield f"search: {record['url']}", json.dumps(record, ensure_ascii=False)
