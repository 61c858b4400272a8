"""`python -m evidence.commands COMMAND`: what people run. The Makefile has a target for each command.

Exits with 0 when the command did what it says; 1 when the data are bad or the check found something; 2 when the request
is wrong. `python -m evidence.commands COMMAND --help` lists the arguments of one.
"""

import argparse
import gc
import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from evidence.commands.arguments import ArgumentParser, RequestError
from evidence.loading.revision import RevisionError
from evidence.model.problems import BadData

# Command -> what it does. Its module is imported only when it is run: a check needs neither site nor charts.
COMMANDS = {
    "build": "build the site, unless the one that is there was made from the same",
    "check": "print every problem of the data and every number of our prose that contradicts them",
    "fix": "fix what is mechanical in the data, and write what the log of changes and the list of addresses lack",
    "addresses": "add new addresses to the list of published ones; none is ever removed",
    "changes": "write the entries that the log of changes lacks, one file each",
    "difference": "print what differs between two states of the data",
    "why": "print which values of a page differ from those at a revision",
    "numbers": "check each number of a text against the facts",
    "new-site": "begin the data of a site about another drug",
    "repository": "write README, LICENSE, CITATION.cff and CODEOWNERS as the data name the site",
    "schemas": "write the JSON Schema files next to the data, which editors read",
    "export": "write every page, as HTML under a front matter, and every file into a folder",
    "offline": "copy a built site so that it opens from a disk, as a folder and as a ZIP file",
}


class Command(Protocol):
    """What a module of a command has."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Run the command; returns the exit code. Messages go to stdout, problems to stderr."""


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run one command; returns its exit code. Exits at once, with 2, where the arguments are wrong."""
    parser = ArgumentParser(
        prog="python -m evidence.commands",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="commands:\n" + "\n".join(f"  {name:<12}{purpose}" for name, purpose in COMMANDS.items()),
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="see COMMAND --help")
    chosen = parser.parse_args(arguments)
    command: Command = import_module(f"evidence.commands.{chosen.command.replace('-', '_')}")
    own = ArgumentParser(prog=f"{parser.prog} {chosen.command}", description=COMMANDS[chosen.command])
    own.add_argument("--data", type=Path, default=Path(environ.get("EVIDENCE_DATA") or "data"), help="folder of data")
    own.add_argument("--docs", type=Path, default=Path("docs"), help="folder of handwritten pages")
    own.set_defaults(environ=environ)
    command.add_arguments(own)
    try:
        return command.run(own.parse_args(chosen.arguments))
    except (BadData, RevisionError) as error:
        print(error, file=sys.stderr)
        return 1
    except RequestError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}" if error.filename else error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    # A command makes many objects and drops few: looking for cycles took a quarter of the time of a check.
    gc.set_threshold(100_000, 20, 100)
    sys.exit(main(sys.argv[1:], os.environ))
