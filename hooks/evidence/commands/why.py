"""Prints which values of a page differ from those at a revision of the repository: why the page changes.

A page is a function of the values gathered for it, so their difference is the whole reason. Only the frame that MkDocs puts
around every page, such as its menu, is not compared.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from evidence.analysis.view import View
from evidence.checks import load_or_raise
from evidence.commands.arguments import RequestError
from evidence.commands.flatten import compare, flatten
from evidence.loading.revision import data_at
from evidence.model.problems import BadData
from evidence.site.gather import Gatherer
from evidence.site.pages import gathered
from evidence.site.pages.page import values


def add_arguments(parser: ArgumentParser) -> None:
    """The page and the revision."""
    parser.add_argument("page", help="address of the page, such as facts/KEY")
    parser.add_argument(
        "--since", metavar="REVISION", default="HEAD", help="revision to compare with; HEAD if not given"
    )


def run(arguments: Namespace) -> int:
    """Print the values that differ, sorted by their paths; 2 where there is no such page."""
    address = arguments.page.partition("#")[0].strip("/")
    with data_at(arguments.data, arguments.since) as folder:
        try:
            before = _pages(folder, arguments.environ)
        except BadData:
            raise RequestError(f"The data at {arguments.since} do not pass the check of today") from None
    now = _pages(arguments.data, arguments.environ)
    if address not in {*before, *now}:
        near = get_close_matches(address, sorted({*before, *now}), n=3)
        raise RequestError(f"'{address}' is no page{'; did you mean ' + ' or '.join(near) + '?' if near else ''}")
    if address not in before or address not in now:
        print(f"The page is {'new' if address in now else 'gone'} since {arguments.since}")
        return 0
    changes = compare(flatten(before[address]()), flatten(now[address]()))
    for change in sorted(changes, key=lambda change: change.path):
        print(change)
    if not changes:
        print(f"Nothing changed since {arguments.since}")
    return 0


def _pages(folder: Path, environ: Mapping[str, str]) -> dict[str, Callable[[], Mapping[str, object]]]:
    """Address without slashes at its ends -> the values of the page, gathered when called."""
    gather = Gatherer(View(load_or_raise(folder, environ)))
    return {page.address.strip("/"): partial(values, gather, page) for page in gathered(gather)}
