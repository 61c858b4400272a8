"""Figures and charts in frames on another site, in a real browser: they fit, follow the colours, and ask for nothing else."""

from __future__ import annotations

import re

import pytest
from lxml import html
from playwright.sync_api import Browser, Frame, Page

from evidence.model import links
from support import raw_data
from support.browser import visit
from support.built_site import ADDRESS, Built, words

# A page of somebody else, which frames one of ours; it stands on the same server, under another path.
HOST = "their-page.html"
WIDTHS = (320, 390, 560, 740, 1100)


def _snippets(built: Built) -> dict[str, str]:
    """Address of a bare page -> the line to copy that frames it, from the pages of the site."""
    found = {}
    for page in built.pages.values():
        for code in page.article.xpath(".//code[@data-copy]"):
            text = str(code.text_content())
            if text.startswith("<iframe"):
                (frame,) = html.fragments_fromstring(text)
                found[page.target(frame.get("src")) or ""] = text
    return found


def test_every_fact_and_every_chart_has_a_bare_page_and_a_line_to_copy(built: Built) -> None:
    facts = {links.address("embed-fact", row["fact"]) for row in raw_data.reports(built.data)}
    charts = {
        f"embed/charts/{path.name.removesuffix('.vl.json')}/" for path in (built.root / "charts").glob("*.vl.json")
    }
    said = _snippets(built)
    assert set(said) == facts | charts
    # What was moved or removed is told in its frame too.
    gone = set(built.framed) - set(said)
    assert {address.removeprefix("embed/") for address in gone} <= {f"facts/{fact}/" for fact in _gone_facts(built)}
    assert facts | charts <= set(built.framed)


def _gone_facts(built: Built) -> set[str]:
    found = set()
    for record in raw_data.entities(built.data, "redirects").values():
        for address in (*record.get("moved", ()), *record.get("removed", ())):
            match = re.fullmatch(r"/facts/([^/#]+)/", address)
            found |= {match[1]} if match else set()
    return found


def test_the_line_to_copy_is_one_frame_with_a_name(built: Built) -> None:
    for address, text in _snippets(built).items():
        (frame,) = html.fragments_fromstring(text)
        title = built.framed[address].tree.xpath("//h1")[0].text_content()
        assert (frame.tag, frame.get("src"), frame.get("width")) == ("iframe", f"{ADDRESS}{address}", "100%")
        assert " ".join(frame.get("title").split()) == " ".join(title.split())
        assert 150 < int(frame.get("height")) < 3000


def test_a_bare_page_names_its_source_and_leads_back_and_is_not_listed(built: Built) -> None:
    for address, page in built.framed.items():
        assert page.tree.xpath("//meta[@name='robots']/@content") == ["noindex"], address
        assert page.tree.xpath("//script") == [], address
        (canonical,) = page.tree.xpath("//link[@rel='canonical']/@href")
        back = page.tree.xpath("//footer/a/@href")
        assert built.is_published(canonical.removeprefix(ADDRESS)), address
        assert [href.partition("#")[0] for href in back] == [canonical], address
        for href in page.tree.xpath("//a/@href"):
            assert href.startswith("https://"), (address, href)
            assert built.is_published(href.removeprefix(ADDRESS)) or not href.startswith(ADDRESS), (address, href)
    listed = (built.root / "sitemap.xml").read_text(encoding="utf-8")
    assert "/embed/" not in listed


def test_a_bare_page_of_a_fact_shows_the_figure_of_its_page_and_who_printed_it(built: Built) -> None:
    sources = raw_data.entities(built.data, "sources")
    for fact, report in built.site.view.preferred.items():
        page = built.framed[f"embed/facts/{fact}/"]
        (shown,) = page.tree.xpath("//a[@data-fact]")
        (whole,) = built.pages[f"facts/{fact}/"].article.xpath(".//p[@class='headline']")
        assert words(shown) in words(whole)
        said = words(page.tree.xpath("//p[@class='source']")[0])
        assert " ".join(sources[report.source]["label"].split()) in said
        assert (report.locator if report.locator != "not recorded" else "locator not recorded") in said.replace(
            "\u2212", "-"
        ) or "-" in report.locator


def _framed(page: Page) -> Frame:
    page.wait_for_load_state("load")
    frame = page.frames[-1]
    frame.wait_for_load_state("load")
    return frame


def _host(page: Page, text: str) -> None:
    """Let the page of somebody else be at an address of its own beside the built site."""
    body = f"<!doctype html><title>Theirs</title><body style='margin:0'>{text}"
    page.route(ADDRESS + HOST, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))


def _chosen(built: Built) -> list[str]:
    """The bare pages that a test looks at: the fullest fact, and each kind of chart."""
    facts = [address for address in built.framed if "/facts/" in address]
    charts = {address.split("/")[2].split(".")[0]: address for address in built.framed if "/charts/" in address}
    return [max(facts, key=lambda address: len(built.framed[address].content)), *charts.values()]


def test_a_frame_is_never_wider_than_it_may_be_and_loads_nothing_of_others(rich: Built, browser: Browser) -> None:
    wrong = []
    with visit(browser, rich.root, ADDRESS, java_script_enabled=False) as opened:
        for address in _chosen(rich):
            page = opened.open(address)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 400})
                wide = page.evaluate("document.documentElement.scrollWidth")
                wrong += [f"{address} at {width}: {wide}"] if wide > width else []
        assert (wrong, opened.wrong) == ([], [])


@pytest.mark.parametrize("width", [390, 740])
def test_the_line_to_copy_gives_a_frame_that_shows_all_without_scrolling(
    width: int, rich: Built, browser: Browser
) -> None:
    snippets, cut, chosen = _snippets(rich), [], _chosen(rich)
    with visit(browser, rich.root, ADDRESS, width=width) as opened:
        _host(opened.page, "".join(snippets[address] for address in chosen))
        page = opened.open(HOST)
        for frame in page.query_selector_all("iframe"):
            frame.scroll_into_view_if_needed()  # they load when they are near
        page.wait_for_load_state("networkidle")
        for frame in page.frames[1:]:
            high, room = frame.evaluate("[document.documentElement.scrollHeight, innerHeight]")
            cut += [f"{frame.url}: {high} in {room}"] if high > room else []
        assert len(page.frames) == len(chosen) + 1
        assert (cut, opened.wrong) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_follows_the_colours_of_the_reader(scheme: str, rich: Built, browser: Browser) -> None:
    with visit(browser, rich.root, ADDRESS, scheme=scheme) as opened:
        for address in _chosen(rich)[:2]:
            page = opened.open(address)
            paper, ink = page.evaluate(
                "['backgroundColor', 'color'].map((name) => getComputedStyle(document.body)[name].match(/\\d+/g).reduce((a, b) => +a + +b))"
            )
            assert (paper > ink) == (scheme == "light"), address
        assert opened.wrong == []


def test_a_frame_shows_what_became_of_a_figure_that_is_gone(rich: Built) -> None:
    moved, removed = (
        rich.framed[f"embed/facts/{fact}/"] for fact in ("ozzle-4.centres", "ozzle-1.participants.screened")
    )
    assert "stands elsewhere now" in words(moved.tree.xpath("//h1")[0])
    assert "was removed" in words(removed.tree.xpath("//h1")[0])
    assert f"{ADDRESS}facts/ozzle-4.sites/" in moved.tree.xpath("//main//a/@href")


def test_a_link_in_a_frame_opens_beside_the_page_that_frames_it(rich: Built, browser: Browser) -> None:
    with visit(browser, rich.root, ADDRESS) as opened:
        page = opened.open(_chosen(rich)[0])
        with page.context.expect_page() as beside:
            page.click("footer a")
        assert beside.value.url.startswith(f"{ADDRESS}facts/")
