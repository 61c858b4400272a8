"""Every kind of page can be read and worked by everybody, in both schemes, on a laptop and a phone."""

import pytest
from playwright.sync_api import Browser, Page

from support import page_kinds
from support.accessibility import AXE, SIDEWAYS, VIOLATIONS, violations
from support.browser import visit
from support.built_site import ADDRESS, Built

# What has the focus: whether it follows what had it before, whether a reader sees it, and its mark. The theme hides its
# choice of colours and marks the label beside it.
FOCUS = """() => {
  const at = document.activeElement, before = window.hadFocus;
  window.hadFocus = at;
  const seen = at.matches(".md-option") ? at.nextElementSibling : at;
  const box = seen.getBoundingClientRect(), style = getComputedStyle(seen);
  return {
    name: `${at.tagName}.${at.className} ${(at.textContent || at.ariaLabel || "").trim().slice(0, 40)}`,
    atEnd: at === document.body,
    inArticle: Boolean(at.closest("article")),
    follows: !before?.isConnected || Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
    seen: seen.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && box.width * box.height > 0
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    marked: style.outlineStyle !== "none" || style.boxShadow !== "none",
  };
}"""


# tests/data_at_hand has a page of every kind.
@pytest.mark.parametrize("kind", ["home", "study", "fact", "endpoint", "landscape", "contradictions"])
def test_a_page_breaks_no_rule_asks_nobody_else_and_stays_still(browser: Browser, rich: Built, kind: str) -> None:
    address = page_kinds.address(rich.site.view, kind)
    assert address is not None, f"no page of kind {kind}"
    assert violations(browser, rich, address) == []


def test_an_open_door_breaks_no_rule(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS, 1280, "dark") as opened:
        opened.page.add_init_script(path=AXE)
        page = opened.open()
        page.locator("a[data-also]").first.hover()
        page.locator(".door").wait_for()
        assert page.evaluate(VIOLATIONS) == []


def _tab(page: Page) -> dict[str, object]:
    page.keyboard.press("Tab")
    return page.evaluate(FOCUS)


@pytest.mark.parametrize("kind", ["home", "study", "fact"])
def test_the_first_key_offers_to_skip_to_the_text(browser: Browser, rich: Built, kind: str) -> None:
    with visit(browser, rich.root, ADDRESS, reduced_motion="reduce") as opened:
        page = opened.open(page_kinds.address(rich.site.view, kind))
        first = _tab(page)
        assert ("md-skip" in str(first["name"]), first["seen"], first["inArticle"]) == (True, True, False)
        page.keyboard.press("Enter")
        assert _tab(page)["inArticle"]


@pytest.mark.parametrize(("kind", "width"), [("home", 1280), ("study", 1280), ("results", 1280), ("fact", 390)])
def test_focus_goes_down_the_page_and_is_always_seen(browser: Browser, rich: Built, kind: str, width: int) -> None:
    with visit(browser, rich.root, ADDRESS, width, reduced_motion="reduce") as opened:
        page = opened.open(page_kinds.address(rich.site.view, kind))
        steps = [_tab(page)]
        while len(steps) < 120 and not (after := _tab(page))["atEnd"]:
            steps.append(after)
        assert len(steps) > 10
        assert [step for step in steps if not (step["follows"] and step["seen"] and step["marked"])] == []


def test_a_keyboard_opens_and_closes_the_menu_of_a_phone(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS, 390, reduced_motion="reduce") as opened:
        page = opened.open()
        menu = page.get_by_role("button", name="Menu")
        link = page.locator(".md-sidebar--primary").get_by_role("link", name="Safety")
        assert not link.is_visible()
        menu.focus()
        page.keyboard.press("Enter")
        assert (link.is_visible(), menu.get_attribute("aria-expanded")) == (True, "true")
        page.keyboard.press("Escape")
        assert (link.is_visible(), menu.get_attribute("aria-expanded")) == (False, "false")


def test_nothing_moves_for_a_reader_who_asked_for_rest(browser: Browser, rich: Built) -> None:
    moving = """[...document.querySelectorAll("*")].flatMap((element) => ["", "::before", "::after"].filter((part) => {
      const style = getComputedStyle(element, part || null);
      const times = `${style.transitionDuration}, ${style.animationDuration}`.split(", ");
      return style.scrollBehavior === "smooth" || times.some((time) => parseFloat(time) > 0);
    }).map((part) => element.tagName + "." + element.className + part))"""
    with visit(browser, rich.root, ADDRESS, reduced_motion="reduce") as opened:
        assert opened.open().evaluate(moving) == []


@pytest.mark.parametrize("kind", ["home", "study", "fact"])
def test_a_page_can_be_read_at_four_times_its_size(browser: Browser, rich: Built, kind: str) -> None:
    # WCAG 1.4.10: 320 CSS pixels are a laptop's window at 400 %.
    with visit(browser, rich.root, ADDRESS, 320) as opened:
        assert opened.open(page_kinds.address(rich.site.view, kind)).evaluate(SIDEWAYS) == 0
