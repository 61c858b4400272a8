"""The static API: an index, a document for each collection and each entity, with links to the others and a JSON Schema.

Links between documents are relative, so that they work under every address, on a mirror and on a disk. Addresses of pages
are absolute, for a page is what one cites.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel
from pydantic_core import to_json

from evidence.analysis.moved_addresses import Move
from evidence.analysis.view import View
from evidence.model import links, representations
from evidence.model.number_format import as_text
from evidence.site.exports import openapi
from evidence.site.exports.api_documents import VERSION, schemas
from evidence.site.exports.api_resources import RESOURCES, Resource, ids, related
from evidence.site.output import Output

Document = dict[str, object]

_LINKED = ("facts", "studies", "groups", "arms", "endpoints", "sources", "drug", "events", "landscape", "contradictions", "changes")  # fmt: skip
# Kind of entity -> the list of links for it, where that is no collection.
_LISTS = {"arm": "arms", "withdrawn-source": "sources", "drug": "drug"}


def outputs(view: View) -> Iterator[Output]:
    """Every document, its schema, and the OpenAPI description of them all."""
    api = _Api(view)
    for address, document in (*api.documents(), *api.gone()):
        yield Output(address, _json(document))
    published = schemas()
    for name, schema in published.items():
        yield Output(links.address("api-schema", name), _json(schema))
    yield Output(links.address("api-openapi"), _json(openapi.description(view.evidence.site, published, RESOURCES)))


class _Api:
    """The documents of one view."""

    def __init__(self, view: View) -> None:
        self._view, self._evidence, self._site = view, view.evidence, view.evidence.site
        self._terms = {links.term_id(term.term): term for term in view.evidence.glossary}
        self._related = related(view)

    def documents(self) -> Iterator[tuple[str, Document]]:
        """Address and document of all that is published."""
        counts = []
        for resource in RESOURCES:
            found = tuple(ids(self._view, resource))
            counts.append((resource, len(found)))
            yield links.address("api-collection", resource.name), self._collection(resource, found)
            for id in found:
                address = representations.document(resource.kind, id)
                yield address, self._entity(address, resource.kind, id, self._data(resource.kind, id))
        address = representations.document("drug", "drug")
        yield address, self._entity(address, "drug", "drug", _json_value(self._evidence.drug))
        yield links.address("api-index"), self._index(counts)

    def gone(self) -> Iterator[tuple[str, Document]]:
        """Address and document of each entity that was moved or removed. An address may be that of a study or of a group;
        then there is a document for both.
        """
        for move in self._view.moves.by_address.values():
            for kind, id in representations.entities(move.address) if move.record else ():
                if id not in self._view.entities:
                    address = representations.document(kind, id)
                    yield address, self._gone(address, kind, id, move)

    def _gone(self, address: str, kind: str, id: str, move: Move) -> Document:
        targets = (entity for target in move.targets for entity in representations.entities(target))
        instead = [other for target_kind, other in targets if target_kind == kind and self._is(other, kind)]
        return {
            **self._envelope(address, "gone", id, move.was or id, move.date, move.address),
            "kind": "removed" if move.is_removed else "moved",
            "day": move.date,
            "reason": move.reason,
            "instead": [self._reference(address, other) for other in instead],
        }

    def _is(self, id: str, kind: str) -> bool:
        return id in self._view.entities and self._view.entities[id].kind == kind

    def _data(self, kind: str, id: str) -> object:
        """The data of an entity: the same fields as in the files of data/."""
        if kind == "fact":
            return self._fact(id)
        return _json_value(
            self._terms[id] if kind == "term" else getattr(self._evidence, representations.COLLECTIONS[kind])[id]
        )

    def _fact(self, key: str) -> Document:
        shown, fact = self._view.preferred[key], self._view.evidence.facts[key]
        about = {name: getattr(shown, name, None) for name in ("study", "endpoint", "arm", "comparator")}
        return {
            **about,
            "disputed": key in self._view.disputed,
            "shown": next(number for number, report in enumerate(fact.reports) if report is shown),
            "reports": [_json_value(report) for report in fact.reports],
        }

    def _collection(self, resource: Resource, found: Iterable[str]) -> Document:
        address = links.address("api-collection", resource.name)
        items = [self._reference(address, id) for id in found]
        page = links.address(resource.page)
        lead = self._envelope(address, "collection", resource.name, resource.label, self._site.as_of, page)
        return {**lead, "count": len(items), "items": items}

    def _entity(self, address: str, kind: str, id: str, data: object) -> Document:
        linked: dict[str, list[Document]] = {name: [] for name in _LINKED}
        for other in self._related.get(id, ()):
            linked[self._list_of(other)].append(self._reference(address, other))
        version = self._view.history.version([id]) or self._site.as_of
        label, page = self._label(id)
        return {**self._envelope(address, kind, id, label, version, page), "data": data, "links": linked}

    def _index(self, counts: list[tuple[Resource, int]]) -> Document:
        address = links.address("api-index")
        collections = [
            {"id": resource.name, "label": resource.label, "count": count, "href": f"{resource.name}.json"}
            for resource, count in counts
        ]
        collections.append({"id": "drug", "label": "The drug", "count": 1, "href": "drug.json"})
        return {
            **self._envelope(address, "index", "index", self._site.name, self._site.as_of, links.address("api")),
            "description": self._site.description,
            "collections": collections,
            "openapi": _relative(address, links.address("api-openapi")),
            "data": _relative(address, links.address("package")),
            "changes": _relative(address, links.address("feed", "json")),
        }

    def _envelope(self, address: str, kind: str, id: str, label: str, version: str, page: str) -> Document:
        """What every document begins with."""
        return {
            "$schema": _relative(address, links.address("api-schema", kind)),
            "api": VERSION,
            "kind": kind,
            "id": id,
            "label": label,
            "version": version,
            "licence": self._site.licence,
            "page": links.absolute(self._site.site_url, page),
        }

    def _reference(self, address: str, id: str) -> Document:
        """A link from the document at an address to an entity."""
        label, page = self._label(id)
        kind = self._kind(id)
        document = representations.document(kind, id)
        if kind == "arm":
            owner = self._evidence.arms[id][0]
            document = f"{representations.document(self._kind(owner), owner)}#/data/arms/{id}"
        href = _relative(address, document) if document else None
        return {"id": id, "kind": kind, "label": label, "href": href, "page": links.absolute(self._site.site_url, page)}

    def _label(self, id: str) -> tuple[str, str]:
        """What an entity or a change is called, and the address of its page."""
        if id in self._evidence.changes:
            change = self._evidence.changes[id]
            return f"{change.date}: {self._view.history.entity(change.fact).label}", links.address("change", id)
        entity = self._view.entities[id]
        return entity.label, entity.address

    def _kind(self, id: str) -> str:
        return "change" if id in self._evidence.changes else self._view.entities[id].kind

    def _list_of(self, id: str) -> str:
        """The list of links that an entity is in."""
        kind = self._kind(id)
        return _LISTS.get(kind) or representations.COLLECTIONS[kind]


def _json_value(value: object) -> object:
    """A value of the data as JSON has it: numbers are text as printed, null is what is not known."""
    if isinstance(value, BaseModel):
        return {name: _json_value(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: _json_value(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_json_value(item) for item in value]
    return None if value is None else as_text(value)


def _relative(address: str, target: str) -> str:
    """A link from the document at an address; unlike a page, a document is a file in its folder."""
    return links.relative(f"{posixpath.dirname(address)}/", target)


def _json(document: Mapping[str, object]) -> str:
    """A document as JSON, by pydantic's encoder: that of Python is several times slower where it indents."""
    return f"{to_json(document, indent=1).decode()}\n"
