"""Every thing in the data has its page or anchor, and every page and anchor is known and promised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evidence.site.handwritten import handwritten_pages
from support import raw_data
from support.built_site import ROOT, Built, words

# Kind of thing in the data -> the addresses that it must have; {} is its key. Spelled out here on purpose: an address
# once published stays.
ADDRESSES = {
    "studies": "studies/{}/",
    "groups": "studies/{}/",
    "endpoints": "endpoints/{}/",
    "sources": "sources/{}/",
    "events": "timeline/#{}",
    "landscape": "landscape/#{}",
    "contradictions": "contradictions/#{}",
    "statements": "statements/#{}",
}
# Parts of an entity that have an anchor on its page.
PARTS = {
    "studies": ("arms", "outcome_lists", "outcome_measures", "details"),
    "groups": ("arms", "outcome_lists", "outcome_measures"),
    "endpoints": ("thresholds", "domains", "notes", "remarks"),
}
PAGES = (
    "", "about/", "changes/", "changes/corrections/", "checks/", "contradictions/", "data/", "drug/", "endpoints/",
    "facts/", "glossary/", "landscape/", "methods/", "not-known/", "results/", "safety/", "sources/", "statements/", "studies/",
    "timeline/",
)  # fmt: skip
# Ids that MkDocs and its theme make for themselves.
OF_THE_THEME = re.compile(r"__\w+")


def test_no_page_has_two_elements_of_one_id(built: Built) -> None:
    twice = {
        page.address: again
        for page in built.pages.values()
        if (again := [id for id, times in Counter(page.tree.xpath("//@id")).items() if times > 1])
    }
    assert twice == {}


def test_the_published_addresses_are_those_that_the_site_says_it_has(built: Built) -> None:
    found = {f"/{address}" for address in built.pages if address != "404.html"}
    found |= {f"/{address}" for address in built.moved}
    for page in (*built.pages.values(), *built.moved.values()):
        ids = page.article.xpath(".//@id") if page.address != "404.html" else ()
        found |= {f"/{page.address}#{id}" for id in ids if not OF_THE_THEME.fullmatch(id)}
    said = built.site.addresses(handwritten_pages(ROOT / "docs"))
    files = {address for address in said if not address.endswith("/") and "#" not in address}
    assert (found - said, said - files - found) == (set(), set())
    assert [address for address in files if not built.is_published(address.removeprefix("/"))] == []


def test_nothing_that_has_an_address_is_folded_away(built: Built) -> None:
    # Not every browser opens what is folded when it goes to an address inside.
    hidden = [
        f"{page.address}#{id}"
        for page in built.pages.values()
        for id in page.article.xpath(".//details[not(@open)]//*[not(self::summary)]/@id")
    ]
    assert hidden == []


def test_every_thing_in_the_data_has_its_page_or_anchor(built: Built) -> None:
    missing = [address for address in _addresses_of_things(built.data) if not built.is_published(address)]
    assert not missing, "\n".join(missing)


def _addresses_of_things(folder: Path) -> Iterator[str]:
    """The address of everything that a file or row of the data speaks of."""
    yield from PAGES
    for kind, address in ADDRESSES.items():
        for key, content in raw_data.entities(folder, kind).items():
            if content.get("tier") == "3":
                yield f"contradictions/#{key}"
                continue
            yield address.format(key)
            for part in PARTS.get(kind, ()):
                yield from (f"{address.format(key)}#{_anchor(name)}" for name in content.get(part, {}))
            yield from (f"{address.format(key)}#{_anchor(name)}" for name in _sourced(content, kind))
    yield from (f"drug/#{_anchor(name)}" for name in raw_data.entity(folder / "drug.yml")["facts"])
    yield from (f"facts/{row['fact']}/" for row in raw_data.reports(folder))


def _sourced(content: dict[str, Any], kind: str) -> list[str]:
    """The fields of a study that are a value with its sources, and the range of an instrument."""
    if kind == "endpoints":
        return ["range"] if "range_low" in content or "range_high" in content else []
    return [name for name, value in content.items() if isinstance(value, dict) and "cite" in value]


def _anchor(name: str) -> str:
    return name.replace("_", "-")


def test_every_term_has_an_anchor_that_shows_it(built: Built) -> None:
    shown = [words(term) for term in built.pages["glossary/"].article.xpath(".//*[@id]//dt/a")]
    assert shown == [" ".join(row["term"].split()) for row in raw_data.rows(built.data, "glossary.csv")]


def test_what_an_anchor_of_a_thing_shows_is_that_thing(built: Built) -> None:
    # The rows of arms, events, other drugs and contradictions begin with their names.
    named = {key: content["title"] for key, content in raw_data.entities(built.data, "events").items()}
    anchors = {f"timeline/#{key}": title for key, title in named.items()}
    for key, content in raw_data.entities(built.data, "landscape").items():
        anchors[f"landscape/#{key}"] = content["drug"]
    for key, content in raw_data.entities(built.data, "contradictions").items():
        anchors[f"contradictions/#{key}"] = content["topic"]
    for kind in ("studies", "groups"):
        for owner, content in raw_data.entities(built.data, kind).items():
            for key, arm in content.get("arms", {}).items():
                anchors[f"studies/{owner}/#{key}"] = arm["label"]
    wrong = [address for address, name in anchors.items() if " ".join(name.split()) not in words(built.at(address))]
    assert not wrong, "\n".join(wrong)


def test_the_list_of_addresses_is_in_order(at_hand: Built) -> None:
    # A site that was not published yet has promised none.
    file = at_hand.data / "addresses.txt"
    listed = file.read_text(encoding="utf-8").splitlines() if file.exists() else ["/"]
    assert listed == sorted(set(listed))
    assert "/" in listed
