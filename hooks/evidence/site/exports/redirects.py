"""What stands at addresses from which something moved: a small page that leads on, and files that follow theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from evidence.analysis.moves import Move, Resolution
from evidence.analysis.view import View
from evidence.model import links
from evidence.site import content_policy
from evidence.site.output import Output
from evidence.site.render import Renderer

# Files in JSON that a program takes as they are: citation, drawing and feed are those of what stands there now.
_AS_THEY_ARE = (".csl.json", ".vl.json", "/feed.json")


def outputs(view: View, render: Renderer, standing: Iterable[Output]) -> Iterator[Output]:
    """Every page and file for what moved; `standing` are all pages and files where nothing did."""
    for move in view.moves.pages:
        if not move.is_removed:
            yield Output(f"{move.address}index.html", _page(view, render, move))
    yield from _files(view, {output.uri: output for output in standing})


def _page(view: View, render: Renderer, move: Move) -> str:
    anchors = {anchor: _where(fate, move) for anchor, fate in view.moves.anchors(move.address).items()}
    made = render.page("moved.html.jinja", move.address, move=move, targets=move.targets, anchors=anchors)
    return content_policy.with_policy(made.body)


def _where(fate: Resolution, move: Move) -> tuple[str, ...]:
    """Where an old anchor leads: nowhere by itself where it was removed, or where its page was split."""
    return () if fate.move.is_removed or fate.targets == (move.address,) else fate.targets


def _files(view: View, standing: Mapping[str, Output]) -> Iterator[Output]:
    """The twin of a page moves with it: JSON says where to, every other file carries what stands there."""
    twins = {old: (new, move) for old, new, move in view.moves.twins(standing)}
    removed = {}
    known = (address.removeprefix("/") for address in view.evidence.addresses)
    for address in (*(move.address for move in view.moves.files), *known):
        fate = view.moves.resolve(address)
        is_file = bool(address) and "#" not in address and not address.endswith("/") and address not in standing
        if fate and is_file and fate.move.is_removed and address.endswith(".json"):
            removed[address] = _json(_removed(view, fate.move))
        elif fate and is_file and len(fate.targets) == 1 and not fate.move.is_removed:
            twins[address] = (fate.targets[0], fate.move)
    yield from (Output(address, said) for address, said in removed.items())
    for old, (new, move) in twins.items():
        if new in standing:
            said = {"moved_to": _absolute(view, new), "moved_on": move.date, "reason": move.reason}
            says = old.endswith(".json") and not old.endswith(_AS_THEY_ARE)
            yield Output(old, _json(said) if says else standing[new].content)


def _removed(view: View, move: Move) -> Mapping[str, object]:
    instead = [_absolute(view, target) for target in move.targets]
    return {"removed_on": move.date, "was": move.was, "reason": move.reason, "replaced_by": instead}


def _absolute(view: View, address: str) -> str:
    return links.absolute(view.evidence.site.site_url, address)


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
