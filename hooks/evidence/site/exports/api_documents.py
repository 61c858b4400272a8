"""The documents of the static API: their fields, stated once. The JSON Schema and the OpenAPI description are made from these.

Within a version fields may be added; none is removed, renamed or given another type. Whoever must do so raises VERSION,
and keeps publishing the version before. A test compares the fields with those that were recorded.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from evidence import model
from evidence.model.changes import Change
from evidence.model.effect_measures import EffectMeasure
from evidence.model.entities import Competitor, Contradiction, Endpoint, Event, Source
from evidence.model.gaps import Gap
from evidence.model.statements import Statement
from evidence.model.studies import Group, Study
from evidence.model.tables import Report, SafetyReport, Term
from evidence.model.values import Day, Key, PartialDate, Text, Url, described, optional

VERSION = "1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False)


class Reference(_Model):
    """Something that a document leads to."""

    id: Text = described("Its id: what data and markers call it.")
    kind: Text = described("What it is, such as fact or study.")
    label: Text = described("What it is called.")
    href: Text | None = described(
        "Where its document is, relative to the document that says so; an arm is a part of one, by JSON Pointer. null "
        "where it has none, such as a text that may not be cited."
    )
    page: Url = described("Address of its page.")


class Links(_Model):
    """What a document names, and what names it: a list a kind, empty where there is nothing."""

    facts: tuple[Reference, ...] = described("Facts.")
    studies: tuple[Reference, ...] = described("Studies.")
    groups: tuple[Reference, ...] = described("Studies taken together.")
    arms: tuple[Reference, ...] = described("Arms.")
    endpoints: tuple[Reference, ...] = described("Endpoints and instruments.")
    sources: tuple[Reference, ...] = described("Sources.")
    drug: tuple[Reference, ...] = described("The drug, where a source tells of it.")
    events: tuple[Reference, ...] = described("Dated events.")
    landscape: tuple[Reference, ...] = described("Arms of trials of other drugs.")
    contradictions: tuple[Reference, ...] = described("Topics on which sources disagree.")
    statements: tuple[Reference, ...] = described("What speakers, the sponsor and commentaries say.")
    changes: tuple[Reference, ...] = described("Entries of the log of changes.")
    gaps: tuple[Reference, ...] = described("What is not known about it.")


class Envelope(_Model):
    """What every document begins with."""

    schema_: Text = Field(alias="$schema", description="Its JSON Schema, relative to the document.")
    api: Literal["1"] = described("Version of the API.")
    kind: Text = described("What the document is.")
    id: Text = described("What the API calls it.")
    label: Text = described("What it is called.")
    version: PartialDate = described(
        "Day of its state: of the last logged change of it, or up to which evidence was sought."
    )
    licence: Text = described("SPDX name of the licence.")
    page: Url = described("Address of its page, which says the same for people.")


class EffectMeasureData(_Model):
    """What a number that compares two arms is, and where no effect lies."""

    name: Text = described("What reports call it: their `statistic`.")
    label: Text = described("Its name in a sentence.")
    symbol: Text | None = optional("Abbreviation that is printed before its value, such as HR.")
    family: Text = described("difference, ratio, reduction or standardised.")
    null: int = described("The value that means no effect: 1 for a ratio, else 0.")
    scale: Literal["linear", "logarithmic"] = described(
        "Scale on which values are compared and intervals are symmetric."
    )

    @classmethod
    def of(cls, measure: EffectMeasure) -> "EffectMeasureData":
        """The measure as data."""
        return cls(
            name=measure.name,
            label=measure.label,
            symbol=measure.symbol or None,
            family=measure.family,
            null=measure.null,
            scale=measure.scale,
        )


class FactData(_Model):
    """One quantity or stated finding with every report of it as printed."""

    study: Key = described("Study or group.")
    endpoint: Key | None = optional("Endpoint.")
    arm: Key | None = optional("Arm.")
    comparator: Key | None = optional("Arm it is compared with.")
    population: Text | None = optional("Analysis set, or 'not stated'.")
    subgroup: Text | None = optional("Part of that set; null for all of it. Then the fact is none of the whole trial.")
    effect_measure: EffectMeasureData | None = optional("Its measure, where it compares two arms; else null.")
    disputed: bool = described("Whether its reports cannot all be right.")
    shown: int = described("Which report the pages show, counted from 0.")
    reports: tuple[Report, ...] | tuple[SafetyReport, ...] = described(
        "Every report of it; figures are text, as printed."
    )


class Drug(model.Drug):
    """The drug of the site: data/drug.yml."""

    indication: Text = described("The first of its indications.")


class CollectionReference(_Model):
    """A collection."""

    id: Text = described("Its name.")
    label: Text = described("What it holds.")
    count: int = described("How many things.")
    href: Text = described("Where it is, relative to this document.")


class Index(Envelope):
    """Where to begin: every collection, and what stands beside them."""

    kind: Literal["index"] = described("index.")
    description: Text = described("What the site is, in one sentence.")
    collections: tuple[CollectionReference, ...] = described("Every collection, and the drug.")
    openapi: Text = described("The OpenAPI description, relative to this document.")
    data: Text = described("The Data Package of all tables, relative to this document.")
    changes: Text = described("The feed of changes (JSON Feed), relative to this document.")


class Collection(Envelope):
    """Everything of one kind, by name; each thing has a document of its own."""

    kind: Literal["collection"] = described("collection.")
    count: int = described("How many things.")
    items: tuple[Reference, ...] = described("The things, in the order of the site.")


class Gone(Envelope):
    """What stands where something was moved, split or removed."""

    kind: Literal["moved", "removed"] = described("moved: it stands elsewhere now; removed: it is nowhere.")
    day: Day = described("Day on which that happened.")
    reason: Text = described("Why, in a sentence.")
    instead: tuple[Reference, ...] = described("What stands in its place.")


# Kind of entity -> the `data` of its document: the same fields as in the files of data/.
KINDS: Mapping[str, type[BaseModel]] = {
    "fact": FactData,
    "study": Study,
    "group": Group,
    "endpoint": Endpoint,
    "source": Source,
    "event": Event,
    "competitor": Competitor,
    "contradiction": Contradiction,
    "statement": Statement,
    "drug": Drug,
    "term": Term,
    "gap": Gap,
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
            "kind": (Literal[kind], described(f"{kind}.")),
            "data": (data, described(about)),
            "links": (Links, described("What it names, and what names it.")),
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
