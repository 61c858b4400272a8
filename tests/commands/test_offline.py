"""The copy for a disk, opened in a real browser from a disk: pages, links, colours and figures without a server."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import html
from playwright.sync_api import Browser, Page

from evidence.commands.offline import with_file_links
from support.built_site import DATA, ROOT, Built, files, surroundings

OPENED = ("index.html", "results/index.html", "data/index.html", "api/v1/index.html", "embed/charts/forest/index.html")


@pytest.fixture(scope="module", params=["single"])
def copied(
    request: pytest.FixtureRequest, built_site: Callable[[str], Built], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Built, Path]:
    """A built site, and its copy as the command writes it."""
    built = built_site(request.param)
    target = tmp_path_factory.mktemp("a disk, with spaces & signs") / "copy"
    _copy(built, target)
    return built, target


def _copy(built: Built, target: Path) -> str:
    command = [
        sys.executable,
        "-m",
        "evidence.commands",
        "offline",
        str(built.root),
        str(target),
        "--data",
        DATA[built.name],
    ]
    done = subprocess.run(command, cwd=ROOT, env=surroundings(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_link_of_the_copy_names_a_file_that_is_there(copied: tuple[Built, Path]) -> None:
    built, target = copied
    names, gone = set(files(target)), []
    for name in sorted(name for name in names if name.endswith(".html")):
        tree = html.fromstring((target / name).read_bytes())
        references = [
            *tree.xpath("//@href"),
            *tree.xpath("//@src"),
            *(each.partition("url=")[2] for each in tree.xpath("//meta[@http-equiv='refresh']/@content")),
        ]
        for reference in references:
            path = urldefrag(urljoin(f"file:///{name}", reference)).url.partition("?")[0]
            if path.startswith("file:///") and unquote(path.removeprefix("file:///")) not in names:
                gone.append(f"{name}: {reference}")
    assert not gone, gone[:10]
    left = set(files(built.root)) - names
    assert all(re.match(r"pagefind/|404\.html|sitemap\.|(.*[/.])?card\.png", name) for name in left), left


def _opened(browser: Browser, path: Path, wrong: list[str], scheme: str = "light") -> Page:
    page = browser.new_context(color_scheme=scheme).new_page()
    page.on("console", lambda message: message.type == "error" and wrong.append(f"{path.name}: {message.text}"))
    page.on("pageerror", lambda error: wrong.append(f"{path.name}: {error}"))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or wrong.append(asked.url))
    # A request that is cancelled because the reader goes on is no error.
    page.on(
        "requestfailed", lambda asked: "ABORTED" in (asked.failure or "") or wrong.append(f"{path.name}: {asked.url}")
    )
    page.goto(path.as_uri(), wait_until="load")
    return page


def test_pages_open_from_a_disk_whole_and_ask_for_nothing(copied: tuple[Built, Path], browser: Browser) -> None:
    _, target = copied
    wrong: list[str] = []
    fact = next(path for path in sorted((target / "facts").iterdir()) if path.is_dir())
    for name in (*OPENED, f"facts/{fact.name}/index.html"):
        page = _opened(browser, target / name, wrong, "dark")
        # Style sheets, their font and the scripts are there: dark colours come from the scheme, by script or by style.
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(map(int, re.findall(r"\d+", colour)[:3])) < 3 * 64, name
        assert page.evaluate(
            "document.fonts.ready.then(() => [...document.fonts].some((font) => font.status === 'loaded'))"
        ), name
        if not name.startswith("embed/"):
            assert "without search" in page.inner_text(".search-absent"), name
            assert page.query_selector("input[type=search], input.search-field") is None
        assert page.query_selector(".files button") is None
        page.context.close()
    assert wrong == []


def test_a_reader_walks_through_the_copy(copied: tuple[Built, Path], browser: Browser) -> None:
    _, target = copied
    wrong: list[str] = []
    page = _opened(browser, target / "index.html", wrong)
    # What is still being loaded when one walks on fails, and says nothing of the copy.
    page.wait_for_load_state("networkidle")
    page.click("article a.figure >> nth=0")
    page.wait_for_url("**/facts/**/index.html")
    page.wait_for_load_state("networkidle")
    page.click("article table a >> nth=0")
    assert (page.url.startswith(target.as_uri()) and page.url.endswith("index.html")) or "#" in page.url
    page.wait_for_load_state("networkidle")
    page.goto((target / "index.html").as_uri() + "?as-of=1999-01-01", wait_until="networkidle")
    assert wrong == []
    page.context.close()


def test_what_moved_leads_on_from_a_disk_too(copied: tuple[Built, Path], browser: Browser) -> None:
    built, target = copied
    wrong: list[str] = []
    for address in list(built.moved)[:1]:
        page = _opened(browser, target / address / "index.html", wrong)
        page.wait_for_url("**/studies/**/index.html")
        page.context.close()
    assert built.moved and wrong == []


def test_the_archive_is_the_folder_and_the_same_each_time(copied: tuple[Built, Path], tmp_path: Path) -> None:
    built, target = copied
    archive = target.with_name("copy.zip")
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        assert {name.removeprefix("copy/"): opened.read(name) for name in opened.namelist()} == files(target)
    printed = _copy(built, tmp_path / "copy")
    assert (tmp_path / "copy.zip").read_bytes() == archive.read_bytes()
    assert re.fullmatch(rf"{len(files(target))} files in .*copy and .*copy\.zip\n", printed)


@pytest.mark.parametrize(
    ("page", "copied_as"),
    [
        ('<a href="../x/">', '<a href="../x/index.html">'),
        ('<a href="./">', '<a href="./index.html">'),
        ('<a href="../..">', '<a href="../../index.html">'),
        ('<a href=".">', '<a href="./index.html">'),
        ('<a href="x/#y">', '<a href="x/index.html#y">'),
        ('<a href="x/?as-of=2026-01-16#y">', '<a href="x/index.html?as-of=2026-01-16#y">'),
        ('<a href="#y">', '<a href="#y">'),
        ('<a href="x.json">', '<a href="x.json">'),
        ('<a href="SHA256SUMS">', '<a href="SHA256SUMS">'),
        ('<a href="https://example.org/x/">', '<a href="https://example.org/x/">'),
        ('<a href="mailto:a@example.org">', '<a href="mailto:a@example.org">'),
        ('<meta http-equiv="refresh" content="0; url=../x/#y">', '<meta http-equiv="refresh" content="0; url=../x/index.html#y">'),
        ('<img src="../a/b.png">', '<img src="../a/b.png">'),
    ],
)  # fmt: skip
def test_a_reference_names_its_file(page: str, copied_as: str) -> None:
    assert with_file_links(page) == copied_as
