"""What the rules for the evidence have in common: problems in the same words, and ways through all records."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from evidence.loading import Draft
from evidence.loading.text_files import position
from evidence.loading.yaml_documents import KEY
from evidence.model import Arm, Group, Prose, Record, Study
from evidence.model.problems import Problem, did_you_mean, quoted

Use = tuple[Record, tuple[Any, ...], str | None]  # a record, the path to its field, and the key in that field


def problem_at(record: Record, *field: Any, must: str, got: Any = None, more: str = "") -> Problem:
    """A problem at a field of a record that has a location; the path may continue in the records inside it.

    `must` says what must hold, `got` is what the data have (None where they have nothing), `more` is a further hint.
    """
    name = ".".join(str(step) for step in field if step != KEY)
    found = "" if got is None else f", got {quoted(got)}"
    return Problem(*record.location.at(*field), name, f"must {must}{found}{more}")


def problem_in_prose(page: Prose, offset: int, message: str) -> Problem:
    """A problem at a character of a text."""
    return Problem(page.path, *position(page.text, offset), "", message)


def must_be_given(record: Record, *field: Any, why: str) -> Iterator[Problem]:
    """A problem where a field is empty; the path may continue in the records inside the record. `why` completes "for …"."""
    if _value(record, field) is None:
        yield problem_at(record, *field, must=f"be given, for {why}")


def must_be_left_out(record: Record, *field: Any, why: str) -> Iterator[Problem]:
    """A problem where a field is filled."""
    if (value := _value(record, field)) is not None:
        yield problem_at(record, *field, must=f"be left out, for {why}", got=value)


def _value(record: Record, field: tuple[Any, ...]) -> Any:
    value: Any = record
    for step in field:
        value = value[step] if isinstance(value, Mapping) else getattr(value, step)
    return value


def unknown_keys(draft: Draft, uses: Iterable[Use], known: Collection[str], what: str) -> Iterator[Problem]:
    """A problem for every use of an unknown key, unless a record that could not be read may have it."""
    for record, field, key in uses:
        if key is not None and key not in known and key not in draft.unreadable:
            yield problem_at(record, *field, must=f"be the key of {what}", got=key, more=did_you_mean(key, known))


def entities(draft: Draft) -> Iterator[tuple[str, Record]]:
    """Every record that has a file of its own, with its key."""
    yield "drug", draft.drug
    for kind in (draft.sources, draft.studies, draft.groups, draft.endpoints, draft.events, draft.landscape):
        yield from kind.items()
    yield from draft.contradictions.items()
    yield from draft.statements.items()


def arms(draft: Draft) -> Iterator[tuple[Study | Group, str, Arm]]:
    """Every arm, with the study or group that it belongs to and its key."""
    for owner in draft.owners.values():
        yield from ((owner, key, arm) for key, arm in owner.arms.items())


def nested(record: BaseModel, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], BaseModel]]:
    """A record and everything in it that has fields, each with its path."""
    yield path, record
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, BaseModel):
            yield from nested(value, (*path, name))
        elif isinstance(value, (Mapping, tuple)):
            for key, item in value.items() if isinstance(value, Mapping) else enumerate(value):
                if isinstance(item, BaseModel):
                    yield from nested(item, (*path, name, key))


def citations(draft: Draft) -> Iterator[Use]:
    """Every use of a source outside the positions of contradictions."""
    for _, entity in entities(draft):
        for path, part in nested(entity):
            for source in getattr(part, "cite", ()):
                yield entity, (*path, "cite", source, KEY), source
    for gap in draft.gaps.values():
        for field in ("looked_in", "may_stand_in"):
            yield from ((gap, (field, source, KEY), source) for source in getattr(gap, field))
    for row in draft.all_reports:
        yield row, ("source",), row.source


def positions(draft: Draft) -> Iterator[Use]:
    """Every use of a source in the positions of contradictions."""
    for case in draft.contradictions.values():
        for number, each in enumerate(case.positions):
            yield case, ("positions", number, "source"), each.source
