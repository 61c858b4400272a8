"""How to cite a page, a fact and its source: the block at the end of every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence.analysis.entity_index import Entity
from evidence.site.exports import bibliography
from evidence.site.exports.bibliography import Reference
from evidence.site.render import Renderer


def block(
    render: Renderer, address: str, thing: Entity | None, reference: Reference, formats: Mapping[str, Any]
) -> str:
    """The block for the page at an address, as HTML. `formats` is ending of a file -> (name, type)."""
    sources = render.view.evidence.sources

    def cited(key: str) -> Reference:
        return bibliography.of_source(key, sources[key])

    return str(render.part("_cite.jinja", address, thing=thing, reference=reference, formats=formats, cited=cited))
