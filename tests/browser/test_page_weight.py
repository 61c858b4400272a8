"""What a reader downloads stays small: tests/budget.json says how small, in bytes as a server sends them."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Request

from bench import programme
from evidence.site import pages
from evidence.site.gather import Gatherer
from evidence.site.pages.page import rendered
from evidence.site.render import Renderer
from evidence.site.site import Site
from support import page_kinds
from support.browser import visit
from support.built_site import ADDRESS, ROOT, Built

BUDGET = json.loads((ROOT / "tests" / "budget.json").read_text(encoding="utf-8"))
# No page may be larger than this, however much a site holds.
LARGEST = 100_000
# What a server leaves as it is, for it is packed already.
PACKED = {".woff2", ".png", ".pf_meta", ".pf_index", ".pf_fragment", ".pagefind"}


@cache
def _sent(path: Path) -> int:
    """The bytes of a file as a server sends it."""
    content = path.read_bytes()
    return len(content) if path.suffix in PACKED else len(gzip.compress(content, 6))


def _kind(address: str) -> str:
    """The kind of page that stands at an address, as the budget names it."""
    first, _, rest = address.strip("/").partition("/")
    many = {"facts": "fact", "studies": "study", "endpoints": "endpoint", "sources": "source", "analyses": "notebook"}
    if not first:
        return "home"
    if rest and first in many:
        return many[first]
    if address.strip("/") == "contributing/fields":
        return "reference"
    return "written" if first in ("about", "contributing", "decisions", "404.html") else "list"


def test_every_page_of_the_site_keeps_to_the_budget_of_its_kind(pooled: Built) -> None:
    sizes = {address: len(gzip.compress(page.content, 6)) for address, page in pooled.pages.items()}
    over = {address: size for address, size in sizes.items() if size > BUDGET["pages"][_kind(address)]}
    assert over == {}
    assert {_kind(address) for address in sizes} == set(BUDGET["pages"]) - {"about"}


def test_no_page_of_any_site_is_large(built: Built) -> None:
    assert {a: len(p.content) for a, p in built.pages.items() if len(gzip.compress(p.content, 6)) > LARGEST} == {}


def test_the_lists_of_a_site_of_three_thousand_pages_stay_small(tmp_path: Path) -> None:
    programme.write(tmp_path / "data", programme.studies_for(3000))
    site = Site(tmp_path / "data", {"EVIDENCE_CARDS": "no"})
    gather, render = Gatherer(site.view), Renderer(site.view.evidence)
    kinds = (
        pages.home,
        pages.results,
        pages.timeline,
        pages.checks,
        pages.safety,
        pages.facts,
        pages.studies,
        pages.sources,
    )
    made = [rendered(gather, render, next(iter(kind.pages(gather)))) for kind in kinds]
    sizes = {output.uri: len(gzip.compress(str(output.content).encode(), 6)) for output in made}
    # Head, foot and menu of a page take some room too.
    assert {uri: size for uri, size in sizes.items() if size > LARGEST - 10_000} == {}
    assert {"results.md", "facts/index.md"} <= set(sizes)


@dataclass
class Asked:
    """What a browser asked for, kind -> files; asked twice it is fetched once."""

    root: Path
    seen: dict[str, str] = field(default_factory=dict)

    def note(self, request: Request) -> None:
        """Remember a request."""
        self.seen.setdefault(unquote(request.url.partition("?")[0].partition("#")[0]), request.resource_type)

    def since(self, before: set[str]) -> Counter[str]:
        """Bytes by kind, all of them, and the number of requests, of what was not asked before."""
        found: Counter[str] = Counter()
        for url, kind in self.seen.items():
            if url not in before and url.startswith(ADDRESS):
                path = self.root / url.removeprefix(ADDRESS)
                size = _sent(path / "index.html" if path.is_dir() else path)
                found += Counter({kind: size, "all": size, "requests": 1})
        return found


@contextmanager
def _reading(browser: Browser, site: Built) -> Iterator[tuple[Page, Asked]]:
    asked = Asked(site.root)
    with visit(browser, site.root, ADDRESS) as opened:
        opened.page.on("request", asked.note)
        _read(opened.page, ADDRESS)
        yield opened.page, asked


def _read(page: Page, address: str) -> None:
    """Open a page and wait for all that it asks for. A busy machine can be idle in the network before the page asks at all."""
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_load_state("networkidle")


def _over(spent: Counter[str], budget: dict[str, int]) -> dict[str, int]:
    return {kind: size for kind, size in spent.items() if size > budget.get(kind, budget["all"])}


def test_a_first_view_keeps_to_its_budget(browser: Browser, pooled: Built) -> None:
    with _reading(browser, pooled) as (_, asked):
        spent = asked.since(set())
    assert {"document", "stylesheet", "script", "font"} <= set(spent)
    assert _over(spent, BUDGET["first view"]) == {}


@pytest.mark.parametrize("kind", ["fact", "endpoint", "study"])
def test_the_next_page_asks_for_itself_alone(browser: Browser, pooled: Built, kind: str) -> None:
    place = page_kinds.address(pooled.site.view, kind) or ""
    with _reading(browser, pooled) as (page, asked):
        before = set(asked.seen)
        _read(page, ADDRESS + place)
        spent = asked.since(before)
    assert spent["requests"] >= 1
    assert _over(spent, BUDGET["next page"]) == {}


def test_a_search_keeps_to_its_budget(browser: Browser, pooled: Built) -> None:
    with _reading(browser, pooled) as (page, asked):
        before = set(asked.seen)
        page.get_by_role("combobox").fill("placebo")
        page.get_by_role("option").first.wait_for()
        page.wait_for_load_state("networkidle")
        spent = asked.since(before)
    assert spent["requests"] > 3
    assert _over(spent, BUDGET["search"]) == {}


def test_a_chart_that_is_explored_keeps_to_its_budget(browser: Browser, pooled: Built) -> None:
    with _reading(browser, pooled) as (page, asked):
        _read(page, ADDRESS + "results/")
        before = set(asked.seen)
        page.get_by_role("button", name="Explore this chart").first.click()
        page.wait_for_timeout(500)
        page.wait_for_load_state("networkidle")
        spent = asked.since(before)
    assert spent["all"] > 100_000
    assert _over(spent, BUDGET["explore"]) == {}
