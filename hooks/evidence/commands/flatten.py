"""Nested values as flat text: one line per value, named by its path, so that two states can be compared value by value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from enum import Enum

from evidence.model import Record
from evidence.model.values import Cited


@dataclass(frozen=True)
class Change:
    """A value that differs; empty text where it was or is not there."""

    path: str
    old: str
    new: str

    def __str__(self) -> str:
        """`path.of.value: old -> new`, on one line."""
        return f"{self.path}: {' '.join(self.old.split()) or 'nothing'} -> {' '.join(self.new.split()) or 'nothing'}"


def flatten(value: object) -> dict[str, str]:
    """Path -> text of every value in a record, dataclass, mapping or sequence; None is left out.

    A sequence of plain values is one text, joined by commas; of anything else, each item is named by its `id` where all
    have one and no two share it, by its number from 1 otherwise.
    """
    return dict(_values("", value))


def compare(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """The values that differ between two flattened states: in the order of the newer one, then those that are gone."""
    paths = (*new, *(path for path in old if path not in new))
    changes = (Change(path, old.get(path, ""), new.get(path, "")) for path in paths)
    return [change for change in changes if change.old != change.new]


def _values(path: str, value: object) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    items = _items(value)
    if items is None:
        yield path, _text(value)
    elif isinstance(value, (list, tuple)) and all(_items(each) is None for each in value):
        yield path, ", ".join(map(_text, value))
    else:
        for name, each in items.items():
            yield from _values(f"{path}.{name}" if path else name, each)


def _items(value: object) -> dict[str, object] | None:
    """Name -> part of a value that has parts; None for a plain one."""
    if isinstance(value, Record | Cited):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): each for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        ids = [id for each in value if isinstance(id := getattr(each, "id", None), str)]
        names = ids if len(set(ids)) == len(value) else [str(number) for number in range(1, len(value) + 1)]
        return dict(zip(names, value, strict=True))
    return None


def _text(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
