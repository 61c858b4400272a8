"""The static API: what it is described to be, whole in its links, and never less than it was."""

from __future__ import annotations

import copy
import json
import re
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from evidence.model import links
from evidence.site.exports.api_documents import VERSION, schemas
from support import raw_data
from support.built_site import ADDRESS, ROOT, Built
from support.http_server import served

HERE = f"api/v{VERSION}/"
# A line a field that was published in this version, with its type; for a list of words, a line a word.
RECORD = ROOT / "tests" / "golden" / f"api-v{VERSION}.txt"
RENEW = f"record what was added: PYTHONPATH=hooks:tests python tests/website/test_api.py > {RECORD.relative_to(ROOT)}"


def _documents(built: Built) -> dict[str, dict[str, Any]]:
    """Address -> document, of every one that is neither schema nor description."""
    found = {path.relative_to(built.root).as_posix(): path for path in sorted((built.root / HERE).rglob("*.json"))}
    return {
        address: json.loads(path.read_text(encoding="utf-8"))
        for address, path in found.items()
        if "/schemas/" not in address and not address.endswith(("/openapi.json", "/cite.csl.json"))
    }


def _schemas(built: Built) -> dict[str, dict[str, Any]]:
    """Name -> published schema."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (built.root / HERE / "schemas").iterdir()
    }


def _description(built: Built) -> dict[str, Any]:
    return json.loads((built.root / HERE / "openapi.json").read_text(encoding="utf-8"))


def test_every_document_fits_the_schema_that_it_names(built: Built) -> None:
    wrong = []
    for address, document in _documents(built).items():
        schema = json.loads((built.root / urljoin(address, document["$schema"])).read_text(encoding="utf-8"))
        errors = Draft202012Validator(schema).iter_errors(document)
        wrong += [f"{address}: {error.json_path}: {error.message[:200]}" for error in errors]
    assert not wrong, "\n".join(wrong)


def test_the_published_schemas_are_schemas_and_refuse_what_is_missing(built: Built) -> None:
    documents = _documents(built)
    for name, schema in _schemas(built).items():
        Draft202012Validator.check_schema(schema)
        # Of a site without groups or log there is no such document.
        found = next((each for each in documents.values() if Path(each["$schema"]).stem == name), None)
        for field in found or ():
            less = {key: value for key, value in found.items() if key != field}
            assert not Draft202012Validator(schema).is_valid(less), f"{name} without {field}"


def test_openapi_describes_every_document_and_nothing_else(built: Built) -> None:
    described = _description(built)
    validate(described)
    base = urljoin(f"{HERE}openapi.json", described["servers"][0]["url"])
    patterns = [re.compile(re.sub(r"\\\{id\\\}", "[^/]+", re.escape(base + path))) for path in described["paths"]]
    documents = _documents(built)
    assert [address for address in documents if not any(pattern.fullmatch(address) for pattern in patterns)] == []
    empty = {f"/{name}/{{id}}.json" for name, count in _counts(built).items() if not count}
    unused = [
        path
        for path, pattern in zip(described["paths"], patterns, strict=True)
        if path not in empty and not any(pattern.fullmatch(address) for address in documents)
    ]
    assert unused == []


def _counts(built: Built) -> dict[str, int]:
    index = _documents(built)[f"{HERE}index.json"]
    return {each["id"]: each["count"] for each in index["collections"]}


def test_the_parts_of_the_description_are_the_published_schemas(built: Built) -> None:
    parts = _description(built)["components"]["schemas"]
    for name, schema in _schemas(built).items():
        whole = copy.deepcopy(schema)
        inside = whole.pop("$defs", {})
        whole.pop("$schema")
        for title, part in {**inside, f"{name.capitalize()}Document": whole}.items():
            assert json.dumps(part).replace("#/$defs/", "#/components/schemas/") == json.dumps(parts[title]), title


@pytest.mark.parametrize("name", ["rich"])
def test_a_client_that_follows_links_from_the_index_meets_everything_at_any_address(
    name: str, built_site: Callable[[str], Built]
) -> None:
    built, known, waiting = built_site(name), {}, ["index.json"]
    with served(built.root) as address:
        while waiting:
            at = urljoin(f"{address}{HERE}", waiting.pop())
            if at not in known:
                with urllib.request.urlopen(at, timeout=30) as answer:
                    known[at] = json.load(answer)
                waiting += [urldefrag(urljoin(at, href)).url for href in _hrefs(known[at])]
        found = {at.removeprefix(address): document for at, document in known.items()}
    # What is gone is not listed: one comes there by an address kept from before.
    assert found == {at: each for at, each in _documents(built).items() if each["kind"] not in ("moved", "removed")}


def _hrefs(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        yield from (part["href"] for key in part if key == "href" and part["href"])
        part = part.values()
    if not isinstance(part, str) and isinstance(part, (list, tuple, type({}.values()))):
        for each in part:
            yield from _hrefs(each)


def test_every_link_leads_to_what_it_says(built: Built) -> None:
    documents, wrong = _documents(built), []
    for address, document in documents.items():
        for reference in _references(document):
            page = reference["page"].removeprefix(ADDRESS)
            wrong += [] if built.is_published(page) else [f"{address}: no page {page}"]
            if reference["href"] is None:
                assert reference["kind"] == "withdrawn-source", reference
                continue
            path, pointer = urldefrag(urljoin(address, reference["href"]))
            there: Any = documents[path]
            for part in pointer.split("/")[1:]:
                there = there[part]
            # An arm is a part of the document of its study, where it has no id of its own.
            same = ("label",) if pointer else ("id", "kind", "label", "page")
            if any(there[key] != reference[key] for key in same):
                wrong.append(f"{address}: {reference}")
    assert not wrong, "\n".join(wrong[:20])


def _references(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, dict):
        if {"href", "page"} <= set(part):
            yield part
        for each in part.values():
            yield from _references(each)
    elif isinstance(part, list):
        for each in part:
            yield from _references(each)


def test_links_go_both_ways(built: Built) -> None:
    documents = _documents(built)
    ways = {
        (address, urljoin(address, reference["href"]))
        for address, document in documents.items()
        for references in document.get("links", {}).values()
        for reference in references
        if reference["href"] and "#" not in reference["href"]
    }
    assert ways
    assert sorted(ways - {(there, here) for here, there in ways}) == []


def test_every_report_is_there_as_written(built: Built) -> None:
    said = {
        (name, row["fact"], row["source"], row["source_version"] or ""): row
        for document in _documents(built).values()
        if document["kind"] == "fact"
        for row in document["data"]["reports"]
        for name in ["safety" if "category" in row else "reports"]
    }
    for table in ("reports", "safety"):
        for row in raw_data.rows(built.data, f"{table}.csv"):
            key = (table, row["fact"], row["source"], row.get("source_version", ""))
            # A column that is empty throughout may be absent from the file.
            assert {name: cell for name, cell in said.pop(key).items() if cell} == {n: c for n, c in row.items() if c}
    assert not said


def test_every_entity_is_there_with_the_fields_of_its_file(built: Built) -> None:
    documents = _documents(built)
    for folder, name in (
        ("studies", "studies"),
        ("groups", "groups"),
        ("endpoints", "endpoints"),
        ("events", "events"),
    ):
        for key, entity in raw_data.entities(built.data, folder).items():
            data = documents[f"{HERE}{name}/{key}.json"]["data"]
            assert _without_gaps(data) == _without_gaps(entity), key


def _without_gaps(part: Any) -> Any:
    """What is said: neither null nor empty."""
    if isinstance(part, dict):
        kept = {key: _without_gaps(each) for key, each in part.items()}
        return {key: each for key, each in kept.items() if each not in (None, {}, [])}
    return [_without_gaps(each) for each in part] if isinstance(part, list) else part


def test_a_fact_says_the_same_beside_its_page(built: Built) -> None:
    for address, document in _documents(built).items():
        if document["kind"] == "fact":
            beside = json.loads((built.root / f"facts/{document['id']}.json").read_text(encoding="utf-8"))
            shown = document["data"]["reports"][document["data"]["shown"]]
            assert [row["shown"] for row in beside["reports"]].index(True) == document["data"]["shown"], address
            assert {key: shown[key] for key in ("note", "source_version")} == {
                key: beside["reports"][document["data"]["shown"]][key] for key in ("note", "source_version")
            }
            assert document["data"]["disputed"] == beside["disputed"]


def test_what_was_moved_or_removed_says_so(built_site: Callable[[str], Built]) -> None:
    rich = built_site("rich")
    moved, removed = (
        json.loads((rich.root / HERE / "facts" / name).read_text(encoding="utf-8"))
        for name in ("ozzle-4.centres.json", "ozzle-1.participants.screened.json")
    )
    assert (moved["kind"], removed["kind"]) == ("moved", "removed")
    assert [each["href"] for each in moved["instead"]] == ["ozzle-4.sites.json"]
    assert moved["reason"].startswith("Other studies call this number sites")


def test_the_page_promises_what_is_tested(built: Built) -> None:
    page = built.pages[HERE]
    assert "No field is removed" in page.article.text_content()
    linked = {link for link in page.links if link.startswith(HERE)}
    assert {f"{HERE}{name}.json" for name in _counts(built)} <= linked


@cache
def _fields() -> tuple[str, ...]:
    """A line a field of a document or of a part of one, with its type, and a line a word of a list of words."""
    parts = {
        name: part
        for kind, schema in schemas().items()
        for name, part in {kind: schema, **schema.get("$defs", {})}.items()
    }
    return tuple(sorted(line for name, part in parts.items() for line in _lines(part, name)))


def _lines(schema: Any, path: str) -> Iterator[str]:
    if "$ref" in schema:
        yield f"{path}: {schema['$ref'].rpartition('/')[2]}"
    for choice in schema.get("anyOf", ()):
        yield from _lines(choice, path)
    if "type" in schema:
        yield f"{path}: {schema['type']}"
    words = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ())]
    yield from (f"{path} = {word}" for word in words)
    for name, part in schema.get("properties", {}).items():
        yield from _lines(part, f"{path}.{name}")
    for part in (schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()):
        yield from _lines(part, f"{path}.*") if isinstance(part, dict) else ()
    if "items" in schema:
        yield from _lines(schema["items"], f"{path}[]")


def missing(recorded: str, fields: tuple[str, ...]) -> list[str]:
    """What was published once and is not any more."""
    return [line for line in recorded.splitlines() if line not in fields]


def test_no_field_that_was_published_in_this_version_is_gone() -> None:
    gone = missing(RECORD.read_text(encoding="utf-8"), _fields())
    assert not gone, (
        f"version {VERSION} of the API promises these; raise VERSION in hooks/evidence/model/api.py:\n"
        + "\n".join(gone)
    )


def test_every_field_of_this_version_is_recorded() -> None:
    added = set(_fields()) - set(RECORD.read_text(encoding="utf-8").splitlines())
    assert not added, f"{RENEW}\n" + "\n".join(sorted(added))


@pytest.mark.parametrize(
    "field",
    [
        "Report.ci_high: string",
        "Study.arms.*: Arm",
        "fact.kind = fact",
        "Event.status = planned",
    ],
)
def test_removing_a_field_or_a_word_is_noticed(field: str) -> None:
    assert field in _fields()
    assert missing(RECORD.read_text(encoding="utf-8"), tuple(line for line in _fields() if line != field)) == [field]


def test_a_document_has_the_fields_of_its_schema_and_no_other(built: Built) -> None:
    closed = {name: Draft202012Validator(_closed(schema)) for name, schema in _schemas(built).items()}
    wrong = [
        address for address, each in _documents(built).items() if not closed[Path(each["$schema"]).stem].is_valid(each)
    ]
    assert wrong == []


def _closed(part: Any) -> Any:
    """A schema that allows no further field."""
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {key: _closed(each) for key, each in part.items()}
    return {**made, "additionalProperties": False} if part.get("type") == "object" and "properties" in part else made


def test_the_version_is_part_of_the_address() -> None:
    assert links.address("api") == HERE


if __name__ == "__main__":
    print("\n".join(_fields()))
