"""Addresses that were moved or removed name their new addresses. Whether those exist is checked when the site is built."""

from collections.abc import Iterator

from evidence.analysis.moved_addresses import Move, moves
from evidence.checks.reporting import problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.loading.yaml_documents import KEY
from evidence.model.problems import Problem


@rule("evidence")
def redirect_says_something(draft: Draft) -> Iterator[Problem]:
    """A file of redirects must move or remove an address, and say where a moved one stands now."""
    for record in draft.redirects.values():
        if not record.moved and not record.removed:
            yield problem_at(record, must="have an address under moved or removed")
    for move in moves(draft.redirects):
        if not move.is_removed and not move.targets:
            yield _at(move, must="lead somewhere; what stands nowhere any more belongs under removed")


@rule("evidence")
def redirect_once(draft: Draft) -> Iterator[Problem]:
    """An address must be moved or removed once."""
    first: dict[str, Move] = {}
    for move in moves(draft.redirects):
        earlier = first.setdefault(move.address, move)
        if earlier is not move and earlier.record:
            path, line, _ = earlier.record.location.at(*earlier.field)
            more = f" (first in {path}:{line})"
            yield _at(move, must=f"be moved or removed once, got a second '/{move.address}'", more=more)


@rule("evidence")
def redirect_no_chain(draft: Draft) -> Iterator[Problem]:
    """An address must be moved to where something stands, not to an address that was moved or removed itself."""
    found = {move.address: move for move in moves(draft.redirects)}
    for move in found.values():
        for target in move.targets:
            further = found.get(target) or found.get(target.partition("#")[0])
            if further:
                where = " and ".join(f"/{each}" for each in further.targets) or "nowhere"
                more = f", which itself leads to {where}" if further is not move else ", the address itself"
                yield _at(move, must="lead to where something stands", got=f"/{target}", more=more)


def _at(move: Move, must: str, got: str | None = None, more: str = "") -> Problem:
    assert move.record is not None
    return problem_at(move.record, *move.field, KEY, must=must, got=got, more=more)
