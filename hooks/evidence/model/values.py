"""The types of value in a cell or field. Data are read as text; a Decimal keeps the reported number of decimals."""

import re
from collections.abc import Callable, Container, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Generic, NamedTuple, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, WithJsonSchema
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from evidence.model import vocabulary as words
from evidence.model.jurisdictions import COUNTRY_NAMES, JURISDICTION_NAMES


def schema_error(rule: str, message: str) -> PydanticCustomError:
    """An error of a value that does not fit the schema; `loading` adds the location and the value found."""
    return PydanticCustomError(rule, message.replace("{", "{{").replace("}", "}}"))


def _matching(rule: str, pattern: str, message: str) -> Callable[[Any], Any]:
    compiled = re.compile(pattern)

    def validate(text: Any) -> Any:
        if not isinstance(text, str) or not compiled.fullmatch(text):
            raise schema_error(rule, message)
        return text

    return validate


def _typed(rule: str, pattern: str, message: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """A text that must match: the same pattern serves the loader and the published JSON Schema."""
    return (
        BeforeValidator(_matching(rule, pattern, message)),
        WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$"}),
    )


NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?"
COUNT = r"0|[1-9][0-9]*"
KEY = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"
PROBABILITY = r"0\.[0-9]+|1(?:\.0+)?|0"
DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# A page ends in a slash, a file does not; either may have an anchor.
ADDRESS = r"/(?:[A-Za-z0-9._-]+/)*(?:[A-Za-z0-9._-]+\.[a-z0-9]+)?(?:#[A-Za-z0-9._:-]+)?"


EMPTY = "must not be empty (leave the field out when nothing is known)"

# Control characters, line ends of other kinds, marks that turn the direction of text, and the byte order mark.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\u2028-\u202e\ufeff]")


def _real_date(text: str) -> str:
    """A date that exists, to the day, month or year that is known."""
    try:
        parts = [int(part) for part in text.split("-")]
        date(parts[0], *(parts[1:] + [1, 1])[:2])
    except ValueError:
        raise schema_error("date", "must be a date that exists, written 2026-01-16, 2020-06 or 2016") from None
    return text


def is_before(first: str, second: str) -> bool:
    """Whether every day that the first date can mean lies before every day of the second."""
    return first[: len(second)] < second[: len(first)]


def _country(text: str, known: Container[str] = COUNTRY_NAMES, others: str = "") -> str:
    if text not in known:
        raise schema_error("country", f"must be an ISO 3166-1 alpha-2 country code such as DE{others}")
    return text


def _plain(text: Any) -> Any:
    """Words on one line: something, no control characters, no space at the ends, no formula of a spreadsheet."""
    if not isinstance(text, str):
        raise schema_error("text", "must be text")
    if not text.strip():
        raise schema_error("empty", EMPTY)
    if text != text.strip():
        raise schema_error("space", "must not begin or end with a space")
    if _UNPRINTABLE.search(text):
        raise schema_error("control", "must be printable text on one line")
    if text[0] in "=+@":
        raise schema_error("formula", "must not begin with =, + or @, which a spreadsheet would run")
    return text


# Annotated types, each named after its values.
Number = Annotated[
    Decimal,
    *_typed("number", NUMBER, "must be a number with - as its minus and . as its decimal sign, such as -1.3"),
    AfterValidator(Decimal),
]
Count = Annotated[int, *_typed("count", COUNT, "must be a whole number of 0 or more"), AfterValidator(int)]
Probability = Annotated[
    Decimal,
    *_typed(
        "probability",
        PROBABILITY,
        "must be a probability from 0 to 1, with its leading zero, such as 0.0496",
    ),
    AfterValidator(Decimal),
]
Key = Annotated[str, *_typed("key", KEY, "must be a key of small letters, digits, single hyphens and dots")]
FigureId = Annotated[
    str,
    *_typed("figure_id", rf"{KEY}(?:#[a-z0-9._-]+)?", "must be the key of a fact, or a field written study#field"),
]
PartialDate = Annotated[
    str,
    *_typed("date", DATE, "must be a date written 2026-01-16, 2020-06 or 2016"),
    AfterValidator(_real_date),
]
Day = Annotated[
    str,
    *_typed("day", DAY, "must be a day written 2026-01-16"),
    AfterValidator(_real_date),
]
Text = Annotated[str, BeforeValidator(_plain), WithJsonSchema({"type": "string", "minLength": 1})]
Country = Annotated[str, BeforeValidator(_plain), AfterValidator(_country)]
Jurisdiction = Annotated[
    str,
    BeforeValidator(_plain),
    AfterValidator(partial(_country, known=JURISDICTION_NAMES, others=", or EU, or global")),
]
Url = Annotated[
    str,
    *_typed("url", r"https?://[^\s<>\"'`\\{}|^]+", "must be a web address that begins with https://"),
]
NctNumber = Annotated[str, *_typed("nct", r"NCT[0-9]{8}", "must be NCT and eight digits, such as NCT01234567")]
Address = Annotated[
    str, *_typed("address", ADDRESS, "must be an address of this site, such as /drug/ or /drug/#target")
]
Doi = Annotated[
    str, *_typed("doi", r"10\.[0-9]{4,9}/[^\s\"<>]+", "must be a DOI without its resolver, such as 10.1000/182")
]

# Where a value comes from: source key -> place in that source, in the order of their weight for us.
NOT_RECORDED = "not recorded"
Cite = Annotated[Mapping[Key, Text], Field(min_length=1)]


def described(description: str, unit: str | None = None, default: Any = ..., **limits: Any) -> Any:
    """A field with its meaning and unit; a field without a default is required."""
    extra: JsonDict | None = {"unit": unit} if unit else None
    return Field(default, description=description, json_schema_extra=extra, **limits)


def optional(description: str, unit: str | None = None) -> Any:
    """A field that is left out when nothing is known."""
    return described(description, unit, default=None)


class Location(NamedTuple):
    """Where a record is in the data: `at` turns the path to one of its fields into (file, line, column), counted from 1."""

    path: str
    at: Callable[..., tuple[str, int, int]]


class Record(BaseModel):
    """A record of the data. Frozen; unknown fields are refused; `location` says where it was written."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=False, protected_namespaces=())
    _location: Location = PrivateAttr()

    @property
    def location(self) -> Location:
        """Where this record is in data/."""
        return self._location


T = TypeVar("T")


class Cited(BaseModel, Generic[T]):
    """A value with its sources."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    value: T = described("The value as printed.")
    qualifier: words.Qualifier | None = optional("The word or sign printed with the value: about, < or >.")
    cite: Cite = described("Source key -> place in that source, or 'not recorded'.")
    note: Text | None = optional("A remark of ours on this value.")
