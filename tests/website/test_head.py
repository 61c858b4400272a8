"""What programs read in the head of every page: true, whole, escaped once, and in the words of schema.org."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from support import raw_data
from support.built_site import ADDRESS, Built, Page

NEEDED = (
    "og:type", "og:site_name", "og:title", "og:description", "og:url", "og:image", "og:image:alt", "twitter:card",
    "citation_title", "citation_publication_date", "citation_public_url", "description",
)  # fmt: skip
MARK = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot);")


def _pages(built: Built) -> list[Page]:
    """Every page but the one that answers where there is none, and those that only lead to where something moved."""
    moved = built.site.view.moves
    return [page for address, page in built.pages.items() if address != "404.html" and not moved.resolve(address)]


def _meta(page: Page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for meta in page.tree.xpath("//head/meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("http-equiv") or ""
        found.setdefault(name, []).append(meta.get("content"))
    return found


@cache
def _vocabulary() -> dict[str, Any]:
    return json.loads((Path(__file__).parents[1] / "schema_org.json").read_text(encoding="utf-8"))


def test_every_page_says_of_itself_what_programs_ask(built: Built) -> None:
    for page in _pages(built):
        meta = _meta(page)
        assert [name for name in NEEDED if len(meta.get(name, [])) != 1 or not meta[name][0].strip()] == [], (
            page.address
        )
        (title,) = meta["og:title"]
        assert meta["og:type"] == ["website"]
        assert meta["og:url"] == meta["citation_public_url"] == page.tree.xpath("//link[@rel='canonical']/@href")
        assert meta["citation_title"] == [title]
        assert meta["og:description"] == meta["description"]
        assert re.fullmatch(r"\d{4}(/\d\d){0,2}", meta["citation_publication_date"][0])


def test_the_site_and_its_authors_are_named_as_they_are(built: Built) -> None:
    site = raw_data.entity(built.data / "site.yml")
    for page in _pages(built):
        meta = _meta(page)
        assert (meta["og:site_name"], meta["citation_author"]) == ([site["name"]], site["authors"])


def test_no_two_pages_share_a_title_or_a_description(built: Built) -> None:
    pages = _pages(built)
    for name, values in (
        ("title", [page.tree.findtext(".//title") for page in pages]),
        ("og:title", [_meta(page)["og:title"][0] for page in pages]),
        ("description", [_meta(page)["description"][0] for page in pages]),
    ):
        assert {value: times for value, times in Counter(values).items() if times > 1} == {}, name


def test_a_head_holds_what_belongs_there_and_nothing_is_escaped_twice(built: Built) -> None:
    # A value that is not escaped ends its tag, and with it the head: what follows then stands in the body.
    meant = set(
        MARK.findall("".join(path.read_text(encoding="utf-8") for path in built.data.rglob("*.*") if path.is_file()))
    )
    for page in _pages(built):
        tags = {element.tag for element in page.tree.find("head").iter("*")}
        assert tags <= {"head", "meta", "title", "link", "script", "style"}, page.address
        assert page.tree.xpath("//body//meta | //body//title[not(ancestor::*[local-name()='svg'])]") == [], page.address
        values = [value for meta in page.tree.xpath("//head/meta") for value in meta.attrib.values()]
        assert [value for value in values for mark in MARK.findall(value) if mark not in meant] == []
        assert b"<head" in page.content and page.content.count(b"application/ld+json") == 1


def test_hostile_texts_stand_in_the_head_as_they_are(built_site: Any) -> None:
    built = built_site("rich")
    title = "OZZLE-1 <pilot> & `crossover` | *part_one*"
    study = built.pages["studies/ozzle-1/"]
    assert title in _meta(study)["og:title"][0]
    assert title in study.tree.findtext(".//title")


def test_the_picture_of_each_page_is_on_the_site(built: Built) -> None:
    for page in _pages(built):
        (image,) = _meta(page)["og:image"]
        assert (built.root / image.removeprefix(ADDRESS)).is_file(), image


def test_what_belongs_to_a_page_is_on_the_site(built: Built) -> None:
    for page in _pages(built):
        found = {relation: page.tree.xpath(f"//link[@rel='{relation}']") for relation in ("describedby", "item")}
        assert len(found["describedby"]) == 3
        gone = [
            link.get("href")
            for links in found.values()
            for link in links
            if not built.is_published(page.target(link.get("href")) or "")
        ]
        assert gone == [], page.address


def test_a_study_and_the_data_say_what_they_consist_of(built: Built) -> None:
    view = built.site.view
    for key in view.evidence.studies:
        page = built.pages[f"studies/{key}/"]
        items = {page.target(href) for href in page.tree.xpath("//link[@rel='item']/@href")}
        assert items == {f"facts/{fact}.json" for fact in view.facts_of_study[key]}
        assert "https://schema.org/MedicalTrial" in page.tree.xpath("//link[@rel='type']/@href")
        assert len(page.tree.xpath("//link[@rel='license']")) == len(page.tree.xpath("//link[@rel='cite-as']")) == 1
    data = built.pages["data/"]
    items = {data.target(href) for href in data.tree.xpath("//link[@rel='item']/@href")}
    assert items == {path.relative_to(built.root).as_posix() for path in (built.root / "data").glob("*.csv")}
    assert "https://schema.org/Dataset" in data.tree.xpath("//link[@rel='type']/@href")


def _graph(page: Page) -> list[dict[str, Any]]:
    (text,) = page.tree.xpath("//script[@type='application/ld+json']/text()")
    assert not set("<>&") & set(text)
    said = json.loads(text)
    assert said.pop("@context") == "https://schema.org"
    return said.pop("@graph")


def _faults(node: dict[str, Any]) -> Iterator[str]:
    """What of a node is not in the vocabulary: types, properties on types, types of values."""
    known = _vocabulary()
    kind = node["@type"]
    if kind not in known["types"]:
        yield f"no type {kind}"
        return
    for name, value in node.items():
        if name in ("@type", "@id"):
            continue
        property_ = known["properties"].get(name)
        if property_ is None or not set(property_["of"]) & set(known["types"][kind]):
            yield f"{kind} has no {name}"
            continue
        for each in value if isinstance(value, list) else [value]:
            if not _fits(each, set(property_["is"])):
                yield f"{kind}.{name} is no {each!r}"
            if isinstance(each, dict):
                yield from _faults(each)


def _fits(value: Any, kinds: set[str]) -> bool:
    known = _vocabulary()
    if isinstance(value, dict):
        return bool(set(known["types"].get(value["@type"], ())) & kinds)
    if isinstance(value, bool):
        return "Boolean" in kinds
    if isinstance(value, int):
        return bool({"Integer", "Number"} & kinds)
    if value.startswith("https://schema.org/"):
        return known["values"].get(value.removeprefix("https://schema.org/")) in kinds
    date = re.fullmatch(r"\d{4}(-\d\d){0,2}", value) and {"Date", "DateTime"} & kinds
    return bool(date or "Text" in kinds or ("URL" in kinds and re.match(r"https?://", value)))


def test_what_a_page_says_to_schema_org_is_in_its_vocabulary(built: Built) -> None:
    faults = {(fault, page.address) for page in _pages(built) for node in _graph(page) for fault in _faults(node)}
    assert faults == set()


def test_a_word_that_schema_org_does_not_have_is_found() -> None:
    wrong = {
        "@type": "MedicalTrial",
        "phase": "3",
        "status": "https://schema.org/Finished",
        "studySubject": {"@type": "Dataset"},
    }
    assert len(list(_faults(wrong))) == 3


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("drug/", "Drug"),
        ("data/", "Dataset"),
        ("studies/{study}/", "MedicalTrial"),
        ("sources/{source}/", "CreativeWork"),
    ],
)
def test_a_page_says_what_its_thing_is(built: Built, address: str, kind: str) -> None:
    evidence = built.site.view.evidence
    source = next(
        key for key, source in evidence.sources.items() if source.is_citable and source.type != "journal-article"
    )
    page = built.pages[address.format(study=next(iter(evidence.studies)), source=source)]
    about = _graph(page)[0]["mainEntity"]
    assert about["@type"] == kind
    if kind == "Dataset":
        files = {page.target(each["contentUrl"]) for each in about["distribution"]}
        assert files == {path.relative_to(built.root).as_posix() for path in (built.root / "data").glob("*.csv")}
        assert len(about["description"]) >= 50  # what Google asks of a data set
    if kind == "MedicalTrial":
        study = next(iter(raw_data.entities(built.data, "studies").values()))
        numbers = [study[field]["value"] for field in ("nct", "eudract", "ctis") if field in study]
        assert [each["value"] for each in about.get("identifier", [])] == numbers


def test_the_way_to_a_page_leads_over_pages_that_are_there(built: Built) -> None:
    for page in _pages(built):
        ways = [node for node in _graph(page) if node["@type"] == "BreadcrumbList"]
        assert len(ways) == (page.address != "")
        for way in ways:
            steps = [page.target(item["item"]["@id"]) for item in way["itemListElement"]]
            assert (steps[0], steps[-1]) == ("", page.address)
            assert [step for step in steps if step not in built.pages] == []
            assert [item["position"] for item in way["itemListElement"]] == list(range(1, len(steps) + 1))


def test_every_page_links_the_style_sheets_of_the_theme_before_ours(built: Built) -> None:
    # The theme names them after their content, so that their names are looked for in each build.
    theme = [re.compile(rf"assets/stylesheets/{name}\.\w+\.min\.css") for name in ("main", "palette")]
    for page in _pages(built):
        linked = [page.target(each) or "" for each in page.tree.xpath("//head/link[@rel='stylesheet']/@href")]
        assert [bool(name.fullmatch(address)) for name, address in zip(theme, linked, strict=False)] == [True, True]
        assert [address for address in linked[2:] if not address.startswith("assets/") or "/" in address[7:]] == []
        assert linked[2] == "assets/theme.css"
