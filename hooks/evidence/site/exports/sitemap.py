"""The list of all pages, with the day of each, for search engines."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping

from evidence.site.output import Output
from evidence.site.render import Renderer


def outputs(render: Renderer, pages: Mapping[str, str]) -> Iterator[Output]:
    """The list, as it is and packed; `pages` are address -> version."""
    made = f"{render.part('sitemap.xml.jinja', '', pages=sorted(pages.items()))}\n"
    yield Output("sitemap.xml", made)
    yield Output("sitemap.xml.gz", gzip.compress(made.encode(), mtime=0))
