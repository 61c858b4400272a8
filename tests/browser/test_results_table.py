"""On the page of results rows can be sorted and filtered, the filter lives in the address, and all is there without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page

from support import raw_data
from support.browser import Visit, visit
from support.built_site import ADDRESS, Built, plain

ROWS = "#effects-table tbody tr"
# Column of the difference, as people count.
DIFFERENCE = "Difference"


@pytest.fixture
def results(browser: Browser, rich: Built) -> Iterator[Visit]:
    """A window that meets the site of a made-up drug; at the end nothing may have gone wrong in it."""
    with visit(browser, rich.root, ADDRESS) as opened:
        yield opened
        assert opened.wrong == []


@pytest.fixture(scope="module")
def effects(rich: Built) -> list[dict[str, str]]:
    """Every difference between two arms that the site shows, as written, with the schedule of its arm."""
    schedules = {
        key: arm.get("schedule", "not stated")
        for kind in ("studies", "groups")
        for content in raw_data.entities(rich.data, kind).values()
        for key, arm in content.get("arms", {}).items()
    }
    shown = rich.site.view.preferred
    return [
        {**row, "schedule": schedules[row["arm"]], "role": row["role"] or "not-stated"}
        for row in raw_data.rows(rich.data, "reports.csv")
        if row["statistic"] == "ls-mean-difference"
        and (row["source"], row["source_version"])
        == (shown[row["fact"]].source, shown[row["fact"]].source_version or "")
    ]


def _shown(page: Page) -> list[str]:
    """The facts of the rows that can be seen, in order."""
    rows = page.locator(ROWS).filter(visible=True)
    return [row.locator("a.figure").first.get_attribute("data-fact") or "" for row in rows.all()]


def _facts(effects: list[dict[str, str]], **wanted: str) -> list[str]:
    return sorted(row["fact"] for row in effects if all(row[name] == value for name, value in wanted.items()))


def test_every_difference_between_arms_stands_in_the_table(results: Visit, effects: list[dict[str, str]]) -> None:
    assert sorted(_shown(results.open("results/"))) == _facts(effects) != []


@pytest.mark.parametrize(
    ("name", "column"), [("study", "study"), ("endpoint", "endpoint"), ("arm", "schedule"), ("role", "role")]
)
def test_a_filter_leaves_the_rows_that_fit_and_lives_in_the_address(
    name: str, column: str, results: Visit, effects: list[dict[str, str]]
) -> None:
    page = results.open("results/")
    choice = page.locator(f"select[name={name}]")
    values = [option.get_attribute("value") for option in choice.locator("option").all()]
    assert values[0] == ""
    assert sorted(values[1:]) == sorted({row[column] for row in effects})
    for value in values[1:]:
        choice.select_option(value)
        assert sorted(_shown(page)) == _facts(effects, **{column: value})
        address = page.url
        assert f"?{name}=" in address
        page.reload()
        assert sorted(_shown(page)) == _facts(effects, **{column: value})
        assert choice.input_value() == value
    choice.select_option("")
    assert (page.url, sorted(_shown(page))) == (f"{ADDRESS}results/", _facts(effects))


def test_filters_work_together_and_say_how_many_rows_are_left(results: Visit, effects: list[dict[str, str]]) -> None:
    first = effects[0]
    page = results.open(f"results/?study={first['study']}&endpoint={first['endpoint']}")
    left = _facts(effects, study=first["study"], endpoint=first["endpoint"])
    assert sorted(_shown(page)) == left
    assert page.locator("form[data-filters] output").text_content() == f"{len(left)} of {len(effects)} shown"


@pytest.mark.parametrize("query", ["?study=no-such-study", "?unknown=1", "?study=%3Cb%3E&role="])
def test_an_address_that_asks_for_nothing_known_shows_all(
    query: str, results: Visit, effects: list[dict[str, str]]
) -> None:
    assert sorted(_shown(results.open(f"results/{query}"))) == _facts(effects)


def test_rows_are_sorted_by_number_and_turned_round_by_a_second_press(
    results: Visit, effects: list[dict[str, str]]
) -> None:
    page = results.open("results/")
    values = {row["fact"]: Decimal(row["value"]) for row in effects}
    button = page.locator("#effects-table thead button", has_text=DIFFERENCE)
    for turn, order in ((1, "ascending"), (-1, "descending")):
        button.click()
        shown = [values[fact] for fact in _shown(page)]
        assert shown == sorted(shown, key=lambda value: turn * value)
        assert page.locator("#effects-table th", has_text=DIFFERENCE).get_attribute("aria-sort") == order
    page.locator("#effects-table thead button", has_text="Study").click()
    names = [plain(text) for text in page.locator(f"{ROWS} th").all_text_contents()]
    assert names == sorted(names, key=str.lower)
    assert page.locator("#effects-table [aria-sort]").count() == 1


def test_sorting_and_filters_can_be_worked_from_the_keyboard(results: Visit, effects: list[dict[str, str]]) -> None:
    page = results.open("results/")
    button = page.locator("#effects-table thead button", has_text=DIFFERENCE)
    button.focus()
    page.keyboard.press("Enter")
    assert page.locator("#effects-table th", has_text=DIFFERENCE).get_attribute("aria-sort") == "ascending"
    page.locator("select[name=study]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert 0 < len(_shown(page)) < len(effects)


def test_without_scripts_every_row_is_there_and_no_filter_pretends_to_work(
    browser: Browser, rich: Built, effects: list[dict[str, str]]
) -> None:
    with visit(browser, rich.root, ADDRESS, java_script_enabled=False) as opened:
        page = opened.open("results/?study=no-such-study")
        assert sorted(_shown(page)) == _facts(effects)
        assert not page.locator("form[data-filters]").is_visible()
        assert page.locator("#effects-table thead button").count() == 0
        assert opened.wrong == []
