"""Validation: a record as the model requires it, or the errors of the model as problems with a place."""

import re
import typing
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from evidence.loading.suggestions import suggestion
from evidence.loading.yaml_documents import KEY
from evidence.model import Location, Record
from evidence.model.problems import Problem, did_you_mean, quoted
from evidence.model.values import EMPTY

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
R = TypeVar("R", bound=Record)
Locate = Callable[..., tuple[str, int, int]]


def validate(model: type[R], data: Any, locate: Locate) -> tuple[R | None, list[Problem]]:
    """The record with its place, or what is wrong with it. `locate` turns a field's path into a place."""
    try:
        record = model.__pydantic_validator__.validate_python(data)
    except ValidationError as error:
        return None, list(validation_problems(model, error, locate))
    assert isinstance(record, model)
    set_locations(record, locate()[0], locate)
    return record, []


def set_locations(record: Record, path: str, locate: Locate) -> None:
    """Give a record, and every record inside it, its location."""
    record._location = Location(path, locate)
    for name in _nesting(type(record)):
        value = getattr(record, name)
        if isinstance(value, Record):
            set_locations(value, path, partial(locate, name))
            continue
        for key, item in value.items() if isinstance(value, Mapping) else enumerate(value or ()):
            set_locations(item, path, partial(locate, name, key))


@cache
def _nesting(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields of a model that hold records: one, by key, or in order."""
    inner = {name: _model_inside(field.annotation) for name, field in model.model_fields.items()}
    return tuple(name for name, each in inner.items() if each and issubclass(each, Record))


def validation_problems(model: type[BaseModel], error: ValidationError, locate: Locate) -> Iterator[Problem]:
    """Each error of the model at its place; a misspelt field is one problem, not an unknown field and a missing one."""
    errors = error.errors(include_url=False)
    unknown = [each["loc"] for each in errors if each["type"] == "extra_forbidden"]
    for each in errors:
        path, kind = each["loc"], each["type"]
        misspelt = (
            other for other in unknown if other[:-1] == path[:-1] and did_you_mean(str(other[-1]), [str(path[-1])])
        )
        if kind == "missing" and any(misspelt):
            continue
        name = ".".join(str(step) for step in path if step != KEY)
        place = locate(*path, KEY) if kind == "extra_forbidden" else locate(*path)
        yield Problem(*place, name, _message(model, each), kind)


def _message(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    """What must hold, what the data have, and a suggestion."""
    kind, path, got = error["type"], error["loc"], error["input"]
    context = error.get("ctx", {})
    fields = tuple(_model_at(model, path).model_fields)
    message = WORDINGS.get(kind, str(error["msg"]))
    options = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    if kind == "missing":
        examples = _model_at(model, path[:-1]).model_fields[path[-1]].examples
        return f"{message}, such as {quoted(examples[0])}" if examples else message
    if kind == "extra_forbidden":
        return f"{message}, got '{path[-1]}'{did_you_mean(str(path[-1]), fields)}"
    if got == "":
        return EMPTY
    message = message.format(options=", ".join(options), fields=", ".join(fields), **context)
    hint = (
        (did_you_mean(got, options) if kind == "literal_error" else suggestion(kind, got))
        if isinstance(got, str)
        else ""
    )
    return f"{message}, got {quoted(got)}{hint}"


def _model_at(model: type[BaseModel], path: tuple[Any, ...]) -> type[BaseModel]:
    """The model to which the field at a path belongs."""
    for step in path:
        if step in model.model_fields:
            model = _model_inside(model.model_fields[step].annotation) or model
    return model


def _model_inside(annotation: Any) -> type[BaseModel] | None:
    """The model in an annotation such as Mapping[Key, Arm] or Cited[Text] | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_inside(part) for part in typing.get_args(annotation))
    return next((each for each in found if each), None)
