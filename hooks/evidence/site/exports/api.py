"""The static API: an index, a collection a kind, a document a thing, each with links to the others and its JSON Schema.

Links between documents are relative, so that they hold under every address, on a mirror and on a disk. Addresses of pages
are whole, for a page is what one cites.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from evidence.analysis.entity_index import Entity
from evidence.analysis.view import View
from evidence.model import Record, links, representations
from evidence.model.number_format import as_text
from evidence.site.exports import openapi
from evidence.site.exports.api_documents import VERSION, schemas
from evidence.site.exports.collections import RESOURCES, Resource, ids
from evidence.site.exports.relations import relations
from evidence.site.output import Output

Document = dict[str, Any]


_LINKED = ("facts", "studies", "groups", "arms", "endpoints", "sources", "drug", "events", "landscape", "contradictions", "changes")  # fmt: skip


def outputs(view: View) -> Iterator[Output]:
    """Every document, its schema, and the description of them all."""
    made = _Api(view)
    for address, document in (*made.documents(), *made.gone()):
        yield Output(address, _json(document))
    published = schemas()
    for name, schema in published.items():
        yield Output(links.address("api-schema", name), _json(schema))
    described = openapi.description(view.evidence.site, published, RESOURCES)
    yield Output(links.address("api-openapi"), _json(described))


_NONE = Entity("", "", "", "")


class _Api:
    """The documents of one view."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._site = view.evidence.site

    def documents(self) -> Iterator[tuple[str, Document]]:
        """Address -> document."""
        counts = []
        for each in RESOURCES:
            things = tuple(ids(self._view, each))
            counts.append((each, len(things)))
            yield links.address("api-collection", each.name), self._collection(each, things)
            for id in things:
                address = representations.document(each.kind, id)
                yield address, self._entity(address, each.kind, id, self._data(each.kind, id))
        address = representations.document("drug", "drug")
        yield address, self._entity(address, "drug", "drug", _said(self._view.evidence.drug))
        yield links.address("api-index"), self._index(counts)

    def gone(self) -> Iterator[tuple[str, Document]]:
        """Address -> what stands where the document of something that was moved or removed stood.

        Of a study and a group that are gone nobody knows which it was: both addresses say it.
        """
        for move in self._view.moves.by_address.values():
            for kind, id in representations.entities(move.address) if move.record else ():
                if id not in self._view.entities:
                    address = representations.document(kind, id)
                    found = [(*found, target) for target in move.targets for found in representations.entities(target)]
                    instead = [(k, other) for k, other, _ in found if self._view.entities.get(other, _NONE).kind == k]
                    said = "removed" if move.is_removed else "moved"
                    lead = self._envelope(address, "gone", id, move.was or id, move.date, move.address)
                    others = [self._reference(address, other) for _, other in instead]
                    yield address, {**lead, "kind": said, "day": move.date, "reason": move.reason, "instead": others}

    def _data(self, kind: str, id: str) -> Document:
        """What the document of a thing holds."""
        evidence = self._view.evidence
        if kind == "fact":
            return self._fact(id)
        return _said(self._terms[id] if kind == "term" else getattr(evidence, representations.COLLECTIONS[kind])[id])

    @cached_property
    def _terms(self) -> Mapping[str, Record]:
        return {links.term_id(term.term): term for term in self._view.evidence.glossary}

    def _fact(self, key: str) -> Document:
        shown, fact = self._view.preferred[key], self._view.fact(key)
        about = {name: getattr(shown, name, None) for name in ("study", "endpoint", "arm", "comparator")}
        return {
            **about,
            "disputed": key in self._view.disputed,
            "shown": next(place for place, row in enumerate(fact.reports) if row is shown),
            "reports": [_said(row) for row in fact.reports],
        }

    def _collection(self, each: Resource, things: Iterable[str]) -> Document:
        address = links.address("api-collection", each.name)
        items = [self._reference(address, id) for id in things]
        page = links.address(each.page)
        lead = self._envelope(address, "collection", each.name, each.label, self._site.as_of, page)
        return {**lead, "count": len(items), "items": items}

    def _entity(self, address: str, kind: str, id: str, data: Document) -> Document:
        found: dict[str, list[Document]] = {name: [] for name in _LINKED}
        for other in self._related.get(id, ()):
            found[self._list_of(other)].append(self._reference(address, other))
        version = self._view.history.version([id]) or self._site.as_of
        label, page = self._label(id)
        return {**self._envelope(address, kind, id, label, version, page), "data": data, "links": found}

    def _index(self, counts: list[tuple[Resource, int]]) -> Document:
        address = links.address("api-index")
        listed = [
            {"id": each.name, "label": each.label, "count": count, "href": f"{each.name}.json"}
            for each, count in counts
        ]
        listed.append({"id": "drug", "label": "The drug", "count": 1, "href": "drug.json"})
        return {
            **self._envelope(address, "index", "index", self._site.name, self._site.as_of, links.address("api")),
            "description": self._site.description,
            "collections": listed,
            "openapi": _way(address, links.address("api-openapi")),
            "data": _way(address, links.address("package")),
            "changes": _way(address, links.address("feed", "json")),
        }

    def _envelope(self, address: str, kind: str, id: str, label: str, version: str, page: str) -> Document:
        return {
            "$schema": _way(address, links.address("api-schema", kind)),
            "api": VERSION,
            "kind": kind,
            "id": id,
            "label": label,
            "version": version,
            "licence": self._site.licence,
            "page": links.absolute(self._site.site_url, page),
        }

    def _reference(self, address: str, id: str) -> Document:
        label, page = self._label(id)
        kind = self._kind(id)
        document = representations.document(kind, id)
        if kind == "arm":
            owner = self._view.evidence.arms[id][0]
            document = f"{representations.document(self._kind(owner), owner)}#/data/arms/{id}"
        href = _way(address, document) if document else None
        whole = links.absolute(self._site.site_url, page)
        return {"id": id, "kind": kind, "label": label, "href": href, "page": whole}

    def _label(self, id: str) -> tuple[str, str]:
        """What a thing is called, and its page."""
        if id in self._view.evidence.changes:
            change = self._view.evidence.changes[id]
            return f"{change.date}: {self._view.as_of.label(change.fact)}", links.address("change", id)
        thing = self._view.entities[id]
        return thing.label, thing.address

    def _kind(self, id: str) -> str:
        return "change" if id in self._view.evidence.changes else self._view.entities[id].kind

    def _list_of(self, id: str) -> str:
        """The list of links in which a thing stands."""
        kind = self._kind(id)
        return {"arm": "arms", "withdrawn-source": "sources", "drug": "drug"}.get(kind) or representations.COLLECTIONS[
            kind
        ]

    @cached_property
    def _related(self) -> Mapping[str, tuple[str, ...]]:
        return relations(self._view)


def _said(value: Any) -> Any:
    """A value as JSON has it: numbers are text as printed, null is what is not known."""
    if hasattr(type(value), "model_fields"):
        return {name: _said(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: _said(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_said(item) for item in value]
    return None if value is None else as_text(value)


def _way(address: str, target: str) -> str:
    return links.relative(posixpath.dirname(address) + "/", target)


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
