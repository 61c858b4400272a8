"""What every rule of sense says in the same words: a fault at a field, and a key that leads nowhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from evidence.loading import Draft
from evidence.loading.schema_errors import quoted
from evidence.loading.yaml_documents import KEY
from evidence.model import Prose, Record
from evidence.model.problems import Problem, meant

Use = tuple[Record, tuple[Any, ...], str | None]  # a record, the path to its field, and the key that stands there


def fault(record: Record, *field: Any, must: str, got: Any = None, more: str = "") -> Problem:
    """A problem at a field of a record that has a place of its own; the path may lead into the records inside it.

    `must` says what must hold, `got` what stands there (None where nothing does), `more` what else helps.
    """
    name = ".".join(str(step) for step in field if step != KEY)
    stood = "" if got is None else f", got {quoted(got)}"
    return Problem(*record.location.at(*field), name, f"must {must}{stood}{more}")


def place_in(page: Prose, offset: int, message: str) -> Problem:
    """A problem at a character of a text."""
    line = page.text.count("\n", 0, offset) + 1
    return Problem(page.path, line, offset - page.text.rfind("\n", 0, offset), "", message)


def unknown_keys(draft: Draft, uses: Iterable[Use], known: Collection[str], what: str) -> Iterator[Problem]:
    """A fault for every use of a key that nothing has, unless a broken record may have it."""
    for record, field, key in uses:
        if key is not None and key not in known and key not in draft.broken:
            yield fault(record, *field, must=f"be the key of {what}", got=key, more=f"{meant(key, known)}")


def entities(draft: Draft) -> Iterator[tuple[str, Record]]:
    """Every record that has a file of its own, with its key."""
    yield "drug", draft.drug
    for kind in (draft.sources, draft.studies, draft.groups, draft.endpoints, draft.events, draft.landscape):
        yield from kind.items()
    yield from draft.contradictions.items()


def inside(record: BaseModel, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], BaseModel]]:
    """A record and everything in it that has fields, each with its path."""
    yield path, record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, BaseModel):
            yield from inside(value, (*path, name))
        elif isinstance(value, (Mapping, tuple)):
            for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
                if isinstance(item, BaseModel):
                    yield from inside(item, (*path, name, key))


def citations(draft: Draft) -> Iterator[Use]:
    """Every use of a source outside the positions of contradictions."""
    for _, entity in entities(draft):
        for path, part in inside(entity):
            for source in getattr(part, "cite", ()):
                yield entity, (*path, "cite", source, KEY), source
    for row in (*draft.reports, *draft.safety):
        yield row, ("source",), row.source


def positions(draft: Draft) -> Iterator[Use]:
    """Every use of a source in the positions of contradictions."""
    for case in draft.contradictions.values():
        for number, position in enumerate(case.positions):
            yield case, ("positions", number, "source"), position.source
