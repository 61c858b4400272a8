"""What is published at addresses from which something moved: a small page that redirects, and files that follow theirs."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.analysis.moved_addresses import Move, Resolution
from evidence.analysis.view import View
from evidence.model import links
from evidence.site import content_policy
from evidence.site.gather import Gatherer
from evidence.site.gather_changes import Place, place
from evidence.site.output import Output
from evidence.site.render import Renderer

# Files in JSON that a program takes as they are: they are copies of the citation, drawing or feed at the new address.
_COPIED = (".csl.json", ".vl.json", "/feed.json")


@dataclass(frozen=True)
class MovedPage:
    """The page at an old address: `name` is the address or a number in a register, `to` its one new address or None where
    it was split; `anchors` are old anchors and the addresses where each is now.
    """

    name: str
    is_number: bool
    targets: tuple[Place, ...]
    to: Place | None
    canonical: str
    date: str
    reason: str
    anchors: tuple[tuple[str, tuple[str, ...]], ...]


def outputs(gather: Gatherer, render: Renderer, published: Iterable[Output]) -> Iterator[Output]:
    """Every page and file for what moved; `published` are all pages and files where nothing did."""
    view = gather.view
    for move in view.moves.pages:
        if not move.is_removed:
            page = render.part("moved.html.jinja", move.address, **vars(_moved_page(gather, move)))
            yield Output(f"{move.address}index.html", content_policy.with_policy(page))
    yield from _files(view, {output.uri: output for output in published})


def _moved_page(gather: Gatherer, move: Move) -> MovedPage:
    targets = tuple(place(gather, target) for target in move.targets)
    to = targets[0] if len(targets) == 1 else None
    anchors = gather.view.moves.anchors(move.address)
    return MovedPage(
        move.number or f"/{move.address}",
        bool(move.number),
        targets,
        to,
        _absolute(gather.view, to.address.partition("#")[0] if to else move.address),
        move.date,
        move.reason,
        tuple((anchor, _targets(resolution, move)) for anchor, resolution in anchors.items()),
    )


def _targets(resolution: Resolution, move: Move) -> tuple[str, ...]:
    """Where an old anchor is now: nowhere by itself where it was removed, or where its page was split."""
    is_lost = resolution.move.is_removed or resolution.targets == (move.address,)
    return () if is_lost else resolution.targets


def _files(view: View, published: Mapping[str, Output]) -> Iterator[Output]:
    """The files beside a page that moved: JSON states where to, every other file is a copy of the one that is there now."""
    moved = {old: (new, move) for old, new, move in view.moves.twins(published)}
    known = (address.removeprefix("/") for address in view.evidence.addresses)
    for address in (*view.moves.by_address, *known):
        resolution = view.moves.resolve(address)
        is_file = bool(address) and "#" not in address and not address.endswith("/") and address not in published
        if not resolution or not is_file:
            continue
        if resolution.move.is_removed and address.endswith(".json"):
            yield Output(address, _json(_removed(view, resolution.move)))
        elif len(resolution.targets) == 1 and not resolution.move.is_removed:
            moved[address] = (resolution.targets[0], resolution.move)
    for old, (new, move) in moved.items():
        if new not in published:
            continue
        if old.endswith(".json") and not old.endswith(_COPIED):
            to = {"moved_to": _absolute(view, new), "moved_on": move.date, "reason": move.reason}
            yield Output(old, _json(to))
        else:
            yield Output(old, published[new].content)


def _removed(view: View, move: Move) -> Mapping[str, object]:
    replaced_by = [_absolute(view, target) for target in move.targets]
    return {"removed_on": move.date, "was": move.was, "reason": move.reason, "replaced_by": replaced_by}


def _absolute(view: View, address: str) -> str:
    return links.absolute(view.evidence.site.site_url, address)


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
