"""Prints every problem of a data folder, one a line."""

import sys
from argparse import ArgumentParser, Namespace

from evidence.checks import load_or_raise
from evidence.model.problems import BadData, github_annotations


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing besides the data folder."""


def run(arguments: Namespace) -> int:
    """Check the data; 1 where there is a problem. On GitHub, also print the lines by which it shows problems in files."""
    try:
        evidence = load_or_raise(arguments.data, arguments.environ)
    except BadData as bad:
        sys.stdout.write(github_annotations(bad.problems, arguments.data.as_posix(), arguments.environ))
        raise
    studies, sources, facts = len(evidence.studies), len(evidence.sources), len(evidence.facts)
    reports = len(evidence.reports) + len(evidence.safety)
    print(f"{arguments.data}: {studies} studies, {reports} reports of {facts} facts, {sources} sources: no problem")
    return 0
