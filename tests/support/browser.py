"""A Chromium that meets the built site at its public address; what it asks of any other address is refused and told."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, ViewportSize, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "Chromium is missing: apt-get install chromium"
# Without a sandbox, for CI runs as root; without what a browser asks of its maker's servers by itself.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --disable-dev-shm-usage"
).split()
# Heights of the windows in which a laptop and a phone show a page, by their width.
HEIGHTS = {1440: 900, 1280: 800, 390: 844}


Scheme = Literal["light", "dark"]
Motion = Literal["no-preference", "reduce"]
# What opens a page at an address.
Open = Callable[..., Page]


class MissingBrowserError(Exception):
    """No Chromium is installed; the message is the line that installs it."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine; raises MissingBrowserError where there is none."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        raise MissingBrowserError(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page that was opened. `wrong` is what the browser complained of and what was asked of another address."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, place: str = "") -> Page:
        """Open the page at a path from the root of the site; it is loaded, and its scripts have run."""
        self.page.goto(self.address + place, wait_until="load")
        return self.page


# Windows that are free to be used again, by browser and settings: a fresh profile of the browser takes as long as a page.
_free: dict[tuple[Browser, str], list[BrowserContext]] = {}


@contextmanager
def visit(
    browser: Browser,
    folder: Path,
    address: str,
    width: int = 1280,
    scheme: Scheme = "light",
    reduced_motion: Motion = "no-preference",
    **more: Any,
) -> Iterator[Visit]:
    """A window that remembers nothing and meets the files of `folder` at `address`, as GitHub Pages shows them. `more` goes
    to Playwright, as settings of the profile.
    """
    free = _free.setdefault((browser, repr(sorted(more.items()))), [])
    context = free.pop() if free else browser.new_context(service_workers="block", **more)
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.set_viewport_size(ViewportSize(width=width, height=HEIGHTS.get(width, 900)))
    page.emulate_media(color_scheme=scheme, reduced_motion=reduced_motion)
    opened = Visit(page, address)
    _serve(context, folder, opened)
    page.on("pageerror", lambda error: opened.wrong.append(f"script: {error}"))
    page.on("console", lambda said: _complaint(opened, said))
    try:
        yield opened
    finally:
        _forget(context, page, address)
        free.append(context)


def _forget(context: BrowserContext, page: Page, address: str) -> None:
    """Close the pages of a window and remove what they stored or changed."""
    context.set_offline(False)
    context.unroute_all(behavior="ignoreErrors")
    origin = "/".join(address.split("/")[:3])
    context.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    for each in context.pages:
        each.close()


def _complaint(opened: Visit, said: ConsoleMessage) -> None:
    """Note an error of the console, but not that a page which is not there answers 404."""
    if said.type == "error" and not (
        said.location["url"] == opened.page.url and said.text.startswith("Failed to load resource")
    ):
        opened.wrong.append(f"console: {said.text} ({said.location['url']})")


def _serve(context: BrowserContext, folder: Path, opened: Visit) -> None:
    """Answer every request from the folder; refuse and note what goes elsewhere."""

    def answer(route: Route) -> None:
        asked = route.request.url.partition("?")[0]
        if not asked.startswith(opened.address):
            opened.wrong.append(f"request: {asked}")
            route.abort()
            return
        path = folder / unquote(asked.removeprefix(opened.address))
        if path.is_dir():
            path /= "index.html"
        if path.is_file():
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            route.fulfill(body=path.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body=(folder / "404.html").read_bytes(), content_type="text/html")

    context.route("**/*", answer)
