"""The rules of axe, applied to a page of a built site in Chromium."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, Page

from support.browser import HEIGHTS, visit
from support.built_site import ADDRESS, Built

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
# Each rule that a page breaks, with the first element that does and what would mend it.
VIOLATIONS = """axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(
  ({ id, nodes }) => `${id}, ${nodes.length} times, first ${nodes[0].target.join(" ")}: ${nodes[0].failureSummary}`))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LAPTOP, PHONE = 1280, 390


def violations(browser: Browser, built: Built, address: str) -> list[str]:
    """Return what is wrong with a page on a laptop in light colours and on a phone in dark ones.

    Rules of axe that it breaks, complaints of the browser, requests to other sites, and pixels by which it is too wide.
    """
    with visit(browser, built.root, ADDRESS, LAPTOP, "light", reduced_motion="reduce") as opened:
        opened.page.add_init_script(path=AXE)
        page = opened.open(address)
        found = _violations(page, "laptop")
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": PHONE, "height": HEIGHTS[PHONE]})
        return [*found, *_violations(page, "phone"), *opened.wrong]


def _violations(page: Page, where: str) -> list[str]:
    sideways = page.evaluate(SIDEWAYS)
    too_wide = [f"{sideways} pixels too wide"] if sideways else []
    return [f"{where}: {each}" for each in (*page.evaluate(VIOLATIONS), *too_wide)]
