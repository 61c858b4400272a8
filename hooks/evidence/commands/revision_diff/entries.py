"""Entries of the data besides reports of facts: studies, sources, events and all else that came, went or says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence.analysis import changelog
from evidence.model import Evidence, Report, SafetyReport, links
from evidence.model.number_format import as_text

# Attribute of the evidence -> what one of its entries is.
_KINDS = {
    "studies": "study",
    "groups": "group of studies",
    "endpoints": "endpoint",
    "sources": "source",
    "events": "event",
    "landscape": "other drug",
    "expected": "expected verdict",
}
_SINGLE = {"drug": "drug", "site": "site", "appraisal": "appraisal", "assumptions": "assumptions"}
# Of a report the log tells what is printed; where that stands and what we remark is told here.
_BESIDE = ("locator", "note")


@dataclass(frozen=True)
class FieldChange:
    """A field that says something else: text as printed, nothing where it was or is not there."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class EntryChange:
    """An entry that was added, changed or removed; `of` is what it is in words, `fields` are those of a changed one."""

    kind: str
    of: str
    id: str
    label: str
    fields: tuple[FieldChange, ...] = ()


def entries(old: Evidence, new: Evidence, label: Callable[[str], str]) -> Iterator[EntryChange]:
    """Every entry that is different, kind by kind; `label` says what a thing is called."""
    for name, of in _KINDS.items():
        yield from changes(of, getattr(old, name), getattr(new, name), label)
    for name, of in _SINGLE.items():
        was, now = ({name: one} if (one := getattr(side, name)) else {} for side in (old, new))
        yield from changes(of, was, now, lambda _, of=of: of)
    yield from changes("term", *(_terms(side) for side in (old, new)), label)
    yield from changes("text", *(side.prose for side in (old, new)), lambda key: f"prose/{key}.md")
    both = [changelog.rows(side) for side in (old, new)]
    kept = both[0].keys() & both[1].keys()
    was, now = ({" ".join(filter(None, id)): side[id] for id in kept} for side in both)
    yield from changes("report", was, now, lambda id: label(id.partition(" ")[0]) + ", " + label(id.split(" ")[1]))


def _terms(evidence: Evidence) -> Mapping[str, Any]:
    return {links.term_id(term.term): term for term in evidence.glossary}


def changes(
    of: str, old: Mapping[str, Any], new: Mapping[str, Any], label: Callable[[str], str]
) -> Iterator[EntryChange]:
    """The entries of one kind that are different."""
    for id in sorted({*old, *new}):
        if id not in old or id not in new:
            yield EntryChange("added" if id in new else "removed", of, id, label(id))
            continue
        was, now = _flat(old[id]), _flat(new[id])
        names = (*now, *(name for name in was if name not in now))
        fields = [FieldChange(name, was.get(name, ""), now.get(name, "")) for name in names]
        if different := tuple(each for each in fields if each.old != each.new):
            yield EntryChange("changed", of, id, label(id), different)


def _flat(record: Any) -> Mapping[str, str]:
    """What a record says, field by field as text; a field inside another is called by both names."""
    if isinstance(record, (Report, SafetyReport)):
        return {name: text for name in _BESIDE if (text := getattr(record, name))}
    fields = record.model_dump() if hasattr(record, "model_dump") else {"text": record.text}
    return dict(_texts("", fields))


def _texts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _texts(f"{name}.{key}" if name else str(key), inside)
    elif isinstance(value, (list, tuple)) and any(isinstance(each, Mapping) for each in value):
        for number, inside in enumerate(value, 1):
            yield from _texts(f"{name}.{number}", inside)
    elif isinstance(value, (list, tuple)):
        yield name, ", ".join(map(str, value))
    elif value is not None:
        yield name, as_text(value)
