"""Shape: a record as the model wants it, or the model's complaints in the wording of the house."""

from __future__ import annotations

import re
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from pydantic import BaseModel, ValidationError

from evidence.loading.suggestions import guess
from evidence.loading.yaml_documents import KEY
from evidence.model import Location, Record
from evidence.model.problems import Problem, meant

# Type of pydantic's error -> what must hold. The model's own types carry their wording with them (values.must).
WORDINGS = {
    "missing": "must be given",
    "extra_forbidden": "must be a known field",
    "literal_error": "must be one of {options}",
    "model_type": "must be a mapping with the fields {fields}",
    "dict_type": "must be a mapping of keys",
    "tuple_type": "must be a list",
    "int_parsing_size": "must be a number of ordinary length",
    "too_short": "must have entries, {min_length} or more",
    "too_long": "must have {max_length} entries or fewer",
}
EMPTY = "must not be empty (leave the field out when nothing is known)"
LONGEST_QUOTE = 60

Locate = Callable[..., tuple[str, int, int]]


def shape(model: type[Record], data: Any, locate: Locate) -> tuple[Record | None, list[Problem]]:
    """The record with its place, or what is wrong with its shape. `locate` turns a field's path into a place."""
    try:
        record = model.__pydantic_validator__.validate_python(data)
    except ValidationError as error:
        return None, list(shape_problems(model, error, locate))
    settle(record, locate()[0], locate)
    return record, []


def settle(record: Record, path: str, locate: Locate) -> None:
    """Tell a record, and every record inside it, where it stands."""
    record._location = Location(path, locate)
    for name in _nesting(type(record)):
        value = getattr(record, name)
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value or ()):
            settle(item, path, partial(locate, name, key))


@cache
def _nesting(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that hold records, by key or in order."""
    inner = {name: _model_inside(field.annotation) for name, field in model.model_fields.items()}
    return tuple(name for name, each in inner.items() if each and issubclass(each, Record))


def shape_problems(model: type[BaseModel], error: ValidationError, locate: Locate) -> Iterator[Problem]:
    """Each complaint of the model at its place; a misspelt field is told once, not as unknown and as missing."""
    errors = error.errors(include_url=False)
    unknown = [each["loc"] for each in errors if each["type"] == "extra_forbidden"]
    for each in errors:
        path, kind = each["loc"], each["type"]
        misspelt = (other for other in unknown if other[:-1] == path[:-1] and meant(str(other[-1]), [str(path[-1])]))
        if kind == "missing" and any(misspelt):
            continue
        name = ".".join(str(step) for step in path if step != KEY)
        place = locate(*path, KEY) if kind == "extra_forbidden" else locate(*path)
        yield Problem(*place, name, _message(model, each), kind)


def _message(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    """What must hold, what stood there, and what was probably meant."""
    kind, path, got = error["type"], error["loc"], error["input"]
    context = error.get("ctx", {})
    fields = tuple(_model_at(model, path).model_fields)
    options = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    if kind == "missing":
        return WORDINGS.get(kind, error["msg"])
    if kind == "extra_forbidden":
        return f"{WORDINGS.get(kind, error['msg'])}, got '{path[-1]}'{meant(str(path[-1]), fields)}"
    if got == "":
        return EMPTY
    message = WORDINGS.get(kind, error["msg"]).format(options=", ".join(options), fields=", ".join(fields), **context)
    hint = (meant(got, options) if kind == "literal_error" else guess(kind, got)) if isinstance(got, str) else ""
    return f"{message}, got {quoted(got)}{hint}"


def quoted(got: Any) -> str:
    """What stood there, as a message shows it."""
    if isinstance(got, Mapping):
        return "a mapping" if got else "an empty mapping"
    if isinstance(got, (list, tuple)):
        return f"a list of {len(got)}"
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in str(got))
    return f"'{shown}'" if len(shown) <= LONGEST_QUOTE else f"'{shown[:LONGEST_QUOTE]}…'"


def _model_at(model: type[BaseModel], path: tuple[Any, ...]) -> type[BaseModel]:
    """The model to which the field at a path belongs."""
    for step in path:
        if step in model.model_fields:
            model = _model_inside(model.model_fields[step].annotation) or model
    return model


def _model_inside(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation such as Mapping[Key, Arm] or Cited[Text] | None speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_inside(part) for part in typing.get_args(annotation))
    return next((each for each in found if each), None)
