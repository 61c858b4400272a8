"""The Markdown twin of each page: a head from a template, then the content of the finished page."""

from collections.abc import Callable, Iterable, Iterator

from evidence.analysis.moved_addresses import Move
from evidence.model import links, representations
from evidence.site.exports import markdown
from evidence.site.output import Output
from evidence.site.render import Renderer


def of_page(render: Renderer, page: Output, address: str, html: str, document: str) -> Output:
    """The twin of a page with this content; `document` is the address of its document in the API, or empty."""
    site = render.site
    whole = links.absolute(site.site_url, address)
    head = render.part(
        "twin.md.jinja",
        address,
        title=page.title,
        description=page.description,
        address=whole,
        version=page.updated or render.version,
        name=site.name,
        licence=site.licence,
        data=links.absolute(site.site_url, document) if document else "",
    )
    twin = f"{markdown.from_template(head)}\n\n{markdown.from_html(html, whole)}"
    return Output(representations.twin(address), twin)


def of_moves(
    render: Renderer, moves: Iterable[Move], published: Callable[[str], str | bytes | None]
) -> Iterator[Output]:
    """The twins of pages that were moved. One that has one new address is a copy of the twin there, which `published`
    gives by its address; any other lists the new addresses.
    """
    site_url = render.site.site_url
    for move in moves:
        if move.is_removed:
            continue
        copied = move.targets[0] if len(move.targets) == 1 and not move.number else None
        twin = published(representations.twin(copied)) if copied is not None else None
        if not twin:
            targets = [links.absolute(site_url, target) for target in move.targets]
            name = move.number or f"/{move.address}"
            listed = render.part("moved.md.jinja", move.address, name=name, number=move.number, targets=targets)
            twin = f"{markdown.from_template(listed)}\n"
        yield Output(representations.twin(move.address), twin)
