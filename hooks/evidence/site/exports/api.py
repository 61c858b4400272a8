"""The static API: an index, a document for each collection and each entity, with links to the others and a JSON Schema.

Links between documents are relative, so that they work under every address, on a mirror and on a disk. Addresses of pages
are absolute, for a page is what one cites.
"""

import posixpath
from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from evidence.analysis.moved_addresses import Move
from evidence.analysis.view import View
from evidence.model import links, representations
from evidence.model.number_format import as_text
from evidence.site.exports import openapi
from evidence.site.exports.api_documents import VERSION, EffectMeasureData, schemas
from evidence.site.exports.api_resources import RESOURCES, records, related
from evidence.site.exports.json_file import json_file
from evidence.site.output import Output

Document = dict[str, object]

_LINKED = ("facts", "studies", "groups", "arms", "endpoints", "sources", "drug", "events", "landscape", "contradictions", "statements", "changes", "gaps")  # fmt: skip
# Kind of entity -> the list of links for it.
_LISTS = {**representations.COLLECTIONS, "arm": "arms", "withdrawn-source": "sources", "drug": "drug"}


def outputs(view: View) -> Iterator[Output]:
    """Every document, its schema, and the OpenAPI description of them all."""
    for address, document in _Api(view).documents():
        yield json_file(address, document)
    published = schemas()
    for name, schema in published.items():
        yield json_file(links.address("api-schema", name), schema)
    yield json_file(links.address("api-openapi"), openapi.description(view.evidence.site, published, RESOURCES))


class _Api:
    """The documents of one view."""

    def __init__(self, view: View) -> None:
        self._view, self._evidence, self._site = view, view.evidence, view.evidence.site
        self._related = related(view)

    def documents(self) -> Iterator[tuple[str, Document]]:
        """Address and document of all that is published, then of each entity that was moved or removed. The address of
        one that is gone may be that of a study or of a group; then there is a document for both.
        """
        collections: list[Document] = []
        for each in RESOURCES:
            data = records(self._view, each)
            address = links.address("api-collection", each.name)
            collections.append({"id": each.name, "label": each.label, "count": len(data), "href": f"{each.name}.json"})
            envelope = self._envelope(
                address, "collection", each.name, each.label, self._view.evidence.version, links.address(each.page)
            )
            yield address, {**envelope, "count": len(data), "items": [self._reference(address, id) for id in data]}
            for id, record in data.items():
                yield self._entity(each.kind, id, self._fact(id) if each.kind == "fact" else _json_value(record))
        drug = self._evidence.drug
        yield self._entity("drug", "drug", {**_fields(drug), "indication": drug.main_indication})
        collections.append({"id": "drug", "label": "The drug", "count": 1, "href": "drug.json"})
        address = links.address("api-index")
        envelope = self._envelope(
            address, "index", "index", self._site.name, self._view.evidence.version, links.address("api")
        )
        yield (
            address,
            {
                **envelope,
                "description": self._site.description,
                "collections": collections,
                "openapi": _relative(address, links.address("api-openapi")),
                "data": _relative(address, links.address("package")),
                "changes": _relative(address, links.address("feed", "json")),
            },
        )
        for move in self._view.moves.by_address.values():
            for kind, id in representations.entities(move.address) if move.record else ():
                if id not in self._view.entities:
                    yield self._gone(kind, id, move)

    def _gone(self, kind: str, id: str, move: Move) -> tuple[str, Document]:
        address, entities = representations.document(kind, id), self._view.entities
        targets = [other for target in move.targets for other in representations.entities(target)]
        return address, {
            **self._envelope(address, "gone", id, move.was or id, move.date, move.address),
            "kind": "removed" if move.is_removed else "moved",
            "day": move.date,
            "reason": move.reason,
            "instead": [
                self._reference(address, other)
                for target, other in targets
                if target == kind and other in entities and entities[other].kind == kind
            ],
        }

    def _fact(self, key: str) -> Document:
        shown, fact = self._view.preferred[key], self._view.evidence.facts[key]
        names = ("study", "endpoint", "arm", "comparator", "population", "subgroup")
        measure = shown.effect_measure
        return {
            **{name: getattr(shown, name, None) for name in names},
            "effect_measure": EffectMeasureData.of(measure).model_dump() if measure else None,
            "disputed": key in self._view.disputed,
            "shown": next(number for number, report in enumerate(fact.reports) if report is shown),
            "reports": [_json_value(report) for report in fact.reports],
        }

    def _entity(self, kind: str, id: str, data: object) -> tuple[str, Document]:
        """Address and document of an entity; `data` are the same fields as in the files of data/."""
        address = representations.document(kind, id)
        linked: dict[str, list[Document]] = {name: [] for name in _LINKED}
        for other in self._related.get(id, ()):
            linked[_LISTS[self._described(other)[0]]].append(self._reference(address, other))
        version = self._view.history.version([id]) or self._view.evidence.version
        _, label, page = self._described(id)
        return address, {**self._envelope(address, kind, id, label, version, page), "data": data, "links": linked}

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
        kind, label, page = self._described(id)
        document = representations.document(kind, id)
        if kind == "arm":
            owner = self._evidence.arms[id][0]
            document = f"{representations.document(self._view.entities[owner].kind, owner)}#/data/arms/{id}"
        href = _relative(address, document) if document else None
        return {"id": id, "kind": kind, "label": label, "href": href, "page": links.absolute(self._site.site_url, page)}

    def _described(self, id: str) -> tuple[str, str, str]:
        """The kind of an entity or a change, its label, and the address of its page."""
        if id in self._evidence.changes:
            change = self._evidence.changes[id]
            label = f"{change.date}: {self._view.history.entity(change.fact).label}"
            return "change", label, links.address("change", id)
        entity = self._view.entities[id]
        return entity.kind, entity.label, entity.address


def _json_value(value: object) -> object:
    """A value of the data as JSON has it: numbers are text as printed, null is what is not known."""
    if isinstance(value, BaseModel):
        return _fields(value)
    if isinstance(value, Mapping):
        return {key: _json_value(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_json_value(item) for item in value]
    return None if value is None else as_text(value)


def _fields(record: BaseModel) -> Document:
    return {name: _json_value(getattr(record, name)) for name in type(record).model_fields}


def _relative(address: str, target: str) -> str:
    """A link from the document at an address; unlike a page, a document is a file in its folder."""
    return links.relative(f"{posixpath.dirname(address)}/", target)
