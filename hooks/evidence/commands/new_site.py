"""`python -m evidence.commands.scaffold FOLDER`: begins the data of a site about another drug; what is not said is asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evidence.commands.scaffold.folder import NAMES, begin
from evidence.model.problems import BadData

QUESTIONS = {
    "drug": "What is the drug called?",
    "code": "What is its sponsor's code?",
    "indication": "Which disease is the site about?",
}


def main(arguments: Sequence[str]) -> int:
    """Begin a folder; 1 where that cannot be done."""
    parser = argparse.ArgumentParser(prog="python -m evidence.commands.scaffold", description=__doc__)
    parser.add_argument("folder", type=Path)
    for name, question in QUESTIONS.items():
        parser.add_argument(f"--{name}", default="", help=f"{question} (the example says {NAMES[name]})")
    asked = parser.parse_args(arguments)
    names = {name: getattr(asked, name) for name in QUESTIONS}
    if sys.stdin.isatty():
        names |= {name: _answer(name) for name, given in names.items() if not given}
    try:
        count = begin(asked.folder, names)
    except BadData as bad:
        print(bad, file=sys.stderr)
        return 1
    print(f"{count} files in {asked.folder}. To see the site: EVIDENCE_DATA={asked.folder} make serve")
    return 0


def _answer(name: str) -> str:
    """What somebody at a terminal types; nothing keeps the name of the example."""
    return input(f"{QUESTIONS[name]} [{NAMES[name]}] ").strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
