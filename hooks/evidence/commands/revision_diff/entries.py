"""Entries of the data apart from reports of facts: studies, sources, events and all else, added, changed or removed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from evidence.analysis import changelog
from evidence.commands.flatten import Change, compare, flatten
from evidence.model import Evidence, Report, SafetyReport, links
from evidence.model.evidence import Prose

# Attribute of the evidence -> what one of its entries is.
_KINDS = {
    "studies": "study",
    "groups": "group of studies",
    "endpoints": "endpoint",
    "sources": "source",
    "events": "event",
    "landscape": "other drug",
    "statements": "statement",
    "expected": "expected verdict",
    "gaps": "gap",
}
_SINGLE = {"drug": "drug", "site": "site", "appraisal": "appraisal", "assumptions": "assumptions"}
# Fields of a report that are ours; changes of what its source prints are those of facts.
_OURS = ("event_group", "locator", "note")


class Label(Protocol):
    """Id -> what a thing is called."""

    def __call__(self, id: str, /) -> str:
        """Return the label of a thing."""


@dataclass(frozen=True)
class EntryChange:
    """An entry that was added, changed or removed; `of` is what it is in words, `fields` are those of a changed one."""

    kind: str
    of: str
    id: str
    label: str
    fields: tuple[Change, ...] = ()


def entries(old: Evidence, new: Evidence, label: Label) -> Iterator[EntryChange]:
    """Every entry that is different, kind by kind."""
    for name, of in _KINDS.items():
        yield from changes(of, getattr(old, name), getattr(new, name), label)
    for name, of in _SINGLE.items():
        for change in changes(of, _single(old, name), _single(new, name), label):
            yield EntryChange(change.kind, of, name, of, change.fields)
    yield from changes("term", _terms(old), _terms(new), label)
    yield from changes("text", old.prose, new.prose, lambda key: f"prose/{key}.md")
    before, after = changelog.rows(old), changelog.rows(new)
    both = before.keys() & after.keys()
    was, now = ({" ".join(filter(None, id)): rows[id] for id in both} for rows in (before, after))
    yield from changes("report", was, now, lambda id: label(id.partition(" ")[0]) + ", " + label(id.split(" ")[1]))


def _single(evidence: Evidence, name: str) -> Mapping[str, object]:
    record = getattr(evidence, name)
    return {name: record} if record else {}


def _terms(evidence: Evidence) -> Mapping[str, object]:
    return {links.term_id(term.term): term for term in evidence.glossary}


def changes(of: str, old: Mapping[str, object], new: Mapping[str, object], label: Label) -> Iterator[EntryChange]:
    """The entries of one kind that are different."""
    for id in sorted({*old, *new}):
        if id not in old or id not in new:
            yield EntryChange("added" if id in new else "removed", of, id, label(id))
        elif different := compare(_values(old[id]), _values(new[id])):
            yield EntryChange("changed", of, id, label(id), tuple(different))


def _values(record: object) -> Mapping[str, str]:
    """The values of a record by their paths."""
    if isinstance(record, Report | SafetyReport):
        return {name: text for name in _OURS if (text := getattr(record, name, None))}
    return {"text": record.text} if isinstance(record, Prose) else flatten(record)
