"""Checks each number of a text against the facts."""

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from evidence.analysis.number_check import ROLES, NumberIndex
from evidence.analysis.number_check.number_index import number_index
from evidence.analysis.number_check.verdict import AS_PRINTED, DIFFERENT, VERDICTS, Answer, check
from evidence.analysis.view import View
from evidence.checks import load_or_raise
from evidence.commands.arguments import RequestError
from evidence.model import links
from evidence.model.problems import BadData


def add_arguments(parser: ArgumentParser) -> None:
    """The texts."""
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a text, UTF-8")


def run(arguments: Namespace) -> int:
    """Check texts; 0 when nothing is different, 1 when something is, 2 when there is nothing to check or to check with."""
    texts = [(str(file), _read(file)) for file in arguments.files]
    try:
        view = View(load_or_raise(arguments.data, arguments.environ))
    except BadData as bad:
        raise RequestError(str(bad)) from None
    return print_answers(view, texts, "the text")


def print_answers(
    view: View, texts: Iterable[tuple[str, str]], subject: str, verdicts: Collection[str] = VERDICTS
) -> int:
    """Print a line for each number of some texts, given as (name, text), that has one of these verdicts, then how many have
    each; returns 1 where a number is different, else 0. `subject` names the texts.
    """
    index, site_url = NumberIndex(number_index(view)), view.evidence.site.site_url
    counts: Counter[str] = Counter()
    for name, text in texts:
        for answer in check(text, index):
            counts[answer.verdict] += 1
            if answer.verdict in verdicts:
                print(message(name, text, answer, index, site_url))
    print(f"numbers in {subject}: " + ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS))
    return int(counts[DIFFERENT] > 0)


def message(name: str, text: str, answer: Answer, index: NumberIndex, site_url: str) -> str:
    """One line on one number: `text.md:12:34: '0.046': different: P is 0.0064, <address of the fact>`."""
    line, column = text.count("\n", 0, answer.start) + 1, answer.start - text.rfind("\n", 0, answer.start)
    parts = [f"{name}:{line}:{column}", f"'{text[answer.start : answer.end]}'", answer.verdict]
    if entry := answer.entry:
        address = links.absolute(site_url, index.address(entry))
        value = "" if answer.verdict == AS_PRINTED else f"{ROLES[entry.role]} is {entry.shown}, "
        parts.append(f"{value}{address}")
    return ": ".join(parts)


def _read(file: Path) -> str:
    """A text; RequestError where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RequestError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise RequestError(f"{file}: must be UTF-8, got the byte 0x{error.object[error.start]:02x}") from None
