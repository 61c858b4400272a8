"""`python -m evidence.analysis.number_check FILE…`: checks each number of a text against the facts; exits with 1 where one is different.

`--own` checks the prose of the data and of docs/ instead, as readers see it, and tells only what is different.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from evidence.analysis.number_check.number_index import quoting
from evidence.analysis.number_check.patterns import ROLES
from evidence.analysis.number_check.verdict import DIFFERENT, PRINTED, VERDICTS, Answer, Known, check
from evidence.model.problems import BadData
from evidence.site.site import Site, links, written

# Text of the data that a page of docs/ takes in; it is checked where it stands.
_INCLUDED = re.compile(r"^\[\[prose:[a-z-]+\]\]$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def main(arguments: Sequence[str]) -> int:
    """Check texts; 0 when nothing is different, 1 when something is, 2 when there is nothing to check or to check with."""
    parser = argparse.ArgumentParser(prog="python -m evidence.analysis.number_check", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="a text, UTF-8")
    parser.add_argument("--own", action="store_true", help="check the prose of this site")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("EVIDENCE_DATA", "data")))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    asked = parser.parse_args(arguments)
    if not (asked.files or asked.own):
        parser.error("name a text, or --own")
    try:
        texts = [(str(file), _text(file)) for file in asked.files]
        site = Site(asked.data, os.environ)
    except (BadData, Unreadable) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    if asked.own:
        texts += _own(site, asked.docs)
    known = Known(quoting(site.view))
    counted: Counter[str] = Counter()
    for name, text in texts:
        for answer in check(text, known):
            counted[answer.verdict] += 1
            if not asked.own or answer.verdict == DIFFERENT:
                print(told(name, text, answer, known, site.view.evidence.site.site_url))
    of = "the prose of the site" if asked.own else "the text"
    print(f"numbers in {of}: " + ", ".join(f"{counted[verdict]} {verdict}" for verdict in VERDICTS))
    return int(counted[DIFFERENT] > 0)


def told(name: str, text: str, answer: Answer, known: Known, site_url: str) -> str:
    """One line on one number: `text.md:12:34: '0.046': different: P is 0.0064, <address of the fact>`."""
    line, column = text.count("\n", 0, answer.start) + 1, answer.start - text.rfind("\n", 0, answer.start)
    said = [f"{name}:{line}:{column}", f"'{text[answer.start : answer.end]}'", answer.verdict]
    if entry := answer.entry:
        address = links.absolute(site_url, known.address(entry))
        what = "" if answer.verdict == PRINTED else f"{ROLES[entry.role]} is {entry.shown}, "
        said.append(f"{what}{address}")
    return ": ".join(said)


class Unreadable(Exception):
    """A text that cannot be read; the message is for people."""


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file}: must be UTF-8, got the byte 0x{error.object[error.start]:02x}") from None


def _own(site: Site, docs: Path) -> Iterator[tuple[str, str]]:
    """The prose of the site with its markers filled in and without its markup, each line where the file has it."""
    pages = [(f"docs/{uri}", text) for uri, text in written(docs)]
    for path, text in (*((prose.path, prose.text) for prose in site.view.evidence.prose.values()), *pages):
        shown = site.fill(_INCLUDED.sub("", text), "index.md")
        yield path, html.unescape(_TAG.sub("", shown))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
