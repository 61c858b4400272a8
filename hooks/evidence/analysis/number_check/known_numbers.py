"""What the check knows of the site: its numbers, and the names in a text that mean its figures. Plain data in, scores out."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from evidence.analysis.number_check.patterns import WEIGHTS


class Entry(NamedTuple):
    """A number of the site. `figure` is the index of its figure, `role` p, se, low, high, level, or empty for its value.

    `turned`: the end of an interval as it is written where words give the direction, 0.7 to 4.1 for -4.1 to -0.7. `size`
    is the absolute value.
    """

    figure: int
    role: str
    printed: str
    unit: str
    qualifier: str
    turned: bool
    size: float
    sign: int
    decimals: int

    @property
    def shown(self) -> str:
        """The number as messages show it."""
        return f"{self.qualifier} {self.printed}{' with the signs turned' if self.turned else ''}".strip()


@dataclass(frozen=True)
class NumberIndex:
    """Every number of the site, from the plain data of `number_index.number_index`, which the browser loads too.

    figures: [id, address, label, keywords]; numbers: the first six of Entry; names: [phrase, keywords], the longest first;
    groups: [keyword, keywords of its members]; symbols: [pattern, keyword] of measures; units: word -> unit. The first
    letter of a keyword is its kind.
    """

    data: Mapping[str, Any]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """Every number of the site."""
        return tuple(
            Entry(
                figure,
                role,
                printed,
                unit,
                qualifier,
                bool(turned),
                size=abs(float(printed)),
                sign=-1 if printed.startswith("-") else 1,
                decimals=len(printed.partition(".")[2]),
            )
            for figure, role, printed, unit, qualifier, turned in self.data["numbers"]
        )

    @cached_property
    def _keywords(self) -> tuple[Mapping[str, set[str]], ...]:
        """Kind -> keywords, of each figure."""
        return tuple(_by_kind(keywords) for *_, keywords in self.data["figures"])

    def address(self, entry: Entry) -> str:
        """The address of the figure of a number."""
        return str(self.data["figures"][entry.figure][1])

    def mentioned(self, words: str, text: str = "") -> set[str]:
        """The keywords of the names in a sentence, and of the symbols in its text; a name inside a longer one does not count."""
        left = f" {words} "
        found = {keyword for pattern, keyword in self.data["symbols"] if re.search(pattern, text, re.ASCII)}
        for name, keywords in self.data["names"]:
            if f" {name} " in left:
                found.update(keywords)
                left = left.replace(f" {name} ", " | ")
        return found | {group for group, members in self.data["groups"] if found.issuperset(members)}

    def scores(self, named: Collection[str], carried: Collection[str]) -> list[float]:
        """The score of each figure by the keywords of a sentence; those carried over from the one before count half."""
        now, before = _by_kind(named), _by_kind(carried)
        return [_score(own, now) + _score(own, before) / 2 for own in self._keywords]

    def others(self, named: Collection[str]) -> set[int]:
        """The figures whose effect measure is another than those that a sentence names."""
        measures = {keyword for keyword in named if keyword[0] == "m"}
        found = enumerate(self._keywords) if measures else ()
        return {figure for figure, own in found if "m" in own and own["m"].isdisjoint(measures)}


def _by_kind(keywords: Collection[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for keyword in keywords:
        found.setdefault(keyword[0], set()).add(keyword)
    return found


def _score(own: Mapping[str, set[str]], named: Mapping[str, set[str]]) -> int:
    """The score of one figure: each kind of keyword adds where one is shared, and subtracts where all differ."""
    return sum(
        -WEIGHTS["takes"][kind] if keywords.isdisjoint(named[kind]) else WEIGHTS["adds"][kind]
        for kind, keywords in own.items()
        if kind in named
    )
