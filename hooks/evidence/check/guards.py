"""A reading of ours is read again whenever the rows change on which it rests."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.check.faults import fault
from evidence.derive.guards import printed
from evidence.load import Draft
from evidence.load.documents import KEY
from evidence.load.registry import rule
from evidence.problems import Problem


@rule("sense")
def guard_complete(draft: Draft) -> Iterator[Problem]:
    """A contradiction must guard each fact that it concerns: what was printed when its reading was written."""
    for case in draft.contradictions.values():
        for number, fact in enumerate(case.facts):
            now = printed(draft, fact)
            if fact not in case.guard and now is not None and fact not in draft.broken:
                yield fault(case, "facts", number, must="be guarded, with a line under guard", more=f": \"{fact}: '{now}'\"")


@rule("sense")
def guard_known(draft: Draft) -> Iterator[Problem]:
    """A guard must be of a fact, an entry of the landscape, or a field such as study#field."""
    for case in draft.contradictions.values():
        for id in case.guard:
            if printed(draft, id) is None and id.partition("#")[0] not in draft.broken:
                must = "be a fact, a key of the landscape or a field such as study#field"
                yield fault(case, "guard", id, KEY, must=must, got=id)


@rule("sense")
def guard_holds(draft: Draft) -> Iterator[Problem]:
    """The rows on which a reading rests must be printed as they were when it was written."""
    for key, case in draft.contradictions.items():
        for id, then in case.guard.items():
            now = printed(draft, id)
            if now is not None and now != then and id.partition("#")[0] not in draft.broken:
                must = f"be '{now}' after '{key}' was read again, for a row on which its reading rests has changed"
                yield fault(case, "guard", id, must=must, more=f" (it said: '{then}')")
