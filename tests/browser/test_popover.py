"""Every figure is a door: its source, other reports and a link to copy, for pointer, keyboard and finger, or a plain link."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from evidence.analysis.view import View
from evidence.model import links
from support.browser import Open
from support.built_site import ADDRESS, ROOT, Built, plain


@pytest.fixture
def told_twice(rich: Built) -> str:
    """A fact with several reports that stands on the page of its study."""
    view = rich.site.view
    return next(
        key for key in view.preferred if len(view.evidence.facts[key].reports) > 1 and key in _figures(rich, view, key)
    )


def _figures(rich: Built, view: View, key: str) -> set[str]:
    page = rich.page(links.address("study", view.preferred[key].study))
    return set(page.article.xpath(".//a/@data-fact"))


def _door(page: Page) -> Locator:
    return page.locator(".door")


def _figure(page: Page, fact: str) -> Locator:
    return page.locator(f"article a.figure[data-fact='{fact}']").first


def _study(rich: Built, fact: str) -> str:
    return links.address("study", rich.site.view.preferred[fact].study)


def test_every_figure_says_where_it_comes_from(built: Built) -> None:
    figures = [(page.address, a) for page in built.pages.values() for a in page.tree.xpath("//a[@data-fact]")]
    silent = [
        f"{address}: {a.get('data-fact')}" for address, a in figures if not (a.get("data-from") and a.get("data-about"))
    ]
    assert figures
    assert silent == []


def test_a_figure_names_its_sources_and_those_of_the_other_reports(built: Built) -> None:
    sources = built.site.view.evidence.sources
    for page in built.pages.values():
        for a in page.article.xpath(".//a[@data-fact]"):
            figure = built.site.view.figure(a.get("data-fact"))
            told = a.get("data-from").split("\n") + (a.get("data-also") or "").splitlines()
            reports = built.site.view.evidence.facts[figure.id].reports if figure.report else ()
            expected = [report.source for report in reports] or list(figure.cite)
            assert len(told) == len(expected), (page.address, figure.id)
            for key in expected:
                second_hand = " (second-hand)" if sources[key].relation == "second-hand" else ""
                assert any(line.startswith(f"{sources[key].label}{second_hand}, ") for line in told), (
                    page.address,
                    figure.id,
                )


def test_a_resting_pointer_opens_the_door_and_a_leaving_one_closes_it(
    open_page: Open, rich: Built, told_twice: str
) -> None:
    page = open_page(_study(rich, told_twice))
    _figure(page, told_twice).hover()
    _door(page).wait_for()
    said = plain(_door(page).inner_text())
    shown, *others = rich.site.view.evidence.facts[told_twice].reports
    assert all(rich.site.view.evidence.sources[report.source].label in said for report in (shown, *others))
    # What the panel says can be reached and read with the pointer.
    _door(page).hover()
    page.wait_for_timeout(500)
    assert _door(page).is_visible()
    page.locator("h1").hover()
    _door(page).wait_for(state="detached")


def test_a_passing_pointer_opens_nothing(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice))
    _figure(page, told_twice).hover()
    page.locator("h1").hover()
    page.wait_for_timeout(600)
    assert _door(page).count() == 0


def test_the_keyboard_opens_reaches_leaves_and_closes_the_door(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice))
    before = page.evaluate(
        """fact => {
          const figure = document.querySelector(`article a.figure[data-fact='${fact}']`);
          const all = [...document.querySelectorAll("article a, article button, article [tabindex='0']")];
          all[all.indexOf(figure) - 1].focus();
        }""",
        told_twice,
    )
    assert before is None
    focused = "document.activeElement.textContent"
    page.keyboard.press("Tab")
    figure = _figure(page, told_twice)
    assert _door(page).is_visible()
    assert figure.evaluate("a => document.getElementById(a.getAttribute('aria-describedby')).textContent")
    assert _door(page).get_attribute("role") == "group"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "All about this figure"
    page.keyboard.press("Tab")
    assert page.evaluate(focused) == "Copy link"
    page.keyboard.press("Escape")
    assert _door(page).count() == 0
    assert figure.evaluate("a => a === document.activeElement && !a.hasAttribute('aria-describedby')")
    page.keyboard.press("Tab")
    page.wait_for_timeout(50)
    # The door is no trap: focus is past the figure.
    assert figure.evaluate("a => a.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING")


def test_enter_follows_the_link_of_a_figure(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice))
    _figure(page, told_twice).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(ADDRESS + links.address("fact", told_twice))


def test_a_click_follows_the_link_of_a_figure(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice))
    _figure(page, told_twice).click()
    page.wait_for_url(ADDRESS + links.address("fact", told_twice))


def test_escape_closes_the_door_under_a_resting_pointer(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice))
    _figure(page, told_twice).hover()
    _door(page).wait_for()
    page.keyboard.press("Escape")
    assert _door(page).count() == 0


def test_the_first_tap_opens_the_door_and_the_second_follows(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice), width=390, has_touch=True, is_mobile=True)
    figure = _figure(page, told_twice)
    figure.tap()
    _door(page).wait_for()
    assert page.url == ADDRESS + _study(rich, told_twice)
    box = _door(page).bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390
    page.locator("h1").tap()
    _door(page).wait_for(state="detached")
    figure.tap()
    _door(page).wait_for()
    figure.tap()
    page.wait_for_url(ADDRESS + links.address("fact", told_twice))


def test_the_door_leads_to_the_page_of_the_fact(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice), width=390, has_touch=True, is_mobile=True)
    _figure(page, told_twice).tap()
    _door(page).get_by_role("link").tap()
    page.wait_for_url(ADDRESS + links.address("fact", told_twice))


def test_the_link_that_is_copied_is_the_public_address_of_the_fact(
    open_page: Open, rich: Built, told_twice: str
) -> None:
    page = open_page(_study(rich, told_twice))
    _figure(page, told_twice).hover()
    _door(page).get_by_role("button").click()
    page.locator(".door output", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == ADDRESS + links.address("fact", told_twice)


def test_where_copying_is_not_allowed_the_address_is_shown(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice))
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    _figure(page, told_twice).hover()
    _door(page).get_by_role("button").click()
    page.locator(".door output", has_text=ADDRESS + links.address("fact", told_twice)).wait_for()


def test_without_scripts_a_figure_is_a_plain_link(open_page: Open, rich: Built, told_twice: str) -> None:
    page = open_page(_study(rich, told_twice), java_script_enabled=False)
    figure = _figure(page, told_twice)
    figure.hover()
    assert _door(page).count() == 0
    figure.click()
    page.wait_for_url(ADDRESS + links.address("fact", told_twice))


def test_a_disputed_figure_says_so(open_page: Open, rich: Built) -> None:
    disputed = next(iter(rich.site.view.disputed))
    page = open_page(links.address("fact", disputed))
    page.locator(".headline a.figure").hover()
    _door(page).get_by_text("These reports cannot all be right.").wait_for()


def test_the_script_weighs_no_more_than_four_kilobytes() -> None:
    assert (ROOT / "docs" / "assets" / "door.js").stat().st_size <= 4096
