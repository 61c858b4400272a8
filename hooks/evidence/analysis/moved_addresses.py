"""Where addresses went: the moves that the data state, and what follows from them for pages, anchors and files.

Addresses are paths from the root of the site without a slash before them, as everywhere in the code.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from evidence.analysis.citation_index import by
from evidence.model import Evidence, Record, Redirects, links, representations

# Fields of a study that are its numbers in registers: the address of each redirects to the study.
NUMBERS = ("nct", "eudract", "ctis", "sponsor_code")


@dataclass(frozen=True)
class Move:
    """An address, and the addresses where its content is now: none, one, or several.

    `was` describes what was removed, `number` is the number of a study in a register as its source prints it. `record`
    and `field` are the place in the data that states the move.
    """

    address: str
    targets: tuple[str, ...]
    date: str = ""
    reason: str = ""
    was: str = ""
    number: str = ""
    record: Record | None = None
    field: tuple[Any, ...] = ()

    @property
    def is_removed(self) -> bool:
        """Whether it was removed; `targets` are then its replacements."""
        return bool(self.was)

    @property
    def page(self) -> str:
        """The page or file of the address."""
        return self.address.partition("#")[0]

    @property
    def anchor(self) -> str:
        """The anchor of the address, or nothing."""
        return self.address.partition("#")[2]


class Resolution(NamedTuple):
    """What became of an address: the move that decides, and the addresses that it redirects to."""

    move: Move
    targets: tuple[str, ...]


def numbers(evidence: Evidence) -> Mapping[str, Move]:
    """Address of each number in a register -> the studies that have it."""
    found: dict[str, Move] = {}
    for key, study in evidence.studies.items():
        for name in NUMBERS:
            cited = getattr(study, name)
            if cited:
                address = links.address("number", links.number(cited.value))
                others = found[address].targets if address in found else ()
                targets = tuple(dict.fromkeys((*others, links.address("study", key))))
                found[address] = Move(address, targets, number=cited.value, record=study, field=(name, "value"))
    return found


def moves(redirects: Mapping[str, Redirects]) -> Iterator[Move]:
    """Every move and removal that the data state."""
    for record in redirects.values():
        for address, targets in record.moved.items():
            to = tuple(target.removeprefix("/") for target in targets)
            where = ("moved", address)
            yield Move(address.removeprefix("/"), to, record.date, record.reason, record=record, field=where)
        for address, gone in record.removed.items():
            to = tuple(target.removeprefix("/") for target in gone.replaced_by)
            where = ("removed", address)
            yield Move(address.removeprefix("/"), to, record.date, record.reason, gone.was, record=record, field=where)


@dataclass(frozen=True, eq=False)
class MovedAddresses:
    """Every move of one evidence, and what follows from it for pages, anchors and files."""

    evidence: Evidence

    @cached_property
    def by_address(self) -> Mapping[str, Move]:
        """Address -> its move. What the data state goes before what follows from the studies, and from moved facts."""
        known = (address.removeprefix("/") for address in self.evidence.addresses)
        followed = {address: move for address in known if (move := self._of_fact(address))}
        return MappingProxyType({**numbers(self.evidence), **followed, **self._stated})

    @cached_property
    def _stated(self) -> Mapping[str, Move]:
        return {move.address: move for move in moves(self.evidence.redirects)}

    def _of_fact(self, address: str) -> Move | None:
        """The move of an anchor on another page that is named after a fact, such as its row: it goes where the fact went."""
        path, _, anchor = address.partition("#")
        move = self._stated.get(links.address("fact", anchor))
        if move is None or path in self._stated:
            return None
        facts = [(target, "" if move.is_removed else _fact(target)) for target in move.targets]
        targets = [f"{path}#{fact}" if fact else target for target, fact in facts]
        return replace(move, address=address, targets=tuple(targets))

    @cached_property
    def pages(self) -> tuple[Move, ...]:
        """The moves of pages, which were moved, split or removed."""
        return tuple(move for move in self.by_address.values() if not move.anchor and _is_page(move.address))

    @cached_property
    def facts(self) -> Mapping[str, tuple[str, ...]]:
        """Fact -> the facts that were moved to it; nothing for the parts of one that was split."""
        renamed = (move for move in self.pages if len(move.targets) == 1 and not move.is_removed)
        pairs = ((_fact(move.targets[0]), _fact(move.address)) for move in renamed)
        return by((new, old) for new, old in pairs if old and new)

    @cached_property
    def charts(self) -> Mapping[str, Move]:
        """Chart -> its move, found by its anchor."""
        before = links.chart_anchor("")
        stated = (move for move in self._stated.values() if move.anchor.startswith(before))
        return {move.anchor.removeprefix(before): move for move in stated}

    def resolve(self, address: str) -> Resolution | None:
        """What became of an address, or of its page where no move names the address itself; None where nothing was moved."""
        move = self.by_address.get(address) or self._of_fact(address)
        if move:
            return Resolution(move, move.targets)
        path, _, anchor = address.partition("#")
        move = self.by_address.get(path)
        if move and anchor:
            follows = not move.is_removed and len(move.targets) == 1 and "#" not in move.targets[0]
            return Resolution(move, (f"{move.targets[0]}#{anchor}",) if follows else (path,))
        return None if anchor else self._of_chart(path) or self._of_file(path)

    def _of_chart(self, file: str) -> Resolution | None:
        """What became of a file of a chart: it goes where the chart went."""
        chart, ending = links.chart_of(file) or ("", "")
        move = self.charts.get(chart)
        if move is None:
            return None
        went = (target.partition("#")[2].removeprefix(links.chart_anchor("")) for target in move.targets)
        targets = (links.chart_file(chart, ending) for chart in went if chart)
        return Resolution(move, () if move.is_removed else tuple(targets))

    def _of_file(self, path: str) -> Resolution | None:
        """What became of a file next to a page, such as its JSON: it goes where the page went."""
        for page in _owners(path):
            move, ending = self.by_address.get(page), _ending(page, path)
            if move and ending:
                return Resolution(
                    move, tuple(f"{target.partition('#')[0].rstrip('/')}{ending}" for target in move.targets)
                )
        return None

    def anchors(self, page: str) -> Mapping[str, Resolution]:
        """Anchor -> what became of it, of every anchor of a page that was moved or removed."""
        found = ((anchor, self.resolve(f"{page}#{anchor}")) for anchor in self._anchors[page])
        return {anchor: resolution for anchor, resolution in found if resolution}

    @cached_property
    def _anchors(self) -> Mapping[str, tuple[str, ...]]:
        """Page -> its known anchors, moved ones too, sorted."""
        known = {*(address.removeprefix("/") for address in self.evidence.addresses), *self.by_address}
        parts = (address.partition("#") for address in sorted(known))
        return by((page, anchor) for page, hash_, anchor in parts if hash_)

    def old_anchors(self, page: str) -> Mapping[str, tuple[str, ...]]:
        """Anchor of a page that exists (or nothing for its head) -> older anchors that redirect to it."""
        found = (move for move in self.by_address.values() if move.anchor and not move.is_removed)
        here = (move for move in found if _stays(move, page) and self._arrives(move, page))
        pairs = ((move.targets[0].partition("#")[2], move.anchor) for move in here)
        return by((anchor, older) for anchor, older in pairs if older != anchor)

    def notes(self, page: str) -> tuple[Move, ...]:
        """The moves to other pages, or to nowhere, of anchors of a page that exists; its foot lists them."""
        here = (move for move in self.by_address.values() if move.anchor and self._arrives(move, page))
        return tuple(move for move in here if move.is_removed or not _stays(move, page))

    def _arrives(self, move: Move, page: str) -> bool:
        """Whether a browser that follows an old anchor comes to this page with it."""
        whole = self.by_address.get(move.page)
        return move.page == page if whole is None else not whole.is_removed and whole.targets == (page,)

    def twins(self, uris: Iterable[str]) -> Iterator[tuple[str, str, Move]]:
        """(old, new, move) of every file next to a page, such as its JSON, that goes where its page went."""
        moved = (move for move in self.pages if not (move.is_removed or move.number) and len(move.targets) == 1)
        followed = by((move.targets[0], move) for move in moved)
        for uri in uris if followed else ():
            for page in _owners(uri):
                yield from (
                    (move.address.rstrip("/") + _ending(page, uri), uri, move) for move in followed.get(page, ())
                )


# A file next to a page, by what it adds to the page's address; not the page itself.
_FILE_OF_PAGE = re.compile(r"(?:/[A-Za-z0-9_-]+)?(?:\.csl)?\.(?!md\b|html\b|ipynb\b)[a-z0-9]+")


def _ending(page: str, file: str) -> str:
    """What a file next to a page adds to its address, `.json` or `/fact.json`; nothing where it is no such file."""
    stem = page.rstrip("/")
    rest = file.removeprefix(stem)
    return rest if stem and _is_page(page) and rest != file and _FILE_OF_PAGE.fullmatch(rest) else ""


def _owners(uri: str) -> Iterator[str]:
    """The pages that a file may be next to."""
    folder, slash, name = uri.rpartition("/")
    if folder:
        yield f"{folder}/"
    for dots in (2, 1):
        page = f"{folder}{slash}{name.rsplit('.', dots)[0]}/"
        if _ending(page, uri):
            yield page


def _is_page(address: str) -> bool:
    return not address or address.endswith("/")


def _stays(move: Move, page: str) -> bool:
    return len(move.targets) == 1 and move.targets[0].partition("#")[0] == page


def _fact(address: str) -> str:
    """The fact that has its page at an address, or nothing."""
    return dict(representations.entities(address)).get("fact", "")
