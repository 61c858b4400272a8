"""The schema for people and editors: JSON Schema and the dictionary of fields, both made from the model."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from evidence import model
from evidence.model import Record
from evidence.model.values import COUNT, DATE, DAY, KEY, NUMBER, PROBABILITY

# Name of the schema -> the model of one file of that kind.
FILES: Mapping[str, type[Record]] = {
    "site": model.Site,
    "drug": model.Drug,
    "source": model.Source,
    "study": model.Study,
    "group": model.Group,
    "endpoint": model.Endpoint,
    "event": model.Event,
    "competitor": model.Competitor,
    "contradiction": model.Contradiction,
    "statement": model.Statement,
    "assumptions": model.Assumptions,
    "expected": model.Expected,
    "not-published": model.NotPublishedClaims,
    "appraisal": model.Appraisal,
    "gaps": model.Gaps,
    "change": model.Change,
    "redirects": model.Redirects,
}
# Kinds of which there is one file, named after the kind.
SINGLE = ("site", "drug", "assumptions", "expected", "not-published", "appraisal", "gaps")
ROWS: Mapping[str, type[Record]] = {
    "reports": model.Report,
    "safety": model.SafetyReport,
    "glossary": model.Term,
    "baseline": model.Baseline,
}
PARTS: Mapping[str, type[BaseModel]] = {
    "sourced-value": model.Cited,
    "drug-fact": model.DrugFact,
    "arm": model.Arm,
    "outcome-list": model.OutcomeList,
    "outcome-measure": model.OutcomeMeasure,
    "detail": model.Detail,
    "threshold": model.Threshold,
    "domain": model.Domain,
    "position": model.Position,
    "assumed-effect": model.AssumedEffect,
    "expected-verdict": model.ExpectedVerdict,
    "not-published-claim": model.NotPublished,
    "outcome": model.Outcome,
    "study-bias": model.StudyBias,
    "bias-domains": model.BiasDomains,
    "domain-judgement": model.DomainJudgement,
    "gap": model.Gap,
    "removed-address": model.Removed,
}


# Pattern of a text -> its form, and the form in words; every other text has the form `text`.
_FORMS = {
    f"^(?:{pattern})$": (form, words)
    for pattern, form, words in (
        (NUMBER, "number", "number with its printed decimals"),
        (PROBABILITY, "number", "number from 0 to 1 with its printed decimals"),
        (COUNT, "count", "whole number"),
        (KEY, "key", "key"),
        (DATE, "date", "date as precise as known"),
        (DAY, "day", "day"),
    )
}


@dataclass(frozen=True)
class Field:
    """A field in words, and what programs need to read it.

    form: text, number, count, key, date (as precise as known), day, choice, list, pairs, or computed: a float.
    pattern: what each value matches. values: the only ones allowed.
    """

    name: str
    about: str
    type: str = "text"
    unit: str = ""
    required: bool = False
    form: str = "text"
    pattern: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of record in words; `id` is its anchor on the data page."""

    id: str
    title: str
    about: str
    fields: tuple[Field, ...]


def dictionary() -> tuple[Kind, ...]:
    """Every kind of record with every field, files first, then rows, then parts of files."""
    found: list[tuple[str, str, type[BaseModel]]] = [
        (name, f"{name}.yml" if name in SINGLE else f"{name}, one file each", kind) for name, kind in FILES.items()
    ]
    found += [(name, f"a row of {name}.csv", kind) for name, kind in ROWS.items()]
    found += [(name, f"{name.replace('-', ' ')}, part of a file", kind) for name, kind in PARTS.items()]
    return tuple(Kind(f"kind-{name}", title.capitalize(), _about(kind), fields(kind)) for name, title, kind in found)


def _about(kind: type[BaseModel]) -> str:
    return " ".join((kind.__doc__ or "").split())


@cache
def fields(kind: type[BaseModel]) -> tuple[Field, ...]:
    """Every field of a kind of record, in order."""
    schema = kind.model_json_schema()
    found = []
    for name, info in kind.model_fields.items():
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        of, defs = schema["properties"][name], schema.get("$defs", {})
        unit = str(extra.get("unit") or "")
        found.append(Field(name, info.description or "", _type(of, defs), unit, info.is_required(), *_form(of)))
    return tuple(found)


def _form(schema: Mapping[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    """The form of a field, its pattern and its values."""
    known = [part for part in schema.get("anyOf", (schema,)) if part.get("type") != "null"]
    if len(known) != 1 or "$ref" in known[0]:
        return "text", "", ()
    (one,) = known
    if "enum" in one:
        return "choice", "", tuple(one["enum"])
    if one.get("type") in ("array", "object"):
        return {"array": "list", "object": "pairs"}[one["type"]], "", ()
    return _FORMS.get(one.get("pattern", ""), ("text",))[0], one.get("pattern", ""), ()


def _type(schema: Mapping[str, Any], defs: Mapping[str, Any]) -> str:
    """A JSON Schema in a few words."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return "sourced value" if name.startswith("Cited") else name
    if "anyOf" in schema:
        return " or ".join(_type(part, defs) for part in schema["anyOf"] if part.get("type") != "null")
    if "enum" in schema:
        return "one of: " + ", ".join(schema["enum"])
    if schema.get("type") == "array":
        return "list of " + _type(schema.get("items", {}), defs)
    if schema.get("type") == "object":
        return "mapping of key to " + _type(schema.get("additionalProperties") or {}, defs)
    if "pattern" in schema:
        return _FORMS[schema["pattern"]][1] if schema["pattern"] in _FORMS else f"text like {schema['pattern']}"
    return str(schema.get("type", "text")).replace("string", "text")


def json_schema(name: str) -> Mapping[str, Any]:
    """The JSON Schema of a kind of file, for editors. YAML reads 52 as a number, so each text may also be a number."""
    schema = _numbers_too({**FILES, **ROWS}[name].model_json_schema())
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _numbers_too(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_numbers_too(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _numbers_too(value) for key, value in schema.items()}
    if made.get("type") == "string" and "enum" not in made:
        made["type"] = ["string", "number"]
    if "enum" in made:
        made.pop("type", None)
        made["enum"] = [*made["enum"], *(int(word) for word in made["enum"] if str(word).isdigit())]
    return made
