"""What is published at addresses from which something moved: a small page that redirects, and files that follow theirs."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from evidence.analysis.moved_addresses import Move
from evidence.analysis.view import View
from evidence.model import links
from evidence.site import content_policy
from evidence.site.exports.json_file import json_file
from evidence.site.gather import Gatherer
from evidence.site.gather_changes import place
from evidence.site.output import Output
from evidence.site.render import Renderer

# Files in JSON that a program takes as they are: they are copies of the citation, drawing or feed at the new address.
_COPIED = (".csl.json", ".vl.json", "/feed.json")


def outputs(gather: Gatherer, render: Renderer, published: Iterable[Output]) -> Iterator[Output]:
    """Every page and file for what moved; `published` are all pages and files where nothing did."""
    view = gather.view
    for move in view.moves.pages:
        if not move.is_removed:
            page = render.part("moved.html.jinja", move.address, **_context(gather, move))
            yield Output(f"{move.address}index.html", content_policy.with_policy(page))
    yield from _files(view, {output.uri: output for output in published})


def _context(gather: Gatherer, move: Move) -> Mapping[str, object]:
    """What the page at an old address shows: `name` is the address or a number in a register, `to` its one new address or
    None where it was split; `anchors` are old anchors and the addresses where each is now.
    """
    targets = tuple(place(gather, target) for target in move.targets)
    to = targets[0] if len(targets) == 1 else None
    return {
        "name": move.number or f"/{move.address}",
        "is_number": bool(move.number),
        "targets": targets,
        "to": to,
        "canonical": links.absolute(
            gather.view.evidence.site.site_url, to.address.partition("#")[0] if to else move.address
        ),
        "date": move.date,
        "reason": move.reason,
        # An old anchor is nowhere by itself where it was removed, or where its page was split.
        "anchors": [
            (anchor, () if old.move.is_removed or old.targets == (move.address,) else old.targets)
            for anchor, old in gather.view.moves.anchors(move.address).items()
        ],
    }


def _files(view: View, published: Mapping[str, Output]) -> Iterator[Output]:
    """The files beside a page that moved: JSON states where to, every other file is a copy of the one that is there now."""
    absolute = partial(links.absolute, view.evidence.site.site_url)
    moved = {old: (new, move) for old, new, move in view.moves.twins(published)}
    known = (address.removeprefix("/") for address in view.evidence.addresses)
    for address in (*view.moves.by_address, *known):
        resolution = view.moves.resolve(address)
        is_file = bool(address) and "#" not in address and not address.endswith("/") and address not in published
        if not resolution or not is_file:
            continue
        move = resolution.move
        if move.is_removed and address.endswith(".json"):
            removed = {"removed_on": move.date, "was": move.was, "reason": move.reason}
            yield json_file(address, {**removed, "replaced_by": [absolute(target) for target in move.targets]}, 2)
        elif len(resolution.targets) == 1 and not move.is_removed:
            moved[address] = (resolution.targets[0], move)
    for old, (new, move) in moved.items():
        if new in published and old.endswith(".json") and not old.endswith(_COPIED):
            yield json_file(old, {"moved_to": absolute(new), "moved_on": move.date, "reason": move.reason}, 2)
        elif new in published:
            yield Output(old, published[new].content)
