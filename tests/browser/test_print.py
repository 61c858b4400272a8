"""A page on paper, or as PDF: the figure, who printed it where, the page's address and day, and none of the chrome."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from support import page_kinds
from support.browser import visit
from support.built_site import ADDRESS, Built, plain

# What an A4 sheet leaves between the margins of site.css, in CSS pixels.
PAPER = 680
# Kinds of page with parts of their own: lists, charts, wide tables, forms, code.
PRINTED = "home study fact endpoint results facts timeline landscape checks contradictions quote analysis".split()
CHROME = "header, nav, aside, footer, form, :not(th) > button, .md-skip, .headerlink, .md-content__button, .door"
VISIBLE = "all => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80))"


@pytest.fixture(scope="session")
def sheets(browser: Browser, rich: Built) -> Callable[[str], list[str]]:
    """The words on each printed sheet of the page of a kind, in order, with a plain hyphen as minus."""

    def printed(kind: str) -> list[str]:
        with visit(browser, rich.root, ADDRESS, 1280, "dark") as opened:
            page = opened.open(_address(rich, kind))
            pdf = page.pdf(format="A4", prefer_css_page_size=True)
        return [plain(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(pdf)).pages]

    return printed


def _address(rich: Built, kind: str) -> str:
    return page_kinds.address(rich.site.view, kind) or ""


def test_a_printed_fact_says_its_figure_and_who_printed_it_where(
    sheets: Callable[[str], list[str]], rich: Built
) -> None:
    said = " ".join(sheets("fact"))
    fact = _address(rich, "fact").removeprefix("facts/").rstrip("/")
    sources = rich.site.view.evidence.sources
    (figure,) = rich.page(_address(rich, "fact")).article.xpath(".//p[@class='headline']")
    assert plain(figure.text_content()) in said
    for report in rich.site.view.evidence.facts[fact].reports:
        assert sources[report.source].label in said
        assert report.locator in said


def test_a_printed_study_says_every_effect_on_it(sheets: Callable[[str], list[str]], rich: Built) -> None:
    said = " ".join(sheets("study"))
    cells = rich.page(_address(rich, "study")).article.xpath("(.//table)[1]//td[@class='num']")
    figures = {plain(cell.text_content()) for cell in cells}
    assert figures
    assert {figure for figure in figures if figure not in said} == set()


@pytest.mark.parametrize("kind", ["fact", "study", "home"])
def test_every_sheet_says_its_page_its_number_and_the_day_of_the_data(
    sheets: Callable[[str], list[str]], rich: Built, kind: str
) -> None:
    printed = sheets(kind)
    foot = f"{ADDRESS}{_address(rich, kind)}, as of {rich.site.view.evidence.version}"
    for number, sheet in enumerate(printed, 1):
        assert foot in sheet
        assert f"{number} of {len(printed)}" in sheet
    assert f"{rich.site.view.evidence.site.name}, as of" in printed[-1]


@pytest.mark.parametrize("kind", PRINTED)
def test_no_chrome_is_printed_and_no_page_is_wider_than_paper(browser: Browser, rich: Built, kind: str) -> None:
    with visit(browser, rich.root, ADDRESS, PAPER) as opened:
        page = opened.open(_address(rich, kind))
        page.emulate_media(media="print")
        wide = (
            "[...document.querySelectorAll('article *')].filter(e => e.checkVisibility())"
            ".filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
        )
        assert page.locator(CHROME).evaluate_all(VISIBLE) == []
        assert page.evaluate(f"{wide}.map((e) => e.outerHTML.slice(0, 80))") == []


def test_paper_is_white_also_for_a_reader_of_dark_pages(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS, PAPER, "dark") as opened:
        page = opened.open()
        page.emulate_media(media="print", color_scheme="dark")
        style = "(() => { const { color, backgroundColor } = getComputedStyle(document.body); return [color, backgroundColor]; })()"
        assert page.evaluate(style) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_a_link_that_leaves_the_site_shows_where_it_leads(browser: Browser, rich: Built, tmp_path: Path) -> None:
    long = "https://example.net/" + "a-long-way/" * 8
    with visit(browser, rich.root, ADDRESS) as opened:
        page = opened.open()
        page.evaluate(
            """long => document.querySelector("article p").insertAdjacentHTML("afterend", `<p><a href="https://example.net/near">near</a>
              <a href="${long}">far</a> <a rel="nofollow" href="https://example.net/own">https://example.net/own</a></p>`)""",
            long,
        )
        said = plain(PdfReader(io.BytesIO(page.pdf())).pages[0].extract_text())
    assert "near <https://example.net/near> far <example.net> https://example.net/own" in said
    assert said.count("example.net/own") == 1
