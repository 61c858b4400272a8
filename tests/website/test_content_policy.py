"""Every page says what it may run and load, and a browser keeps to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser

import mkdocs_adapter
from evidence.site.content_policy import META, with_policy
from support.browser import visit
from support.built_site import ADDRESS, Built, Page

# What runs no matter its type, as browsers read it; data such as JSON have types of their own.
SCRIPT_TYPES = ("", "module", "text/javascript", "application/javascript")
HOSTILE = """<script>document.title = "ran"</script><img src="data:," onerror="document.title = 'ran'">
<a id="lure" href="javascript:document.title='ran'">x</a><script src="https://example.com/foreign.js"></script>"""


def directives(page: Page) -> dict[str, list[str]]:
    """The policy of a page, which stands first in its head: rule -> what it allows."""
    first = page.tree.find("head")[0]
    assert (first.tag, first.get("http-equiv")) == ("meta", "Content-Security-Policy"), page.address
    return {name: allowed for name, *allowed in (rule.split() for rule in first.get("content").split(";"))}


def test_every_page_allows_its_own_site_and_nothing_else(built: Built) -> None:
    for page in built.pages.values():
        assert directives(page) == {
            "default-src": ["'none'"],
            "script-src": ["'self'"],
            "style-src": ["'self'", "'unsafe-inline'"],
            "img-src": ["'self'", "data:"],
            **{f"{kind}-src": ["'self'"] for kind in ("font", "connect", "worker", "manifest")},
            **{f"{kind}": ["'none'"] for kind in ("base-uri", "form-action")},
        }


def test_no_page_has_a_script_in_its_text(built: Built) -> None:
    inline = {
        page.address
        for page in built.pages.values()
        for script in page.tree.iter("script")
        if not script.get("src") and script.get("type", "").lower() in SCRIPT_TYPES
    }
    assert inline == set()


def test_the_encoding_is_still_said_where_browsers_look_for_it(built: Built) -> None:
    late = [page.address for page in built.pages.values() if b"<meta charset=" not in page.content[:1024]]
    assert late == []


def test_no_page_has_a_handler_in_an_attribute(built: Built) -> None:
    handlers = {
        (page.address, name)
        for page in built.pages.values()
        for name in page.tree.xpath("//@*[starts-with(name(), 'on')]")
    }
    assert handlers == set()


@pytest.fixture
def broken_into(rich: Built, tmp_path: Path) -> Path:
    """The home page with a stranger's scripts: as it would be served, and as `unguarded.html` without its policy."""
    shutil.copytree(rich.root / "assets", tmp_path / "assets")
    page = (rich.root / "index.html").read_text(encoding="utf-8").replace("</article>", f"{HOSTILE}</article>", 1)
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    unguarded = page.replace('http-equiv="Content-Security-Policy"', 'name="no-policy"')
    (tmp_path / "unguarded.html").write_text(unguarded, encoding="utf-8")
    return tmp_path


def test_a_browser_stops_a_script_that_is_not_ours(browser: Browser, broken_into: Path) -> None:
    with visit(browser, broken_into, ADDRESS) as opened:
        page = opened.open("unguarded.html")
        assert page.title() == "ran", "the test would not see a script that runs"
        asked = [wrong for wrong in opened.wrong if wrong.startswith("request:")]
        assert asked == ["request: https://example.com/foreign.js"]
    with visit(browser, broken_into, ADDRESS) as opened:
        page = opened.open()
        page.evaluate("document.getElementById('lure').click()")
        page.wait_for_timeout(200)
        assert page.title() != "ran"
        refused = [wrong for wrong in opened.wrong if "Content Security Policy" in wrong]
        assert len(refused) == len(opened.wrong) == 4


def test_no_page_may_make_code_of_text(browser: Browser, rich: Built) -> None:
    tried = """() => new Promise((say) => {
      const script = document.createElement("script");
      script.src = URL.createObjectURL(new Blob(["document.title = 'ran'"], { type: "text/javascript" }));
      script.onload = script.onerror = () => say(document.title);
      document.head.append(script);
    })"""
    with visit(browser, rich.root, ADDRESS) as opened:
        assert opened.open().evaluate(tried) != "ran"


def test_the_policy_is_first_in_the_head_and_the_same_for_every_page() -> None:
    page = "<html><head lang=en><title>a</title></head></html>"
    assert with_policy(page) == f"<html><head lang=en>{META}<title>a</title></head></html>"


def test_a_page_without_a_head_is_refused() -> None:
    with pytest.raises(ValueError, match="head"):
        with_policy("<header></header>")


def test_a_page_that_is_being_worked_on_has_no_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    # `mkdocs serve` puts a script of its own into each page, which loads it again after a change.
    page = SimpleNamespace(file=SimpleNamespace(src_uri="index.md"))
    for command, has_policy in (("serve", False), ("build", True)):
        session = SimpleNamespace(is_serving=command == "serve", build=SimpleNamespace(keep=lambda *_: None))
        monkeypatch.setattr(mkdocs_adapter, "_session", session)
        assert (mkdocs_adapter.on_post_page("<head></head>", page=page) != "<head></head>") == has_policy
