"""The search finds what the site holds, however it is typed, and asks nothing before that."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Route
from playwright.sync_api import Page as Window

from evidence.site.cache import Cache
from evidence.site.search.index import bundle
from evidence.site.search.records import SearchRecord
from support.browser import Visit, visit
from support.built_site import ADDRESS, Built

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
FIRST = 3  # results among which the page looked for must be
EFFECT = "facts/ozzle-2.vid-cfb.w12.100mg-vs-placebo/"


@dataclass
class Searching:
    """A window in which one searches."""

    opened: Visit
    window: Window

    def type(self, query: str) -> list[str]:
        """The addresses found, in their order."""
        field = self.window.get_by_role("combobox")
        field.fill("")
        self.window.locator(".search-status:empty").wait_for(state="attached")
        field.fill(query)
        self.window.locator(".search-status:not(:empty)").wait_for()
        found = [option.get_attribute("href") for option in self.window.get_by_role("option").all()]
        return [address.removeprefix(ADDRESS) for address in found if address]


@contextmanager
def searching(browser: Browser, built: Built, place: str = "", **how: object) -> Iterator[Searching]:
    """A window on a page of a built site; fails at its end on any complaint of the browser."""
    with visit(browser, built.root, ADDRESS, **how) as opened:
        yield Searching(opened, opened.open(place))
        assert opened.wrong == []


@pytest.fixture(scope="module")
def here(browser: Browser, rich: Built) -> Iterator[Searching]:
    """One window for all that only types and reads."""
    with searching(browser, rich, "studies/") as window:
        yield window


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("fictabernil", "drug/"),
        ("FIC 0042", "drug/"),
        ("fic-0042", "drug/"),
        ("naive person", "glossary/#naive-nave-person"),
        ("NAÏVE person", "glossary/#naive-nave-person"),
        ("VID", "endpoints/vid/"),
        ("NCT99990102", "studies/ozzle-2/"),
        ("2020-999901-02", "studies/ozzle-2/"),
        ("OZZLE-2", "studies/ozzle-2/"),
        ("ozzle 2", "studies/ozzle-2/"),
        ("-1.23", EFFECT),
        ("−1.23", EFFECT),
        ("1.23", EFFECT),
        ("0.00004", "facts/ozzle-3.vid-cfb.w52.active-vs-placebo/"),
        (".00004", "facts/ozzle-3.vid-cfb.w52.active-vs-placebo/"),
        ("confidence interval", "glossary/#ci"),
        ("standard error", "glossary/#se"),
        ("orphan status", "timeline/#orphan-status"),
        ("upper limit of -0.0", "contradictions/#minus-zero"),
        ("deltaxin", "landscape/#deltaxin-open"),
        ("safety", "safety/"),
    ],
)
def test_what_is_looked_for_is_among_the_first(here: Searching, query: str, address: str) -> None:
    assert address in here.type(query)[:FIRST]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("naive", "naïve"),
        ("randomised", "randomized"),
        ("−1.23", "-1.23"),
        (".049", "0.049"),
        ("p=0.049", "P = .049"),
        ("FIC-0042", "fic0042"),
    ],
)
def test_two_ways_of_typing_are_one(here: Searching, one: str, other: str) -> None:
    assert here.type(one) == here.type(other)


@pytest.mark.parametrize("query", ["NCT99999999", "0.04912", "xylophone", "withholding", "§§ ¶"])
def test_what_the_site_does_not_hold_is_not_found(here: Searching, query: str) -> None:
    field = here.window.get_by_role("combobox")
    field.fill(query)
    here.window.wait_for_timeout(400)
    assert here.window.get_by_role("option").count() == 0


@pytest.mark.parametrize("data", ["rich", "single"])
def test_things_of_every_kind_are_found_by_their_title(
    browser: Browser, built_site: Callable[[str], Built], data: str
) -> None:
    built = built_site(data)
    kinds = ("drug", "study", "endpoint", "fact", "source", "event", "contradiction", "term")
    by_kind = {kind: [thing for thing in built.site.view.entities.values() if thing.kind == kind] for kind in kinds}
    missed = []
    with searching(browser, built, "methods/") as window:
        for thing in (found[len(found) // 2] for found in by_kind.values() if found):
            if thing.address not in window.type(thing.label)[:FIRST]:
                missed.append(thing.label)
    assert missed == []


@pytest.mark.parametrize("place", [EFFECT, "no/such/page/"])
def test_nothing_is_asked_before_the_reader_goes_to_the_field(browser: Browser, rich: Built, place: str) -> None:
    with searching(browser, rich, place) as window:
        asked: list[str] = []
        window.window.on("request", lambda request: asked.append(request.url))
        window.window.reload(wait_until="networkidle")
        assert [url for url in asked if "pagefind" in url or "search_index" in url] == []
        assert EFFECT in window.type("-1.23")
        assert any(url.endswith("pagefind/pagefind.js") for url in asked)


def test_a_keyboard_is_enough(browser: Browser, rich: Built) -> None:
    with searching(browser, rich, "about/") as window:
        page, keys = window.window, window.window.keyboard
        field, options = page.get_by_role("combobox"), page.get_by_role("option")
        for shortcut in ("/", "s"):
            keys.press(shortcut)
            assert field.evaluate("field => field === document.activeElement && field.value === ''")
            keys.press("Escape")
            assert not field.evaluate("field => field === document.activeElement")
        keys.press("/")
        keys.type("ozzle")
        options.first.wait_for()
        assert field.get_attribute("aria-expanded") == "true"
        marked = []
        for key_ in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown"):
            keys.press(key_)
            marked.append(page.locator("[role=option][aria-selected=true]").get_attribute("id"))
        last = f"search-option-{options.count() - 1}"
        assert marked == ["search-option-0", "search-option-1", "search-option-0", last, "search-option-0"]
        assert field.get_attribute("aria-activedescendant") == "search-option-0"
        keys.press("Escape")
        assert (options.count(), field.input_value(), field.get_attribute("aria-expanded")) == (0, "ozzle", "false")
        keys.press("Escape")
        assert field.input_value() == ""
        keys.type("s fictabernil")
        assert field.input_value() == "s fictabernil"
        field.fill("fic-0042")
        options.first.wait_for()
        keys.press("Enter")
        page.wait_for_url(f"{ADDRESS}drug/")


def test_a_result_on_the_same_page_closes_the_list(browser: Browser, rich: Built) -> None:
    with searching(browser, rich, "glossary/") as window:
        window.type("confidence interval")
        window.window.get_by_role("option").first.click()
        window.window.wait_for_url(f"{ADDRESS}glossary/#ci")
        window.window.get_by_role("option").first.wait_for(state="detached")


def test_a_result_says_its_kind_its_title_and_some_of_its_text(here: Searching) -> None:
    here.type("-1.23")
    kind, title, text = here.window.get_by_role("option").first.locator("> span").all_inner_texts()
    assert kind == "Fact"
    assert title.startswith("Change from baseline in the Vørnåk Index of Domains")
    assert text.startswith("−1.23 points (")
    assert here.window.locator(".search-status").inner_text().endswith("results")


def test_many_results_are_counted_and_ten_are_shown(here: Searching) -> None:
    assert len(here.type("ozzle")) == 10
    assert here.window.locator(".search-status").inner_text().startswith("First 10 of ")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_open_list_breaks_no_rule_and_fits(browser: Browser, rich: Built, width: int, scheme: str) -> None:
    with searching(browser, rich, "studies/ozzle-2/", width=width, scheme=scheme) as window:
        window.window.add_init_script(path=AXE)
        window.window.reload()
        window.type("Vornak")
        window.window.keyboard.press("ArrowDown")
        broken = (
            "axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`))"
        )
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert window.window.evaluate(f"{broken}.then((found) => [found, {sideways}])") == [[], 0]
        for part in (window.window.get_by_role("combobox"), window.window.get_by_role("listbox")):
            box = part.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width


def test_there_is_no_field_without_javascript(browser: Browser, rich: Built) -> None:
    with searching(browser, rich, java_script_enabled=False) as window:
        assert not window.window.locator(".search").is_visible()


def test_what_was_lost_on_the_way_is_asked_for_again(browser: Browser, rich: Built) -> None:
    # Pagefind then tries to run on the page itself, which the policy refuses: the complaints are its own.
    with visit(browser, rich.root, ADDRESS) as opened:
        page = opened.open("about/")
        lost: list[str] = []

        def lose(route: Route) -> None:
            lost.append(route.request.url)
            route.abort()

        page.context.route("**/pagefind-worker.js", lose, times=1)
        assert EFFECT in Searching(opened, page).type("-1.23")
        assert len(lost) == 1


def test_what_is_found_stays_text(browser: Browser, rich: Built, tmp_path: Path) -> None:
    shutil.copytree(rich.root / "assets", tmp_path / "assets")
    shutil.copy(rich.root / "index.html", tmp_path)
    hostile = '<img src="data:," onerror="document.title=\'ran\'"><script>document.title="ran"</script>'
    records = [SearchRecord("drug/", hostile, f"zebra {hostile}", f"zebra {hostile}", (hostile,))]
    for path, content in bundle(records, Cache(tmp_path / "cache")).items():
        target = tmp_path / "pagefind" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    with visit(browser, tmp_path, ADDRESS) as opened:
        window = Searching(opened, opened.open())
        assert window.type("zebra") == ["drug/"]
        (option,) = window.window.get_by_role("option").all()
        assert option.locator("img, script").count() == 0
        assert hostile in option.inner_text()
        assert window.window.title() != "ran"
