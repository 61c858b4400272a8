"""Problems of the data: where each is, and what must hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

# Rules of which `make fix` fixes every breach, for there is one way to do it and it changes no meaning; it fixes some
# breaches of others too. tests/loading/test_autofix.py shows both.
MECHANICAL = frozenset(
    """address_missing blank_line blank_row byte_order_mark carriage_return change_logged column_order decomposed_character
    final_newline header_again invisible_character needless_quotes no_break_space older_schema separator_line
    unsorted""".split()
)
# Rules that a change must keep before it is proposed, but whose breach makes nothing wrong that the site shows.
PENDING = frozenset({"address_missing", "change_logged"})

LONGEST_QUOTE = 60  # characters of a value that a message shows


@dataclass(frozen=True, order=True)
class Problem:
    """One problem at one place. `line` and `column` are 1-based; the column counts characters, not bytes.

    `field` names the field (empty for a problem of a whole file or line), `message` says what must hold and what the
    data have, `rule` is the name of the rule that found it.
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
    """Raised once with every problem of a data folder; str() lists them, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        count, fixable = len(self.problems), sum(problem.rule in MECHANICAL for problem in self.problems)
        lines = [str(problem) for problem in self.problems]
        hint = f"; make fix mends {'it' if count == 1 else fixable if fixable < count else 'them'}" if fixable else ""
        super().__init__("\n".join([*lines, f"{count} problem{'' if count == 1 else 's'} in the data{hint}"]))


def github_annotations(problems: Iterable[Problem], folder: str, environ: Mapping[str, str]) -> str:
    """Workflow commands by which GitHub shows each problem at its line of a pull request; nothing outside GitHub Actions.

    `folder` is the path of the data folder in the repository.
    """
    if environ.get("GITHUB_ACTIONS") != "true":
        return ""
    return "".join(f"{_github_line(problem, folder)}\n" for problem in problems)


def _github_line(problem: Problem, folder: str) -> str:
    name, slash, rest = problem.path.partition("/")
    file = f"{folder}/{rest}" if name == folder.rpartition("/")[2] else problem.path
    text = f"{problem.field}: {problem.message}" if problem.field else problem.message
    if not slash:  # a setting of the environment is in no file
        return f"::error::{_escaped(str(problem))}"
    return f"::error file={_escaped(file, ':,')},line={problem.line},col={problem.column}::{_escaped(text)}"


def _escaped(text: str, more: str = "") -> str:
    """A text escaped for GitHub's workflow commands."""
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The clause "; did you mean 'x'?" for the known word nearest to a misspelt one, or nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"; did you mean '{near[0]}'?" if near else ""


def quoted(got: object) -> str:
    """What the data have, as a message shows it."""
    if isinstance(got, Mapping):
        return "a mapping" if got else "an empty mapping"
    if isinstance(got, (list, tuple)):
        return f"a list of {len(got)}"
    shown = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in str(got))
    return f"'{shown}'" if len(shown) <= LONGEST_QUOTE else f"'{shown[:LONGEST_QUOTE]}…'"
