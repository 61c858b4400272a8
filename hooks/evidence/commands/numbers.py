"""Checks each number of a text against the facts.

`--own` checks the prose of the data and of docs/ instead, as readers see it, and prints only what is different.
"""

import html
import re
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from evidence.analysis.number_check import ROLES
from evidence.analysis.number_check.number_index import number_index
from evidence.analysis.number_check.verdict import AS_PRINTED, DIFFERENT, VERDICTS, Answer, NumberIndex, check
from evidence.commands.arguments import RequestError
from evidence.model import links
from evidence.model.problems import BadData
from evidence.site.site import Site, written

# Text of the data that a page of docs/ includes; it is checked in its own file.
_INCLUDED = re.compile(r"^\[\[prose:[a-z-]+\]\]$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def add_arguments(parser: ArgumentParser) -> None:
    """The texts, or our own prose."""
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="a text, UTF-8")
    parser.add_argument("--own", action="store_true", help="check the prose of this site")


def run(arguments: Namespace) -> int:
    """Check texts; 0 when nothing is different, 1 when something is, 2 when there is nothing to check or to check with."""
    if not (arguments.files or arguments.own):
        raise RequestError("name a text, or --own")
    texts = [(str(file), _read(file)) for file in arguments.files]
    try:
        site = Site(arguments.data, arguments.environ)
    except BadData as bad:
        raise RequestError(str(bad)) from None
    if arguments.own:
        texts += _own_prose(site, arguments.docs)
    index = NumberIndex(number_index(site.view))
    site_url = site.view.evidence.site.site_url
    counts: Counter[str] = Counter()
    for name, text in texts:
        for answer in check(text, index):
            counts[answer.verdict] += 1
            if not arguments.own or answer.verdict == DIFFERENT:
                print(message(name, text, answer, index, site_url))
    subject = "the prose of the site" if arguments.own else "the text"
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


def _own_prose(site: Site, docs: Path) -> Iterator[tuple[str, str]]:
    """The prose of the site with its markers filled in and without its markup; line numbers are those of the file."""
    pages = [(f"docs/{uri}", text) for uri, text in written(docs)]
    for path, text in (*((prose.path, prose.text) for prose in site.view.evidence.prose.values()), *pages):
        filled = site.fill(_INCLUDED.sub("", text), "index.md")
        yield path, html.unescape(_TAG.sub("", filled))
