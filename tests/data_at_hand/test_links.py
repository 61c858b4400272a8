"""Nothing on the built sites leads nowhere, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree

from lxml import html

from support import raw_data
from support.built_site import ADDRESS, Built

# What a build that takes long says of how far it is (evidence.site.progress), which depends on the machine.
PROGRESS = re.compile(r"(?:Charts|Cards|Notebooks|Pages): \d+ (?:to do, about|in) \d+ s")
CSS_ADDRESS = re.compile(r"""url\(\s*["']?(?!data:|\#)([^)"']+)|@import\s+["']([^"']+)""")


def test_every_site_builds_without_a_warning(built: Built) -> None:
    usual = ("INFO ", "  - ")
    unexpected = [
        line for line in built.log.splitlines() if line and not line.startswith(usual) and not PROGRESS.fullmatch(line)
    ]
    assert (built.status, unexpected) == (0, [])


def test_every_link_and_file_is_found_below_the_sub_path(built: Built) -> None:
    missing = [
        f"{page.address}: {element.tag} {name}={reference}"
        for page in built.pages.values()
        for element, name, reference in page.references
        if (target := page.target(reference)) is not None and not built.is_published(target)
    ]
    assert not missing, "\n".join(missing)


def test_no_link_needs_a_redirect_to_find_its_page(built: Built) -> None:
    # A folder without its slash is answered by a redirect, which loses nothing but time and breaks relative links.
    folders = [
        f"{page.address}: {reference}"
        for page in built.pages.values()
        for _, _, reference in page.references
        if (target := page.target(reference)) is not None and f"{target.partition('#')[0]}/" in built.pages
    ]
    assert not folders, "\n".join(folders)


def test_what_leaves_the_site_is_a_link_to_https(built: Built) -> None:
    explained = {s["url"] for s in raw_data.entities(built.data, "sources").values() if s.get("note") and s.get("url")}
    wrong = [
        f"{page.address}: {element.tag} {name}={reference}"
        for page in built.pages.values()
        for element, name, reference in page.references
        if page.target(reference) is None
        and not (element.tag == "a" and name == "href" and (reference.startswith("https://") or reference in explained))
        and not (
            element.tag == "link" and element.get("rel") in ("license", "type")
        )  # says what something is, loads nothing
    ]
    assert not wrong, "\n".join(wrong)


def test_every_page_names_its_own_address(built: Built) -> None:
    named = {
        page.address: [link.get("href") for link in page.tree.xpath("//link[@rel='canonical']")]
        for page in built.pages.values()
        if page.address != "404.html"
    }
    assert named == {address: [ADDRESS + address] for address in named}


def test_no_style_asks_for_a_file_that_is_not_on_the_site(built: Built) -> None:
    found = []
    for sheet in sorted(built.root.rglob("*.css")):
        for one, other in CSS_ADDRESS.findall(sheet.read_text(encoding="utf-8")):
            if urlsplit(one or other).scheme or not (sheet.parent / (one or other)).resolve().is_file():
                found.append(f"{sheet.name}: {one or other}")
    inline = [
        f"{page.address}: {style}"
        for page in built.pages.values()
        for style in [*page.tree.xpath("//@style"), *page.tree.xpath("//style/text()")]
        if CSS_ADDRESS.search(style)
    ]
    assert found + inline == []


def test_no_page_runs_what_the_theme_and_the_site_do_not_bring(built: Built) -> None:
    # Data are hostile until escaped: what a page runs is the same few scripts on every page, and no attribute runs any.
    runs = {
        (page.address, (element.get("src") and page.target(element.get("src"))) or "")
        for page in built.pages.values()
        for element in page.article.iter("script", "iframe", "object", "embed", "style", "base", "meta", "link")
    }
    attributes = {
        (page.address, name)
        for page in built.pages.values()
        for element in page.tree.iter("*")
        for name, value in element.attrib.items()
        if name.startswith("on") or value.strip().lower().startswith(("javascript:", "vbscript:", "data:"))
    }
    assert (runs, attributes) == (set(), set())


def test_nothing_is_escaped_twice(built: Built) -> None:
    twice = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|para);")
    meant = {text for text in _texts_with_entities(built)}
    found = []
    for page in built.pages.values():
        for element in page.tree.iter("*"):
            texts = [*element.attrib.values(), element.text or "", element.tail or ""]
            # What one copies to frame a figure is markup, shown as text; test_reuse_embed.py reads it as a browser does.
            if element.tag in ("script", "style") or (element.tag == "code" and "data-copy" in element.attrib):
                texts = [element.tail or ""]
            found += [
                f"{element.tag} {dict(element.attrib)} {text.strip()[:80]}"
                for text in texts
                for bad in twice.findall(text)
                if bad not in meant
            ]
    assert sorted(set(found))[:10] == []


def _texts_with_entities(built: Built) -> set[str]:
    """The entities that the data themselves spell, to be shown as they are."""
    text = "".join(
        path.read_text(encoding="utf-8") for path in built.data.rglob("*.*") if path.suffix in (".yml", ".csv")
    )
    return set(re.findall(r"&(?:#\d+|#x[0-9a-fA-F]+|\w+);", text))


def test_the_map_of_the_site_names_every_page_with_the_day_of_its_version(built: Built) -> None:
    tags = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    entries = ElementTree.parse(built.root / "sitemap.xml").getroot().findall(f"{tags}url")
    dates = {entry.findtext(f"{tags}loc"): entry.findtext(f"{tags}lastmod") for entry in entries}
    versions = {address: page.tree.xpath("string(//@data-version)") for address, page in built.pages.items()}
    assert [address for address, version in versions.items() if not version] == ["404.html"]
    assert dates == {ADDRESS + address: day for address, day in versions.items() if address != "404.html"}


def test_what_the_search_finds_is_there(built: Built) -> None:
    found = {record["url"] for record in built.searchable}
    lost = [address for address in found if not built.is_published(address.removeprefix("./"))]
    pages = {address.partition("#")[0].removeprefix("./") for address in found}
    assert (lost, sorted(set(built.pages) - pages - {"404.html"})) == ([], [])


def test_a_page_that_is_not_there_answers_with_the_way_home(built: Built) -> None:
    page = built.pages["404.html"]
    assert "" in {page.target(link.get("href")) for link in page.tree.xpath("//a[@href]")}
    assert html.tostring(page.tree).count(b"404") > 0
