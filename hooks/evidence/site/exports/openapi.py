"""The OpenAPI description of the static API, made from the schemas of its documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from evidence.model import Site
from evidence.model.values import KEY
from evidence.site.exports.api_documents import VERSION

# The parameter of a path, whose description is inserted; the answer where there is no such document.
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "description": "",
    "schema": {"type": "string", "pattern": f"^(?:{KEY})$"},
}
_NOT_FOUND = {"description": "There is no such document.", "content": {"text/html": {"schema": {"type": "string"}}}}
_SCHEMAS = "#/components/schemas/"
_ABOUT = (
    "Static JSON documents. Every figure is text with its printed decimals; null is what is not known. Links between "
    "documents are relative to the document that holds them. Fields may be added to this version; none is removed, renamed "
    "or given another type."
)


def description(site: Site, schemas: Mapping[str, Mapping[str, Any]], collections: Iterable[Any]) -> dict[str, Any]:
    """The description. `collections` have name, kind and label; the server is found relative to the description."""
    paths = {"/index.json": _path("getIndex", "Where to begin", "index", ["index"])}
    for each in collections:
        name = each.name.capitalize()
        paths[f"/{each.name}.json"] = _path(f"list{name}", each.label, each.name, ["collection"])
        paths[f"/{each.name}/{{id}}.json"] = {
            "parameters": [{**_ID, "description": f"Id of a {each.kind}."}],
            **_path(f"get{each.kind.capitalize()}", f"One of: {each.label}", each.name, [each.kind, "gone"]),
        }
    paths["/drug.json"] = _path("getDrug", "The drug", "drug", ["drug"])
    tags = [*("index", "drug"), *(each.name for each in collections)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{site.name}: API",
            "version": VERSION,
            "summary": site.description,
            "description": _ABOUT,
            "contact": {"name": site.contact, "url": site.repository},
            "license": {"name": site.licence, "identifier": site.licence},
        },
        "servers": [{"url": f"../v{VERSION}", "description": "Beside this description."}],
        "security": [],
        "tags": [{"name": tag, "description": f"Documents of {tag}."} for tag in tags],
        "paths": paths,
        "components": {"schemas": _components(schemas), "responses": {"NotFound": _NOT_FOUND}},
    }


def _path(operation: str, summary: str, tag: str, kinds: list[str]) -> dict[str, Any]:
    references = [{"$ref": f"{_SCHEMAS}{kind.capitalize()}Document"} for kind in kinds]
    schema = {"oneOf": references} if len(references) > 1 else references[0]
    found = {"description": summary, "content": {"application/json": {"schema": schema}}}
    answers = {"200": found, "404": {"$ref": "#/components/responses/NotFound"}}
    return {"get": {"operationId": operation, "summary": summary, "tags": [tag], "responses": answers}}


def _components(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The schemas of all documents by name, with those of their parts, each once."""
    found: dict[str, Any] = {}
    for kind, schema in schemas.items():
        found |= {name: _moved(part) for name, part in schema.get("$defs", {}).items()}
        found[f"{kind.capitalize()}Document"] = _moved(
            {key: part for key, part in schema.items() if key not in ("$schema", "$defs")}
        )
    return dict(sorted(found.items()))


def _moved(part: Any) -> Any:
    """A schema whose references point to the components."""
    if isinstance(part, list):
        return [_moved(each) for each in part]
    if not isinstance(part, dict):
        return part.replace("#/$defs/", _SCHEMAS) if isinstance(part, str) and part.startswith("#/$defs/") else part
    return {key: _moved(each) for key, each in part.items()}
