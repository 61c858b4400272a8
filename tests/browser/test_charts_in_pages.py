"""Charts on the pages of the built site, in Chromium: without a script, with the pointer, with keys, and with Vega."""

from __future__ import annotations

import pytest

from evidence.charts import all_charts
from support.browser import Open
from support.built_site import ADDRESS, Built, plain


@pytest.mark.parametrize(("width", "shown"), [(1440, "wide"), (390, "narrow")])
@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_drawing_that_fits_is_shown(open_page: Open, width: int, shown: str, script: bool) -> None:
    page = open_page("results/", width=width, java_script_enabled=script)
    figure = page.locator("figure.chart").first
    assert [name for name in ("wide", "narrow") if figure.locator(f".{name} svg").is_visible()] == [shown]
    box = figure.locator(f".{shown} svg").bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_mark_says_what_it_is_and_leads_to_its_figure(open_page: Open) -> None:
    page = open_page("results/", width=1440)
    figure = page.locator("figure.chart").first
    mark = figure.locator(".wide svg [aria-label]").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip = figure.locator(".tip")
    assert plain(tip.inner_text().replace("\n", ": ", 1)) == plain(mark.get_attribute("aria-label") or "")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tip.get_by_role("link").click()
    page.wait_for_url("**/facts/**")


def test_arrow_keys_walk_through_the_marks(open_page: Open) -> None:
    page = open_page("results/", width=1440)
    figure = page.locator("figure.chart").first
    said = [mark.get_attribute("aria-label") or "" for mark in figure.locator(".wide svg [aria-label]").all()]
    figure.locator(".drawing").focus()
    heard = []
    for _ in said:
        page.keyboard.press("ArrowDown")
        heard.append(plain(figure.locator(".tip").inner_text().replace("\n", ": ", 1)))
    assert heard == [plain(text) for text in said]
    page.keyboard.press("Escape")
    assert figure.locator(".tip").is_hidden()


def test_vega_comes_only_when_asked_for_and_obeys_the_policy(open_page: Open, rich: Built) -> None:
    page = open_page("results/", width=1440)
    asked: list[str] = []
    page.wait_for_load_state("networkidle")  # a browser asks for the mark of the site after all else
    page.on("request", lambda request: asked.append(request.url.removeprefix(ADDRESS)))
    figure = page.locator("figure.chart").first
    assert page.evaluate("typeof window.vegaEmbed") == "undefined"
    figure.get_by_role("button", name="Explore this chart").click()
    figure.locator(".explored svg").wait_for()
    assert asked == ["assets/vega-embed.js", "charts/forest.vl.json"]
    assert figure.locator(".drawing").is_hidden()
    shown = figure.locator(".explored").inner_text()
    assert all(row.label.split()[0] in shown for row in all_charts(rich.site.view)["forest"].rows)
