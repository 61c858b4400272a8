"""The search finds what the site holds, however it is typed, and asks nothing before that."""

from __future__ import annotations

import gzip
import json
import os
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
from evidence.site.search import HtmlPage, sections
from evidence.site.search.index import bundle
from evidence.site.search.records import SearchRecord
from evidence.site.search.spellings import key, other_spellings, with_spaces
from support.browser import Visit, visit
from support.built_site import ADDRESS, Built, files

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
FIRST = 3  # results among which the page looked for must be
EFFECT = "facts/neptunus-1.essdai-cfb.w48.monthly-vs-placebo/"


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
        ("Sjogren", "glossary/#sjd"),
        ("Sjögren", "glossary/#sjd"),
        ("SJÖGREN’S disease", "glossary/#sjd"),
        ("VAY736", "drug/"),
        ("vay 736", "drug/"),
        ("VAY-736", "drug/"),
        ("NCT05350072", "studies/neptunus-1/"),
        ("2021-005687-22", "studies/neptunus-2/"),
        ("NEPTUNUS-1", "studies/neptunus-1/"),
        ("neptunus 1", "studies/neptunus-1/"),
        ("-1.3", EFFECT),
        ("−1.3", EFFECT),
        ("1.3", EFFECT),
        ("0.0496", EFFECT),
        (".0496", EFFECT),
        ("p = .0496", EFFECT),
        ("randomised", "facts/neptunus-1.participants.randomised/"),
        ("randomized", "facts/neptunus-1.participants.randomised/"),
        ("haematological", "endpoints/essdai/#haematological"),
        ("hematological", "endpoints/essdai/#haematological"),
        ("anaemia", "glossary/#waiha"),
        ("anemia", "glossary/#waiha"),
        ("ESSDAI", "endpoints/essdai/"),
        ("adcc", "glossary/#adcc"),
        ("breakthrough", "timeline/#us-breakthrough"),
        ("baff receptor", "glossary/#baff-r"),
        ("death", "facts/neptunus-1.deaths/"),
        ("people randomised in NEPTUNUS-1", "contradictions/#neptunus-1-participants"),
        ("nipocalimab", "landscape/#nipocalimab-15"),
        ("what is not known", "#not-known"),
        ("safety", "safety/"),
    ],
)
def test_what_is_looked_for_is_among_the_first(here: Searching, query: str, address: str) -> None:
    assert address in here.type(query)[:FIRST]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Sjogren", "Sjögren"), ("−1.3", "-1.3"), (".0496", "0.0496"), ("p=0.0496", "P = .0496"), ("BAFF-R", "baffr")],
)
def test_two_ways_of_typing_are_one(here: Searching, one: str, other: str) -> None:
    assert here.type(one) == here.type(other)


@pytest.mark.parametrize("query", ["NCT99999999", "0.04961", "xylophone", "withholding", "§§ ¶"])
def test_what_the_site_does_not_hold_is_not_found(here: Searching, query: str) -> None:
    field = here.window.get_by_role("combobox")
    field.fill(query)
    here.window.wait_for_timeout(400)
    assert here.window.get_by_role("option").count() == 0


@pytest.mark.parametrize("data", ["data", "rich", "single"])
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


@pytest.mark.parametrize("place", ["", "studies/neptunus-1/", EFFECT, "no/such/page/"])
def test_nothing_is_asked_before_the_reader_goes_to_the_field(browser: Browser, rich: Built, place: str) -> None:
    with searching(browser, rich, place) as window:
        asked: list[str] = []
        window.window.on("request", lambda request: asked.append(request.url))
        window.window.reload(wait_until="networkidle")
        assert [url for url in asked if "pagefind" in url or "search_index" in url] == []
        assert EFFECT in window.type("-1.3")
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
        keys.type("essdai")
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
        assert (options.count(), field.input_value(), field.get_attribute("aria-expanded")) == (0, "essdai", "false")
        keys.press("Escape")
        assert field.input_value() == ""
        keys.type("s vay736")
        assert field.input_value() == "s vay736"
        field.fill("vay736")
        options.first.wait_for()
        keys.press("Enter")
        page.wait_for_url(f"{ADDRESS}drug/")


def test_a_result_on_the_same_page_closes_the_list(browser: Browser, rich: Built) -> None:
    with searching(browser, rich, "glossary/") as window:
        window.type("ADCC")
        window.window.get_by_role("option").first.click()
        window.window.wait_for_url(f"{ADDRESS}glossary/#adcc")
        window.window.get_by_role("option").first.wait_for(state="detached")


def test_a_result_says_its_kind_its_title_and_some_of_its_text(here: Searching) -> None:
    here.type("0.0496")
    kind, title, text = here.window.get_by_role("option").first.locator("> span").all_inner_texts()
    assert kind == "Fact"
    assert title.startswith("Change from baseline in ESSDAI")
    assert text.startswith("−1.3 points (95% CI −2.6 to 0.0; P = 0.0496)")
    assert here.window.locator(".search-status").inner_text().endswith("results")


def test_many_results_are_counted_and_ten_are_shown(here: Searching) -> None:
    assert len(here.type("essdai")) == 10
    assert here.window.locator(".search-status").inner_text().startswith("First 10 of ")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_open_list_breaks_no_rule_and_fits(browser: Browser, rich: Built, width: int, scheme: str) -> None:
    with searching(browser, rich, "studies/neptunus-1/", width=width, scheme=scheme) as window:
        window.window.context.add_init_script(path=AXE)
        window.window.reload()
        window.type("Sjogren")
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
        assert EFFECT in Searching(opened, page).type("-1.3")
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


def records(built: Built) -> list[dict[str, object]]:
    """What the built site gives a browser to find."""
    found = []
    for path in sorted(built.root.glob("pagefind/fragment/*")):
        found.append(json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")))
    return found


def test_everything_that_can_be_found_is_there(built: Built) -> None:
    found = [str(record["url"]).removeprefix("./") for record in records(built)]
    assert [address for address in found if not built.is_published(address)] == []
    assert len(found) == len(set(found)) > 100


def test_every_page_can_be_found(built: Built) -> None:
    found = {str(record["url"]).removeprefix("./") for record in records(built)}
    assert set(built.pages) - found - {"404.html"} == set()


def test_every_result_has_a_kind_and_a_title(built: Built) -> None:
    bare = [record["url"] for record in records(built) if not {"kind", "title"} <= set(record["meta"])]  # type: ignore[call-overload]
    assert bare == []


def test_only_what_a_browser_asks_for_is_published(built: Built) -> None:
    names = {path.name for path in (built.root / "pagefind").iterdir() if path.is_file()}
    fixed = {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.en.pagefind"}
    assert {name for name in names - fixed if not name.endswith(".pf_meta")} == set()
    assert not (built.root / "search").exists()


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    words = [f"word{number:03}" for number in range(400)]
    given = [
        SearchRecord(f"a/{number}/", "Fact", f"Title {number}", " ".join(words[number:]), (str(number),))
        for number in range(300)
    ]
    made = [bundle(given, Cache(tmp_path / name)) for name in ("one", "other")]
    assert made[0] == made[1]
    assert files(tmp_path / "one") == files(tmp_path / "other")


def test_what_was_indexed_once_is_not_indexed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [SearchRecord("a/", "Fact", "Title", "Text")]
    first = bundle(given, Cache(tmp_path))
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", os.devnull)
    assert bundle(given, Cache(tmp_path)) == first
    with pytest.raises(OSError):
        bundle([*given, SearchRecord("b/", "Fact", "Title", "Text")], Cache(tmp_path))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("randomised", "randomized"),
        ("Randomization", "randomisation"),
        ("haematological", "hematological"),
        ("hematology", "haematology"),
        ("anaemia", "anemia"),
        ("anemia", "anaemia"),
        ("hyperglycaemia", "hyperglycemia"),
        ("tumour", "tumor"),
        ("tumors", "tumours"),
        ("lymphoedema", "lymphedema"),
        ("analysed", "analyzed"),
        ("centre", "center"),
        ("programme", "program"),
        ("labelled", "labeled"),
        ("enrolment", "enrollment"),
        ("paediatric", "pediatric"),
        ("four hours of your exercise", "exercize"),
        ("for him", ""),
        ("tumor tumour", ""),
    ],
)
def test_words_have_other_spellings(text: str, other: str) -> None:
    assert other_spellings(text) == other


@pytest.mark.parametrize(
    ("name", "apart"),
    [("ABC123", "ABC 123"), ("ABC-123", "ABC 123"), ("TRIAL-2", "TRIAL 2"), ("TRIAL", ""), ("-1.3", "")],
)
def test_letters_and_digits_are_also_found_apart(name: str, apart: str) -> None:
    assert with_spaces(name) == apart


@pytest.mark.parametrize(
    ("name", "plain"), [("Sjögren’s", "sjogrens"), ("ABC-123", "abc123"), ("-1.3", "1.3"), ("anti-Ro/SSA", "antirossa")]
)
def test_a_whole_name_is_compared_without_its_signs(name: str, plain: str) -> None:
    assert key(name) == plain


def test_a_written_page_is_found_by_what_stands_under_each_heading() -> None:
    page = HtmlPage(
        "about/",
        "About & more",
        '<h1 id="top">About</h1><p class="lead">A <a href="x">site</a>.</p><h2 id="who">Who<a class="headerlink" href="#who">¶</a>'
        "</h2><table><tr><td>no</td></tr></table><ul><li><p>We &amp; you</p></li><li><a>only a link</a></li>"
        '<li>outer<ul><li>inner</li></ul></li></ul><script>no()</script><h2 id="bare">Bare</h2><figure><p>no</p></figure>',
    )
    assert sections(page) == [
        SearchRecord("about/", "Page", "About & more", "A site.", ("About & more",)),
        SearchRecord("about/#who", "Section", "Who (About & more)", "We & you outer inner"),
    ]
