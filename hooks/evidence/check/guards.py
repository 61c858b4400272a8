"""A reading of ours is read again whenever the rows change on which it rests."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.check.faults import fault
from evidence.derive.guards import printed
from evidence.load import Draft
from evidence.load.documents import KEY
from evidence.load.registry import rule
from evidence.problems import Problem

AGAIN = "once the reading has been read again, for the rows on which it rests have changed"


@rule("sense")
def guard_complete(draft: Draft) -> Iterator[Problem]:
    """A contradiction must guard each fact that it concerns: what its sources printed when the reading was written."""
    for case in draft.contradictions.values():
        for number, fact in enumerate(case.facts):
            now = printed(draft, fact)
            if now and fact not in case.guard and fact not in draft.broken:
                lines = "; ".join(f"{source}: {said}" for source, said in now.items())
                yield fault(
                    case, "facts", number, must=f"stand under guard too, with what is printed ({lines})", got=fact
                )


@rule("sense")
def guard_known(draft: Draft) -> Iterator[Problem]:
    """A guard must be of a fact, of an entry of the landscape, or of a field such as study#field."""
    for case in draft.contradictions.values():
        for id in case.guard:
            if printed(draft, id) is None and id.partition("#")[0] not in draft.broken:
                must = "be a fact, a key of the landscape or a field such as study#field"
                yield fault(case, "guard", id, KEY, must=must, got=id)


@rule("sense")
def guard_holds(draft: Draft) -> Iterator[Problem]:
    """What a reading rests on must be printed as it was when the reading was written."""
    for key, case in draft.contradictions.items():
        for id, then in case.guard.items():
            now = printed(draft, id)
            if not now or id.partition("#")[0] in draft.broken:
                continue
            for source, said in then.items():
                if source not in now and source not in draft.broken:
                    yield fault(case, "guard", id, source, KEY, must=f"be left out of '{key}' {AGAIN}", got=source)
                elif source in now and now[source] != said:
                    must = f"be '{now[source]}' in '{key}' {AGAIN}"
                    yield fault(case, "guard", id, source, must=must, got=said)
            for source in now.keys() - then.keys():
                must = f"have '{source}: {now[source]}' too in '{key}' {AGAIN}"
                yield fault(case, "guard", id, KEY, must=must)
