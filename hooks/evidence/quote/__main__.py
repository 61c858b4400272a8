"""`python -m evidence.quote FILE…`: checks each number of a text against the facts; exits with 1 where one is different.

`--strict` fails on unknown numbers too. `--own` checks the prose of the data and of docs/ instead, as readers see it.
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

from evidence.derive.quoting import quoting
from evidence.problems import BadData
from evidence.quote.grammar import ROLES
from evidence.quote.judge import DIFFERENT, PRINTED, UNKNOWN, VERDICTS, Answer, Known, check
from evidence.site import Site, links, written

_INCLUDED = re.compile(r"^\[\[prose:[a-z-]+\]\]$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def main(arguments: Sequence[str]) -> int:
    """Check texts; 0 when nothing is different, 1 when something is, 2 when there is nothing to check with."""
    parser = argparse.ArgumentParser(prog="python -m evidence.quote", description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE", help="a text, UTF-8")
    parser.add_argument("--strict", action="store_true", help="fail on numbers that are unknown, too")
    parser.add_argument("--own", action="store_true", help="check the prose of this site; tells only what is wrong")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("EVIDENCE_DATA", "data")))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    asked = parser.parse_args(arguments)
    if not (asked.files or asked.own):
        parser.error("name a text, or --own")
    try:
        site = Site(asked.data, os.environ)
        texts = list(_own(site, asked.docs) if asked.own else _given(asked.files))
    except (BadData, OSError, UnicodeDecodeError) as wrong:
        print(wrong, file=sys.stderr)
        return 2
    known = Known(quoting(site.view))
    counted: Counter[str] = Counter()
    for name, text in texts:
        for answer in check(text, known):
            counted[answer.verdict] += 1
            if not asked.own or answer.verdict == DIFFERENT:
                print(told(name, text, answer, known, site.view.evidence.site.site_url))
    summary = ", ".join(f"{counted[verdict]} {verdict}" for verdict in VERDICTS)
    print(f"{counted.total()} number{'' if counted.total() == 1 else 's'}: {summary}")
    return int(bool(counted[DIFFERENT] or (asked.strict and counted[UNKNOWN])))


def told(name: str, text: str, answer: Answer, known: Known, site_url: str) -> str:
    """One line on one number: `text.md:12:34: '−1.3': as printed, <fact> (<address>)`."""
    line, column = text.count("\n", 0, answer.start) + 1, answer.start - text.rfind("\n", 0, answer.start)
    said = f"{name}:{line}:{column}: '{text[answer.start : answer.end]}': {answer.verdict}"
    if answer.entry is None:
        return said
    id, address, *_ = known.figure(answer.entry)
    entry = answer.entry
    printed = f"{entry.qualifier} {entry.printed}".strip()
    what = "" if answer.verdict == PRINTED else f": {ROLES[entry.role]} is {printed}"
    return f"{said}, {id}{what} ({links.absolute(site_url, address)})"


def _given(files: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for file in files:
        yield str(file), file.read_text(encoding="utf-8")


def _own(site: Site, docs: Path) -> Iterator[tuple[str, str]]:
    """The prose of the site with its markers filled in and without its markup, each line where the file has it."""
    pages = [(f"docs/{uri}", text) for uri, text in written(docs)]
    for path, text in (*((prose.path, prose.text) for prose in site.view.evidence.prose.values()), *pages):
        shown = site.fill(_INCLUDED.sub("", text), "index.md")
        yield path, html.unescape(_TAG.sub("", shown))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
