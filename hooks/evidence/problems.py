"""Problems: what is wrong with the data, where, and what must hold instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, order=True)
class Problem:
    """One fault at one place. `line` and `column` are 1-based; the column counts characters, not bytes.

    `field` names the field at fault (empty for a fault of a whole file or line), `message` says what must hold and
    what stood there, `rule` names the rule that found it.
    """

    path: str
    line: int
    column: int
    field: str
    message: str
    rule: str = ""

    def __str__(self) -> str:
        """`data/reports.csv:41:57: ci_high: must …, got …`, the form that editors and GitHub turn into links."""
        name = f"{self.field}: " if self.field else ""
        return f"{self.path}:{self.line}:{self.column}: {name}{self.message}"


class BadData(Exception):
    """Raised once with every problem of a data folder; str() is the whole report, one problem a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count = len(self.problems)
        lines = [str(problem) for problem in self.problems]
        super().__init__("\n".join([*lines, f"{count} problem{'' if count == 1 else 's'} in the data"]))


def meant(word: str, known: Iterable[str]) -> str:
    """The clause "; did you mean 'x'?" for the known word nearest to a misspelt one, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"; did you mean '{near[0]}'?" if near else ""
