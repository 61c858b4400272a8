"""What every kind of page does: render its template at an address and say which data it came from."""

from __future__ import annotations

from typing import Any

from evidence import links
from evidence.model import Record
from evidence.output import Output
from evidence.render import Renderer


def page(render: Renderer, template: str, address: str, origin: Record | str, updated: str = "", **context: Any) -> Output:
    """The page at an address. `origin` is the record that says it, or a path in data/; `updated` a date."""
    made = render.page(f"{template}.md.jinja", address, **context)
    if isinstance(origin, str):
        edit = origin
    else:
        path, line, _ = origin.place.at()
        edit = f"{path}#L{line}"
    return Output(
        uri=links.source_uri(address),
        content=made.body,
        title=made.title,
        description=made.description,
        edit=edit,
        updated=updated or render.view.evidence.site.as_of,
    )
