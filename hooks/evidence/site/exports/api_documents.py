"""The documents of the static API: their fields, stated once. The JSON Schema and the OpenAPI description are made from these.

Within a version fields may be added; none is removed, renamed or given another type. Whoever must do so raises VERSION,
and keeps publishing the version before. A test compares the fields with those that were recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from evidence.model.changes import Change
from evidence.model.entities import Competitor, Contradiction, Drug, Endpoint, Event, Source
from evidence.model.studies import Group, Study
from evidence.model.tables import Report, SafetyReport, Term
from evidence.model.values import Day, Key, PartialDate, Text, Url, may, says

VERSION = "1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


class Reference(_Model):
    """Something that a document leads to."""

    id: Text = says("Its id: what data and markers call it.")
    kind: Text = says("What it is, such as fact or study.")
    label: Text = says("What it is called.")
    href: Text | None = says(
        "Where its document is, relative to the document that says so; an arm is a part of one, by JSON Pointer. null "
        "where it has none, such as a text that may not be cited."
    )
    page: Url = says("Address of its page.")


class Links(_Model):
    """What a document names, and what names it: a list a kind, empty where there is nothing."""

    facts: tuple[Reference, ...] = says("Facts.")
    studies: tuple[Reference, ...] = says("Studies.")
    groups: tuple[Reference, ...] = says("Studies taken together.")
    arms: tuple[Reference, ...] = says("Arms.")
    endpoints: tuple[Reference, ...] = says("Endpoints and instruments.")
    sources: tuple[Reference, ...] = says("Sources.")
    drug: tuple[Reference, ...] = says("The drug, where a source tells of it.")
    events: tuple[Reference, ...] = says("Dated events.")
    landscape: tuple[Reference, ...] = says("Arms of trials of other drugs.")
    contradictions: tuple[Reference, ...] = says("Topics on which sources disagree.")
    changes: tuple[Reference, ...] = says("Entries of the log of changes.")


class Envelope(_Model):
    """What every document begins with."""

    schema_: Text = Field(alias="$schema", description="Its JSON Schema, relative to the document.")
    api: Literal["1"] = says("Version of the API.")
    kind: Text = says("What the document is.")
    id: Text = says("What the API calls it.")
    label: Text = says("What it is called.")
    version: PartialDate = says(
        "Day of its state: of the last logged change of it, or up to which evidence was sought."
    )
    licence: Text = says("SPDX name of the licence.")
    page: Url = says("Address of its page, which says the same for people.")


class FactData(_Model):
    """One quantity or stated finding with every report of it as printed."""

    study: Key = says("Study or group.")
    endpoint: Key | None = may("Endpoint.")
    arm: Key | None = may("Arm.")
    comparator: Key | None = may("Arm it is compared with.")
    disputed: bool = says("Whether its reports cannot all be right.")
    shown: int = says("Which report the pages show, counted from 0.")
    reports: tuple[Report, ...] | tuple[SafetyReport, ...] = says("Every report of it; figures are text, as printed.")


class Index(Envelope):
    """Where to begin: every collection, and what stands beside them."""

    kind: Literal["index"] = says("index.")
    description: Text = says("What the site is, in one sentence.")
    collections: tuple[CollectionReference, ...] = says("Every collection, and the drug.")
    openapi: Text = says("The OpenAPI description, relative to this document.")
    data: Text = says("The Data Package of all tables, relative to this document.")
    changes: Text = says("The feed of changes (JSON Feed), relative to this document.")


class CollectionReference(_Model):
    """A collection."""

    id: Text = says("Its name.")
    label: Text = says("What it holds.")
    count: int = says("How many things.")
    href: Text = says("Where it is, relative to this document.")


class Collection(Envelope):
    """Everything of one kind, by name; each thing has a document of its own."""

    kind: Literal["collection"] = says("collection.")
    count: int = says("How many things.")
    items: tuple[Reference, ...] = says("The things, in the order of the site.")


class Gone(Envelope):
    """What stands where something was moved, split or removed."""

    kind: Literal["moved", "removed"] = says("moved: it stands elsewhere now; removed: it is nowhere.")
    day: Day = says("Day on which that happened.")
    reason: Text = says("Why, in a sentence.")
    instead: tuple[Reference, ...] = says("What stands in its place.")


# Kind of thing -> what its document holds as `data`: the same fields as in the files of data/.
KINDS: Mapping[str, type[BaseModel]] = {
    "fact": FactData,
    "study": Study,
    "group": Group,
    "endpoint": Endpoint,
    "source": Source,
    "event": Event,
    "competitor": Competitor,
    "contradiction": Contradiction,
    "drug": Drug,
    "term": Term,
    "change": Change,
}


@cache
def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Kind of document -> its JSON Schema, whole in itself."""
    return {name: _published(model.model_json_schema(by_alias=True)) for name, model in _documents()}


def _documents() -> Iterator[tuple[str, type[BaseModel]]]:
    yield from (("index", Index), ("collection", Collection), ("gone", Gone))
    for kind, data in KINDS.items():
        about = " ".join((data.__doc__ or "").split())
        fields: dict[str, Any] = {
            "kind": (Literal[kind], says(f"{kind}.")),
            "data": (data, says(about)),
            "links": (Links, says("What it names, and what names it.")),
        }
        yield kind, create_model(f"{kind.capitalize()}Document", __base__=Envelope, __doc__=about, **fields)


def _published(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema as published: every field is required, others may be added; sourced values are in place, not by reference."""
    defs = schema.pop("$defs", {})
    named = {name: _plain(part, defs) for name, part in defs.items() if not _is_sourced(name)}
    return {"$schema": DIALECT, **_plain(schema, defs), **({"$defs": named} if named else {})}


def _is_sourced(name: str) -> bool:
    return "Cited" in name


def _plain(part: Any, defs: Mapping[str, Any], is_names: bool = False) -> Any:
    if isinstance(part, list):
        return [_plain(each, defs) for each in part]
    if not isinstance(part, dict):
        return part
    target = str(part.get("$ref", "")).rpartition("/")[2]
    if _is_sourced(target):
        return {**_plain(defs[target], defs), **{key: value for key, value in part.items() if key != "$ref"}}
    dropped = () if is_names else ("title", "default", "additionalProperties") if "properties" in part else ("default",)
    made = {key: _plain(each, defs, key == "properties") for key, each in part.items() if key not in dropped}
    if not is_names:
        made.pop("title", None)
        if "unit" in made:  # a word of ours, not of JSON Schema
            made["x-unit"] = made.pop("unit")
        if "properties" in part:
            made["required"] = list(part["properties"])
    return made
