"""What the data say must not be published stands nowhere but where sources contradict each other."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from pydantic import BaseModel

from evidence.checks.reporting import entities, nested, problem_at, problem_in_prose
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Contradiction, NotPublished, Record, Source
from evidence.model.problems import Problem


@rule("evidence")
def claim_pattern(draft: Draft) -> Iterator[Problem]:
    """The pattern of a claim must be a regular expression that finds words, and not an empty text."""
    for claim in draft.not_published.values():
        pattern = _compiled(claim)
        if pattern is None or pattern.search(""):
            yield problem_at(claim, "pattern", must="be a regular expression that finds words", got=claim.pattern)


@rule("evidence")
def claim_not_in_prose(draft: Draft) -> Iterator[Problem]:
    """Prose must not make a claim of not-published.yml."""
    for claim, pattern in _patterns(draft):
        for page in draft.prose.values():
            for found in pattern.finditer(page.text):
                message = f"must not be published: {_reason(claim)}; got '{found[0]}'"
                yield problem_in_prose(page, found.start(), message)


@rule("evidence")
def claim_not_published(draft: Draft) -> Iterator[Problem]:
    """A claim of not-published.yml must stand in no value of the data but in those that tell contradictions."""
    if patterns := _patterns(draft):
        for record in _told(draft):
            for path, text in _texts(record):
                for claim, pattern in patterns:
                    if found := pattern.search(text):
                        yield problem_at(record, *path, must=f"not be published: {_reason(claim)}", got=found[0])


def _patterns(draft: Draft) -> list[tuple[NotPublished, re.Pattern[str]]]:
    """The claims with a sound pattern."""
    found = ((claim, _compiled(claim)) for claim in draft.not_published.values())
    return [(claim, pattern) for claim, pattern in found if pattern and not pattern.search("")]


def _compiled(claim: NotPublished) -> re.Pattern[str] | None:
    try:
        return re.compile(claim.pattern, re.IGNORECASE)
    except re.error:
        return None


def _reason(claim: NotPublished) -> str:
    """Why, as a part of a message."""
    return claim.reason.rstrip(".")


def _told(draft: Draft) -> Iterator[Record]:
    """Every record that pages show; but contradictions and the sources that only these may name, and the log, which tells
    what was corrected.
    """
    yield draft.site
    for _, record in entities(draft):
        told_apart = isinstance(record, Contradiction) or (isinstance(record, Source) and not record.is_citable)
        if not told_apart:
            yield record
    yield from chain(draft.all_reports, draft.glossary, draft.expected.values())
    yield from (each for each in (draft.appraisal, draft.assumptions) if each)


def _texts(record: Record) -> Iterator[tuple[tuple[object, ...], str]]:
    """The values of a record and of the records in it, as written, each with its path."""
    for path, part in nested(record):
        for name in type(part).model_fields:
            value = getattr(part, name)
            for key, item in _items(value):
                if item is not None and not isinstance(item, (BaseModel, Mapping, tuple)):
                    yield (*path, name, *key), str(item)


def _items(value: object) -> Iterable[tuple[tuple[object, ...], object]]:
    """A value, or what is in it, with the last step of its path."""
    if isinstance(value, Mapping):
        return (((key,), item) for key, item in value.items())
    if isinstance(value, tuple):
        return (((number,), item) for number, item in enumerate(value))
    return [((), value)]
