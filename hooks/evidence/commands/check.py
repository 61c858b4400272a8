"""Prints every problem of a data folder and of the handwritten pages, one a line; then the numbers of our own prose that
contradict the facts.
"""

import sys
from argparse import ArgumentParser, Namespace

from evidence.analysis.number_check.verdict import DIFFERENT
from evidence.analysis.view import View
from evidence.checks import load_or_raise, prose_problems
from evidence.commands import repository
from evidence.commands.numbers import print_answers
from evidence.model.problems import BadData, github_annotations
from evidence.site.gather import Gatherer
from evidence.site.handwritten import handwritten_pages, plain_prose


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing besides the folders."""


def run(arguments: Namespace) -> int:
    """Check the data and our prose; 1 where there is a problem. On GitHub, also print the lines by which it shows problems
    in files.
    """
    pages = handwritten_pages(arguments.docs)
    try:
        evidence = load_or_raise(arguments.data, arguments.environ)
        if wrong := [each for uri, text in pages for each in prose_problems(evidence, f"docs/{uri}", text)]:
            raise BadData(wrong)
    except BadData as bad:
        sys.stdout.write(github_annotations(bad.problems, arguments.data.as_posix(), arguments.environ))
        raise
    studies, sources, facts = len(evidence.studies), len(evidence.sources), len(evidence.facts)
    reports = len(evidence.reports) + len(evidence.safety)
    print(f"{arguments.data}: {studies} studies, {reports} reports of {facts} facts, {sources} sources: no problem")
    if arguments.data.resolve() == repository.ROOT / "data" and repository.is_of_another_site(
        evidence.site, repository.ROOT
    ):
        print("README.md, LICENSE, CITATION.cff and .github/CODEOWNERS name another site: make repository writes them")
    view = View(evidence)
    return print_answers(view, plain_prose(Gatherer(view), pages), "the prose of the site", [DIFFERENT])
