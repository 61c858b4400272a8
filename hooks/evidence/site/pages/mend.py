"""What to do about a page that is wrong: the line at the end of every page."""

from __future__ import annotations

from evidence.analysis.entity_index import Entity
from evidence.site.render import Renderer


def block(render: Renderer, address: str, thing: Entity | None, edit: str) -> str:
    """The line for the page at an address, as HTML. `edit` is where what says the page is edited."""
    return str(render.part("_mend.jinja", address, thing=thing, where=edit))
