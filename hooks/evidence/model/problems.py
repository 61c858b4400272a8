"""Problems: what is wrong with the data, where, and what must hold instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

# Rules of which `make fix` mends every breach, for there is one way to do it and it changes no meaning; it mends some
# breaches of others too. tests/loading/test_autofix.py shows both.
MECHANICAL = frozenset(
    """address_missing blank_line blank_row byte_order_mark carriage_return change_logged column_order decomposed_character
    final_newline header_again invisible_character needless_quotes no_break_space separator_line unsorted""".split()
)
# What a change still lacks before it can be proposed, and what makes nothing wrong that is shown: who watches sees it.
PENDING = frozenset({"address_missing", "change_logged"})


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
        count, mended = len(self.problems), sum(problem.rule in MECHANICAL for problem in self.problems)
        lines = [str(problem) for problem in self.problems]
        hint = f"; make fix mends {'it' if count == 1 else mended if mended < count else 'them'}" if mended else ""
        super().__init__("\n".join([*lines, f"{count} problem{'' if count == 1 else 's'} in the data{hint}"]))


def github_annotations(problems: Iterable[Problem], folder: str, environ: Mapping[str, str]) -> str:
    """The lines for GitHub where its Actions run this; nothing elsewhere."""
    return github_lines(problems, folder) if environ.get("GITHUB_ACTIONS") == "true" else ""


def github_lines(problems: Iterable[Problem], folder: str) -> str:
    """Lines by which GitHub shows each problem beside its place in a pull request; `folder` is the data folder as the
    repository spells it."""
    return "".join(f"{_github_line(problem, folder)}\n" for problem in problems)


def _github_line(problem: Problem, folder: str) -> str:
    name, slash, rest = problem.path.partition("/")
    file = f"{folder}/{rest}" if name == folder.rpartition("/")[2] else problem.path
    text = f"{problem.field}: {problem.message}" if problem.field else problem.message
    if not slash:  # a setting of the surroundings stands in no file
        return f"::error::{_escaped(str(problem))}"
    return f"::error file={_escaped(file, ':,')},line={problem.line},col={problem.column}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """A text as GitHub's workflow commands want it."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def meant(word: str, known: Iterable[str]) -> str:
    """The clause "; did you mean 'x'?" for the known word nearest to a misspelt one, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"; did you mean '{near[0]}'?" if near else ""
