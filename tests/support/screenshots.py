"""Pictures of every kind of page, for eyes: laptop and phone, light and dark, paper. Run by `make screenshots`.

    python tests/support/screenshots.py SITE FOLDER [KIND...]

SITE is a built site, FOLDER gets one PNG a picture, `kind-1440-light.png`, and one PDF a kind.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from evidence.site.site import Site
from support import page_kinds
from support.browser import MissingBrowserError, Scheme, chromium, visit
from support.built_site import ADDRESS, ROOT

SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def main(arguments: Sequence[str]) -> int:
    """Take the pictures; 1 where there is no browser or a page complains."""
    site, folder = Path(arguments[0]), Path(arguments[1])
    folder.mkdir(parents=True, exist_ok=True)
    view = Site(ROOT / os.environ.get("EVIDENCE_DATA", "data"), {"SITE_URL": ADDRESS}).view
    found = {kind: page_kinds.address(view, kind) for kind in arguments[2:] or page_kinds.ALL}
    complaints = []
    try:
        with chromium() as browser:
            for kind, address in found.items():
                for width, scheme in [(w, s) for w in (1440, 390) for s in SCHEMES if address is not None]:
                    with visit(browser, site, ADDRESS, width, scheme, reduced_motion="reduce") as opened:
                        page = opened.open(address or "")
                        page.screenshot(path=folder / f"{kind}-{width}-{scheme}.png", full_page=True)
                        if (width, scheme) == (1440, "light"):
                            page.pdf(path=folder / f"{kind}.pdf", format="A4", prefer_css_page_size=True)
                        complaints += [f"{kind}, {width}, {scheme}: {wrong}" for wrong in opened.wrong]
    except MissingBrowserError as missing:
        complaints.append(str(missing))
    print(*complaints, f"{len(list(folder.glob('*.png')))} pictures in {folder}", sep="\n")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
