"""Every thing in the data has its page or anchor, and every page and anchor is known and promised."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evidence.model import links
from evidence.site.site import written
from support import raw_data
from support.built_site import ADDRESS, DATA, ROOT, Built, build, copy_of_repository, surroundings, words

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
}
# Parts of an entity that have an anchor on its page.
PARTS = {
    "studies": ("arms", "outcome_measures", "details"),
    "groups": ("arms", "outcome_measures"),
    "endpoints": ("thresholds", "domains", "notes"),
}
PAGES = (
    "", "about/", "changes/", "changes/corrections/", "checks/", "contradictions/", "data/", "drug/", "endpoints/",
    "facts/", "glossary/", "landscape/", "methods/", "results/", "safety/", "sources/", "studies/", "timeline/",
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
    said = built.site.addresses(written(ROOT / "docs"))
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


@pytest.mark.parametrize("kind", sorted(links.ADDRESSES))
def test_every_kind_of_address_is_used(kind: str, built_site: Callable[[str], Built]) -> None:
    pattern = re.compile(re.escape(links.ADDRESSES[kind]).replace(r"\{\}", "[^/#]+").replace(r"\{owner\}", "[^/#]+"))
    sites = [built_site(name) for name in DATA]
    there = {address for site in sites for address in (*site.pages, *site.framed, *site.files)}
    linked = {address for name in DATA for page in built_site(name).pages.values() for address in page.links}
    used = linked if "#" in links.ADDRESSES[kind] else linked | there
    assert [address for address in used if pattern.fullmatch(address)], f"nothing leads to {links.ADDRESSES[kind]}"


def test_the_addresses_of_the_real_site_are_promised() -> None:
    promised = (ROOT / "data" / "addresses.txt").read_text(encoding="utf-8").splitlines()
    assert promised == sorted(set(promised))
    assert "/" in promised


@pytest.fixture(scope="module")
def promising(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, with the small drug, whose addresses are listed."""
    copy = copy_of_repository(tmp_path_factory.mktemp("promises") / "copy", DATA["single"])
    assert _list_addresses(copy).returncode == 0
    return copy


def _list_addresses(repository: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evidence.commands", "addresses"],
        cwd=repository,
        env=surroundings(PYTHONPATH=str(repository / "hooks"), SITE_URL=ADDRESS),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_the_command_lists_every_address_in_order_and_takes_none_away(promising: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(promising, tmp_path / "copy")
    file = copy / "data" / "addresses.txt"
    first = file.read_text(encoding="utf-8").splitlines()
    file.write_text("".join(f"{line}\n" for line in [*first[1:], "/zz-once-there/"]), encoding="utf-8")
    assert _list_addresses(copy).returncode == 0
    again = file.read_text(encoding="utf-8").splitlines()
    assert again == sorted([*first, "/zz-once-there/"])


def test_a_lost_and_an_unlisted_address_stop_the_build_and_both_are_named(promising: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(promising, tmp_path / "copy")
    file = copy / "data" / "addresses.txt"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line != "/timeline/"]
    lines.append("/zz-once-there/")
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    done = build(tmp_path / "site", copy)
    assert done.returncode != 0
    lost = "must still be published, or be moved or removed in redirects/, got no page or anchor '/zz-once-there/'"
    assert {line for line in done.stdout.splitlines() if line.startswith("data/addresses.txt:")} == {
        f"data/addresses.txt:{len(lines)}:1: {lost}",
        f"data/addresses.txt:{len(lines) + 1}:1: must list '/timeline/'; run make addresses",
    }
    assert not (tmp_path / "site").exists()
