"""The Markdown twin of each page: a head from a template, then what the finished page says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evidence.model import links, representations
from evidence.site.exports.content import to_markdown
from evidence.site.exports.markdown import readable
from evidence.site.output import Output
from evidence.site.render import Renderer


def of_page(render: Renderer, page: Output, address: str, html: str, data: str) -> Output:
    """The twin of a page with this finished content. `data` is the address of its document in the API, or nothing."""
    site = render.view.evidence.site
    head = render.part(
        "twin.md.jinja",
        address,
        title=page.title,
        description=page.description,
        address=links.absolute(site.site_url, address),
        version=page.updated or site.as_of,
        data=links.absolute(site.site_url, data) if data else "",
    )
    return Output(representations.twin(address), f"{readable(head)}\n\n{to_markdown(html, site.site_url, address)}")


def of_moves(render: Renderer, standing: Callable[[str], str | bytes | None]) -> Iterator[Output]:
    """The twins of pages that only lead on. One that moved as a whole carries what `standing` says is there."""
    for move in render.view.moves.pages:
        if move.is_removed:
            continue
        now = standing(representations.twin(move.targets[0])) if len(move.targets) == 1 and not move.number else None
        made = render.part("moved.md.jinja", move.address, move=move, targets=move.targets)
        yield Output(representations.twin(move.address), now or f"{readable(made)}\n")
