"""llms.txt: an overview of the site for programs that read text, with the Markdown twin of each page."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.model import links
from evidence.site.exports import markdown
from evidence.site.output import Output
from evidence.site.render import Renderer


def output(render: Renderer, pages: Iterable[Output]) -> Output:
    """The file. `pages` are the generated ones; those that people write are there for every drug."""
    uris = {page.uri for page in pages}
    written = {links.address(name) for name in ("methods", "about", "analyses")}
    standing = written | {links.address(name) for name in links.PAGES if links.source_uri(links.address(name)) in uris}
    return Output(
        links.address("llms"), markdown.from_template(render.part("llms.txt.jinja", "", pages=standing)) + "\n"
    )
