"""Prints which values of a page differ from those at a revision of the repository: why the page changes.

A page is a function of its context, the values gathered for it, so the difference of two contexts is the whole reason.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from evidence.analysis.view import View
from evidence.checks import load_or_raise
from evidence.commands.arguments import RequestError
from evidence.commands.flatten import compare, flatten
from evidence.loading.revision import data_at
from evidence.model.problems import BadData
from evidence.site.gather import Gatherer
from evidence.site.pages import gathered
from evidence.site.pages.page import Page


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
    changes = compare(_values(before[address]), _values(now[address]))
    for change in sorted(changes, key=lambda change: change.path):
        print(change)
    if not changes:
        print(f"Nothing changed since {arguments.since}")
    return 0


def _pages(folder: Path, environ: Mapping[str, str]) -> dict[str, Page]:
    """Address without slashes at its ends -> gathered page."""
    view = View(load_or_raise(folder, environ))
    return {page.address.strip("/"): page for page in gathered(Gatherer(view))}


def _values(page: Page) -> dict[str, str]:
    return flatten(page.context) | {"edit": page.edit, "updated": page.updated}
