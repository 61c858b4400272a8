"""One move of an address, as the data say it, and the numbers in registers, each of which redirects to its study.

Addresses are paths from the root of the site without a slash before them, as everywhere in the code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from evidence.model import Evidence, Record, Redirects, links

NUMBERS = ("nct", "eudract", "ctis", "sponsor_code")


@dataclass(frozen=True)
class Move:
    """An address and where what stood there stands now: nowhere, at one address, or at several.

    `was` says what a removed one was, `number` is the number of a study in a register as its source prints it. `record`
    and `field` are the place in the data that says so.
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
        """Whether it was removed; `targets` then replace it."""
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
    """What became of an address: the move that decides, and the addresses to which it leads."""

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
    """Every address that the data say was moved or removed."""
    for record in redirects.values():
        for address, targets in record.moved.items():
            to = tuple(target.removeprefix("/") for target in targets)
            where = ("moved", address)
            yield Move(address.removeprefix("/"), to, record.date, record.reason, record=record, field=where)
        for address, gone in record.removed.items():
            to = tuple(target.removeprefix("/") for target in gone.replaced_by)
            where = ("removed", address)
            yield Move(address.removeprefix("/"), to, record.date, record.reason, gone.was, record=record, field=where)
