"""Pictures of the charts that differ between two built sites, before and after. Run by `make pictures`.

    python tests/support/chart_pictures.py BEFORE AFTER FOLDER

BEFORE and AFTER are built sites; without BEFORE there is nothing to compare with. FOLDER gets `page--chart-before.png` and `-after.png` of each chart
that is drawn otherwise, and a page index.html that shows them side by side and opens without a server.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Sequence
from pathlib import Path

from lxml import html as tree
from lxml.html import HtmlElement
from playwright.sync_api import Browser

from support.browser import MissingBrowserError, chromium, visit
from support.built_site import ADDRESS

MANY = 60  # charts that somebody still looks at
HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Changed charts</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self'; style-src 'unsafe-inline'">
<style>body { font: 1rem/1.5 sans-serif; margin: 2rem; color-scheme: light dark; }
section { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; } h2 { grid-column: 1 / -1; } img { max-width: 100%; }</style>
</head><body><h1>Changed charts, before and after</h1>
"""


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; 1 where there is no browser."""
    before, after, folder = (Path(each) for each in arguments)
    if not before.is_dir():
        print(f"No charts are pictured, for {before} is not there")
        return 0
    was, now = drawings(before), drawings(after)
    changed = [place for place in sorted({*was, *now}) if was.get(place) != now.get(place)]
    folder.mkdir(parents=True, exist_ok=True)
    shown = []
    try:
        with chromium() as browser:
            for place in changed[:MANY]:
                sides = {"before": (before, was), "after": (after, now)}
                names = {
                    side: _picture(browser, site, place, folder, side)
                    for side, (site, known) in sides.items()
                    if place in known
                }
                shown.append((place, names))
    except MissingBrowserError as missing:
        print(missing, file=sys.stderr)
        return 1
    (folder / "index.html").write_text(HEAD + "".join(map(_section, shown)), encoding="utf-8")
    more = f", {len(changed) - MANY} more not pictured" if len(changed) > MANY else ""
    print(f"{len(changed)} changed charts in {folder}{more}")
    return 0


def elements(element: HtmlElement, path: str) -> list[HtmlElement]:
    """Return the elements that an XPath finds below an element."""
    found = element.xpath(path)
    return [each for each in found if isinstance(each, HtmlElement)] if isinstance(found, list) else []


def drawings(site: Path) -> dict[tuple[str, str], str]:
    """Page and chart -> how it is drawn, of every chart on a built site."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        text = path.read_bytes()
        if b'class="chart"' in text:
            page = path.relative_to(site).as_posix().removesuffix("index.html")
            for figure in elements(tree.document_fromstring(text), "//figure[@class='chart'][@id]"):
                drawn = elements(figure, ".//figcaption | .//svg | .//ul[@class='key']")
                found[page, figure.get("id", "")] = "".join(tree.tostring(each, encoding="unicode") for each in drawn)
    return found


def _picture(browser: Browser, site: Path, place: tuple[str, str], folder: Path, side: str) -> str:
    page, chart = place
    name = f"{page.strip('/').replace('/', '-') or 'home'}--{chart}-{side}.png"
    with visit(browser, site, ADDRESS, width=1440, reduced_motion="reduce") as opened:
        opened.open(page).add_style_tag(
            content=".md-header, .md-tabs { display: none }"
        )  # they would lie over the chart
        opened.page.locator(f"[id='{chart}']").screenshot(path=folder / name)
    return name


def _section(shown: tuple[tuple[str, str], dict[str, str]]) -> str:
    (page, chart), names = shown
    sides = [
        f'<figure><figcaption>{side}</figcaption><img src="{html.escape(names[side])}" alt="{side}"></figure>'
        if side in names
        else f"<p>{side}: no such chart</p>"
        for side in ("before", "after")
    ]
    return f"<section><h2>{html.escape(f'/{page}#{chart}')}</h2>{''.join(sides)}</section>\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
