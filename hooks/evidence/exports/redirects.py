"""What stands at addresses from which something moved: a small page that leads on, and files that follow theirs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from evidence import links, policy
from evidence.derive.addresses import Fate, Move
from evidence.derive.view import View
from evidence.output import Output
from evidence.render import Renderer


def outputs(view: View, render: Renderer, standing: Iterable[Output]) -> Iterator[Output]:
    """Every page and file for what moved; `standing` are all pages and files where nothing did."""
    for move in view.moves.pages:
        if not move.is_removed:
            yield Output(f"{move.address}index.html", _page(view, render, move))
    yield from _files(view, {output.uri: output for output in standing})


def _page(view: View, render: Renderer, move: Move) -> str:
    anchors = {anchor: _where(fate, move) for anchor, fate in view.moves.anchors(move.address).items()}
    made = render.page("moved.html.jinja", move.address, move=move, targets=move.targets, anchors=anchors)
    return policy.with_policy(made.body)


def _where(fate: Fate, move: Move) -> tuple[str, ...]:
    """Where an old anchor leads: nowhere by itself where it was removed, or where its page was split."""
    return () if fate.move.is_removed or fate.targets == (move.address,) else fate.targets


def _files(view: View, standing: Mapping[str, Output]) -> Iterator[Output]:
    """The twin of a page moves with it: JSON says where to, every other file carries what stands there."""
    site = view.evidence.site.site_url
    moved = [(move.address, move.targets[0], move) for move in view.moves.files if not move.is_removed]
    for old, new, move in (*view.moves.twins(standing), *moved):
        if new in standing:
            said = {"moved_to": links.absolute(site, new), "moved_on": move.date, "reason": move.reason}
            says = old.endswith(".json") and not old.endswith(".csl.json")  # a citation is one of what stands there
            yield Output(old, _json(said) if says else standing[new].content)
    for address in view.evidence.addresses:
        fate = view.moves.fate(address.removeprefix("/"))
        if fate and fate.move.is_removed and address.endswith(".json"):
            move = fate.move
            instead = [links.absolute(site, target) for target in move.targets]
            said = {"removed_on": move.date, "was": move.was, "reason": move.reason, "replaced_by": instead}
            yield Output(address.removeprefix("/"), _json(said))


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
