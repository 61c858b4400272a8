"""The theme without its own script: colours, contents, header and menu work, and it is not loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from evidence.model import links
from support.browser import visit
from support.built_site import ADDRESS, ROOT, Built

# Paper and ink of the page and of code in it.
COLOURS = """["body", "article code"].map(name => document.querySelector(name)).map(each => getComputedStyle(each))
    .map(style => [style.backgroundColor, style.color])"""
SCHEME = "document.body.dataset.mdColorScheme"
# The colour of the paper, by scheme, as the eye tells light from dark.
LIGHTNESS = "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).slice(0, 3).every((part) => part > 127)"

# What leads through the menu, and through the list beside a page of a section.
MENU = "//*[contains(@class, 'md-sidebar--primary')]//a[@href]"


def choice(page: Page) -> str:
    """What the one visible choice of colours offers."""
    (label,) = page.locator("[data-md-component=palette] label:visible").all()
    return label.get_attribute("title") or ""


def test_no_page_loads_the_scripts_of_the_theme(built: Built) -> None:
    loaded = {
        page.target(script.get("src")) for page in built.pages.values() for script in page.tree.xpath("//script[@src]")
    }
    own = ("assets/", links.address("quote-figures"))
    assert {address for address in loaded if not (address or "").startswith(own)} == set()
    assert {address for address in loaded if (address or "").startswith("assets/javascripts/")} == set()


@pytest.mark.parametrize(("system", "offered", "chosen"), [("light", "dark", "slate"), ("dark", "light", "default")])
def test_colours_are_those_of_the_system_until_the_reader_chooses(
    browser: Browser, rich: Built, system: str, offered: str, chosen: str
) -> None:
    with visit(browser, rich.root, ADDRESS, scheme=system) as opened:
        page = opened.open()
        assert page.evaluate(LIGHTNESS) == (system == "light")
        assert choice(page) == f"Switch to {offered} colours"
        page.locator("[data-md-component=palette] label:visible").click()
        assert page.evaluate(SCHEME) == chosen
        page = opened.open("about/")
        assert (page.evaluate(SCHEME), choice(page)) == (chosen, f"Switch to {system} colours")
        assert page.evaluate(LIGHTNESS) != (system == "light")
        assert opened.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_without_a_script_colours_are_those_of_the_system(browser: Browser, rich: Built, scheme: str) -> None:
    found = []
    for script in (True, False):
        with visit(browser, rich.root, ADDRESS, scheme=scheme, java_script_enabled=script) as opened:
            found.append(opened.open("quote/").evaluate(COLOURS))
            assert opened.wrong == []
    assert found[0] == found[1]


def test_a_keyboard_chooses_colours(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS) as opened:
        page = opened.open()
        page.locator("[data-md-component=palette] input:checked").focus()
        page.keyboard.press("ArrowRight")
        assert page.evaluate(SCHEME) == "slate"


def test_a_browser_that_keeps_nothing_still_chooses(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS) as opened:
        refuses = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused') } })"
        opened.page.add_init_script(refuses)
        page = opened.open()
        page.locator("[data-md-component=palette] label:visible").click()
        assert (page.evaluate(SCHEME), opened.wrong) == ("slate", [])


def test_the_contents_mark_the_part_one_reads_and_the_header_the_page(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS, reduced_motion="reduce") as opened:
        page = opened.open("methods/")
        marked = page.locator(".md-sidebar--secondary .md-nav__link--active")
        title = page.locator(".md-header__title--active")
        assert (marked.count(), title.count()) == (0, 0)
        way = page.locator(".md-sidebar--secondary a[href^='#']").nth(3)
        way.click()
        title.wait_for()
        assert marked.all_inner_texts() == [way.inner_text()]


def test_a_link_within_the_page_closes_the_menu_of_a_phone(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS, 390, reduced_motion="reduce") as opened:
        page = opened.open("methods/")
        page.get_by_role("button", name="Menu").click()
        page.evaluate("location.hash = '#dates'")
        page.wait_for_function("() => !document.getElementById('__drawer').checked")


def test_a_long_list_of_contents_scrolls_beside_the_page(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS) as opened:
        opened.page.set_viewport_size({"width": 1280, "height": 400})
        page = opened.open("methods/")
        list_ = page.locator(".md-sidebar--secondary .md-sidebar__scrollwrap")
        assert list_.evaluate("list => list.scrollHeight > list.clientHeight")
        assert list_.evaluate("list => list.getBoundingClientRect().bottom <= innerHeight")


def _named(menu: Any) -> Iterator[str]:
    """The addresses of the pages that the menu of mkdocs.yml names."""
    if isinstance(menu, str):
        yield re.sub(r"(index)?\.(md|ipynb)$", lambda end: "" if end[1] else "/", menu)
    else:
        for entry in menu.values() if isinstance(menu, dict) else menu:
            yield from _named(entry)


def test_every_page_of_the_menu_is_found_through_menus(rich: Built) -> None:
    named = set(_named(yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))
    found: set[str] = set()
    new = {""}
    while new:
        found |= new
        pages = [rich.pages[address] for address in new]
        ways = {page.target(way.get("href")) or "" for page in pages for way in page.tree.xpath(MENU)}
        new = {way.partition("#")[0] for way in ways} - found
    assert (len(named) > 30, sorted(named - found)) == (True, [])


def test_the_menu_of_a_phone_opens_without_a_script(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS, 390, java_script_enabled=False, reduced_motion="reduce") as opened:
        page = opened.open("studies/")
        menu = page.locator(".md-sidebar--primary")
        assert not menu.get_by_role("link", name="Safety").is_visible()
        page.locator("label.md-header__button").click()
        assert menu.get_by_role("link", name="Safety").is_visible()
        assert not menu.get_by_role("link", name="Methods").is_visible()
        menu.get_by_text("About", exact=True).first.click()
        menu.get_by_role("link", name="Methods").click()
        page.wait_for_url(ADDRESS + "methods/")


def test_what_only_a_script_does_is_not_offered_without_one(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS, java_script_enabled=False) as opened:
        page = opened.open("results/")
        assert page.locator("button, input:not(.md-toggle)").count() == 0
    with visit(browser, rich.root, ADDRESS) as opened:
        page = opened.open("results/")
        assert page.locator("button, input:not(.md-toggle)").count() > 3
        assert opened.wrong == []
