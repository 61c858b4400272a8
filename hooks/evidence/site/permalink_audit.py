"""The audit of permanent addresses: what is published, compared with data/addresses.txt and the moves that the data state."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from evidence.analysis.moved_addresses import Move, MovedAddresses
from evidence.model.problems import Problem


def problems(
    path: str, known: Sequence[str], published: Collection[str], counts: Mapping[str, int], moves: MovedAddresses
) -> Iterator[Problem]:
    """Every address of the list `known`, a file at `path`, that is lost or missing; and every move that is impossible.

    `published` are all addresses of the site; `counts` is address -> how often it occurs, of those where nothing was moved
    or removed. A list without an entry is that of a new site, which has lost nothing.
    """
    must = "must still be published, or be moved or removed in redirects/"
    for line, address in enumerate(known, 1):
        if address not in published and not ((old := moves.resolve(address.removeprefix("/"))) and old.move.is_removed):
            yield Problem(path, line, 1, "", f"{must}, got no page or anchor '{address}'", "address_lost")
    for address in sorted(set(published) - set(known) if known else ()):
        yield Problem(path, len(known) + 1, 1, "", f"must list '{address}'; run make addresses", "address_missing")
    yield from _wrong_moves(counts, moves)


def _wrong_moves(counts: Mapping[str, int], moves: MovedAddresses) -> Iterator[Problem]:
    """Moves to an address that is not published, and moves of one that still is."""
    for move in moves.by_address.values():
        address = f"/{move.address}"
        if counts.get(address, 0) > bool(move.anchor):  # an old anchor is written into its page
            yield _problem(move, "address_stands", f"must be gone, for a page or anchor stands there: {address}")
        for target in move.targets:
            if f"/{target}" not in counts:
                yield _problem(move, "move_leads_nowhere", f"must lead to a page, anchor or file, got '/{target}'")
    for move in moves.pages:
        for anchor, resolution in moves.anchors(move.address).items():
            for target in resolution.targets if resolution.move is move and not move.is_removed else ():
                if f"/{target}" not in counts and target != move.address:
                    must = f"must take its anchors along, got no '/{target}'; say where '/{move.address}#{anchor}' went"
                    yield _problem(move, "anchor_left_behind", must)


def _problem(move: Move, rule: str, message: str) -> Problem:
    """A problem with a move, at the place in the data that states it."""
    place = move.record.location.at(*move.field) if move.record else ("redirects", 1, 1)
    return Problem(*place, ".".join(move.field), message, rule)
