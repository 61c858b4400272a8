"""What may not be cited is named only where it contradicts, and how a source was read is not published."""

import csv
import io

from support import raw_data
from support.built_site import Built, words
from support.published_texts import published_texts

# How a source was read is for checking, not for display.
INTERNAL = ("read_via", "read-via", "read via")


def test_a_text_that_may_not_be_cited_is_named_only_among_contradictions(built: Built) -> None:
    sources = raw_data.entities(built.data, "sources")
    withdrawn = {key: source for key, source in sources.items() if source["tier"] == "3"}
    found = [
        f"{name}: {key}: {told}"
        for name, text in published_texts(built)
        for key, source in withdrawn.items()
        for told in (source["title"], source["label"], source.get("url", ""), source.get("doi", ""))
        if told and told in text
    ]
    assert not found, "\n".join(found)
    tables = [
        list(csv.DictReader(io.StringIO((built.root / "data" / name).read_text(encoding="utf-8"))))
        for name in ("sources.csv",)
    ]
    assert {row["key"] for table in tables for row in table} == set(sources) - set(withdrawn)
    assert not [address for address in built.pages if address.split("/")[1:2] and address.split("/")[1] in withdrawn]


def test_a_text_that_may_not_be_cited_is_named_where_it_contradicts(built: Built) -> None:
    text = words(built.pages["contradictions/"].article)
    withdrawn = [source for source in raw_data.entities(built.data, "sources").values() if source["tier"] == "3"]
    assert [source["label"] for source in withdrawn if source["label"] not in text] == []


def test_how_a_source_was_read_is_not_published(built: Built) -> None:
    found = []
    for path in sorted(built.root.rglob("*")):
        if path.suffix in (".html", ".csv", ".json", ".xml", ".md"):
            text = path.read_text(encoding="utf-8").casefold()
            found += [f"{path.relative_to(built.root)}: {word}" for word in INTERNAL if word in text]
    assert not found, "\n".join(found)
