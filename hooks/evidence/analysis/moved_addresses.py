"""Where addresses went: what follows from the moves that the data state for pages, anchors and files."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from evidence.analysis.moves import Move, Resolution, moves, numbers
from evidence.model import Evidence, links


@dataclass(frozen=True, eq=False)
class MovedAddresses:
    """Every move of one evidence, and what follows from it for pages, anchors and files."""

    evidence: Evidence

    @cached_property
    def by_address(self) -> Mapping[str, Move]:
        """Address -> its move. What the data say goes before what follows from the studies, and from moved facts."""
        known = (address.removeprefix("/") for address in self.evidence.addresses)
        followed = {address: move for address in known if (move := self._of_fact(address))}
        return MappingProxyType({**numbers(self.evidence), **followed, **self._said})

    @cached_property
    def _said(self) -> Mapping[str, Move]:
        return {move.address: move for move in moves(self.evidence.redirects)}

    @cached_property
    def _gone_facts(self) -> Mapping[str, Move]:
        """Fact -> the move of its page."""
        return {fact: move for move in self._said.values() if (fact := _fact(move.address))}

    def _of_fact(self, address: str) -> Move | None:
        """The move of an anchor on another page that is called by a fact, such as its row: it goes where the fact went."""
        path, _, anchor = address.partition("#")
        move = self._gone_facts.get(anchor)
        if move is None or path in self._said:
            return None
        facts = [(target, "" if move.is_removed else _fact(target)) for target in move.targets]
        targets = [f"{path}#{fact}" if fact else target for target, fact in facts]
        return replace(move, address=address, targets=tuple(targets))

    @cached_property
    def pages(self) -> tuple[Move, ...]:
        """The pages that were moved, split or removed."""
        return tuple(move for move in self.by_address.values() if not move.anchor and _is_page(move.address))

    @cached_property
    def _pages(self) -> Mapping[str, Move]:
        return {move.address: move for move in self.pages}

    @cached_property
    def files(self) -> tuple[Move, ...]:
        """The files that were."""
        return tuple(move for move in self.by_address.values() if not move.anchor and not _is_page(move.address))

    @cached_property
    def facts(self) -> Mapping[str, tuple[str, ...]]:
        """Fact -> the facts that became it. One that was split became none of its parts."""
        found: dict[str, tuple[str, ...]] = {}
        for move in self.pages:
            old, new = _fact(move.address), _fact(move.targets[0]) if len(move.targets) == 1 else ""
            if old and new and not move.is_removed:
                found[new] = (*found.get(new, ()), old)
        return found

    def resolve(self, address: str) -> Resolution | None:
        """What became of an address, of its page where it is not named itself; None for one that was left alone."""
        move = self.by_address.get(address) or self._of_fact(address)
        if move:
            return Resolution(move, move.targets)
        path, _, anchor = address.partition("#")
        move = self.by_address.get(path)
        if move and anchor:
            follows = not move.is_removed and len(move.targets) == 1 and "#" not in move.targets[0]
            return Resolution(move, (f"{move.targets[0]}#{anchor}",) if follows else (path,))
        if anchor:
            return None
        if drawn := self._of_chart(path):
            return drawn
        beside = (self._pages[page] for page in _owners(path) if page in self._pages)
        twin = next((page for page in beside if _ending(page.address, path)), None)
        if twin is None:
            return None
        ending = _ending(twin.address, path)
        return Resolution(twin, tuple(target.partition("#")[0].rstrip("/") + ending for target in twin.targets))

    def _of_chart(self, file: str) -> Resolution | None:
        """What became of a file of a chart: it goes where the chart went, which is known by its anchor."""
        chart, ending = links.chart_of(file) or ("", "")
        move = self.charts.get(chart)
        if move is None:
            return None
        went = (target.partition("#")[2].removeprefix(links.chart_anchor("")) for target in move.targets)
        return Resolution(
            move, () if move.is_removed else tuple(links.chart_file(chart, ending) for chart in went if chart)
        )

    @cached_property
    def charts(self) -> Mapping[str, Move]:
        """Chart -> its move, known by its anchor."""
        before = links.chart_anchor("")
        return {
            move.anchor.removeprefix(before): move for move in self._said.values() if move.anchor.startswith(before)
        }

    def anchors(self, page: str) -> Mapping[str, Resolution]:
        """Anchor -> fate, of every anchor that a page had that was moved or removed."""
        found = ((anchor, self.resolve(f"{page}#{anchor}")) for anchor in self._anchors.get(page, ()))
        return {anchor: resolution for anchor, resolution in found if resolution}

    @cached_property
    def _anchors(self) -> Mapping[str, Sequence[str]]:
        """Page -> its anchors that are known, and those that were moved, sorted."""
        found: dict[str, list[str]] = {}
        for address in sorted({*(known.removeprefix("/") for known in self.evidence.addresses), *self.by_address}):
            page, anchor, name = address.partition("#")
            if anchor:
                found.setdefault(page, []).append(name)
        return found

    def old_anchors(self, page: str) -> Mapping[str, tuple[str, ...]]:
        """Anchor of a page that stands (or nothing for its head) -> older anchors that lead there."""
        found: dict[str, tuple[str, ...]] = {}
        for move in self.by_address.values():
            if move.anchor and not move.is_removed and len(move.targets) == 1:
                path, _, anchor = move.targets[0].partition("#")
                if path == page and self._arrives(move, page) and move.anchor != anchor:
                    found[anchor] = (*found.get(anchor, ()), move.anchor)
        return found

    def notes(self, page: str) -> tuple[Move, ...]:
        """The anchors of a page that stands which lead to other pages or nowhere, said at its foot."""
        here = (move for move in self.by_address.values() if move.anchor and self._arrives(move, page))
        return tuple(move for move in here if move.is_removed or not _stays(move, page))

    def _arrives(self, move: Move, page: str) -> bool:
        """Whether a browser that follows an old anchor comes to this page with it."""
        whole = self.by_address.get(move.page)
        return move.page == page if whole is None else not whole.is_removed and whole.targets == (page,)

    def twins(self, uris: Iterable[str]) -> Iterator[tuple[str, str, Move]]:
        """(old, new, move) of every file beside a page, such as its JSON, that follows its moved page."""
        followed: dict[str, list[Move]] = {}
        for move in self.pages:
            if not (move.is_removed or move.number) and len(move.targets) == 1:
                followed.setdefault(move.targets[0], []).append(move)
        for uri in uris:
            for page in _owners(uri) if followed else ():
                yield from (
                    (move.address.rstrip("/") + _ending(page, uri), uri, move) for move in followed.get(page, ())
                )


# A file beside a page, by what it adds to the page's address; not the page itself.
_BESIDE = re.compile(r"(?:/[A-Za-z0-9_-]+)?(?:\.csl)?\.(?!md\b|html\b|ipynb\b)[a-z0-9]+")


def _ending(page: str, file: str) -> str:
    """What a file beside a page adds to its address, `.json` or `/fact.json`; nothing where it is no such file."""
    stem = page.rstrip("/")
    rest = file.removeprefix(stem)
    return rest if stem and _is_page(page) and rest != file and _BESIDE.fullmatch(rest) else ""


def _owners(uri: str) -> Iterator[str]:
    """The pages beside which a file may stand."""
    folder, _, name = uri.rpartition("/")
    if folder:
        yield f"{folder}/"
    for ending in (2, 1):
        stem = name.rsplit(".", ending)[0]
        if _ending(f"{folder}/{stem}/" if folder else f"{stem}/", uri):
            yield f"{folder}/{stem}/" if folder else f"{stem}/"


def _is_page(address: str) -> bool:
    return not address or address.endswith("/")


def _stays(move: Move, page: str) -> bool:
    return len(move.targets) == 1 and move.targets[0].partition("#")[0] == page


def _fact(address: str) -> str:
    """The fact whose page stands at an address, or nothing."""
    found = re.fullmatch(re.escape(links.address("fact", "\n")).replace(re.escape("\n"), "([^/#]+)"), address)
    return found[1] if found else ""
