"""Prints which values of a page differ from those at a revision of the repository: why the page changes.

A generated page, with its head, is a function of the values gathered for it, so their difference is the whole reason. Of a
handwritten page and of the words of a notebook the values that stand in them are compared; what is said with each, `_NOTES`
says. The frame that MkDocs puts around every page, such as its menu, is not compared.
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
from evidence.site.handwritten import handwritten_pages
from evidence.site.notebooks import SUFFIX
from evidence.site.output import page_address
from evidence.site.pages import gathered
from evidence.site.pages.page import values

# Ending of a file in docs/ -> what a comparison of the data does not see of its page.
_NOTES = {
    ".md": "Compared were the values that stand in docs/{uri}; `git diff` compares its text",
    SUFFIX: "Compared were the values in the words of docs/{uri}; its results are computed from all data",
}


def add_arguments(parser: ArgumentParser) -> None:
    """The page and the revision."""
    parser.add_argument("page", help="address of any page, such as facts/KEY; / for the first one")
    parser.add_argument(
        "--since", metavar="REVISION", default="HEAD", help="revision to compare with; HEAD if not given"
    )


def run(arguments: Namespace) -> int:
    """Print the values that differ, sorted by their paths; 2 where there is no such page."""
    address = arguments.page.partition("#")[0].strip("/")
    written = {page_address(uri).strip("/"): (uri, text) for uri, text in handwritten_pages(arguments.docs)}
    texts = {at: text for at, (_, text) in written.items()}
    with data_at(arguments.data, arguments.since) as folder:
        try:
            before = _pages(folder, arguments.environ, texts)
        except BadData:
            raise RequestError(f"The data at {arguments.since} do not pass the check of today") from None
    now = _pages(arguments.data, arguments.environ, texts)
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
    if address in written:
        uri = written[address][0]
        print(_NOTES[Path(uri).suffix].format(uri=uri))
    return 0


def _pages(
    folder: Path, environ: Mapping[str, str], texts: Mapping[str, str]
) -> dict[str, Callable[[], Mapping[str, object]]]:
    """Address without slashes at its ends -> the values of the page, gathered when called. `texts` are the handwritten pages."""
    gather = Gatherer(View(load_or_raise(folder, environ)))
    generated = {page.address.strip("/"): partial(values, gather, page) for page in gathered(gather)}
    return {**{at: partial(_marked, gather, text) for at, text in texts.items()}, **generated}


def _marked(gather: Gatherer, text: str) -> Mapping[str, object]:
    """A handwritten text with the values that its markers stand for; empty where the data lack one of them."""
    try:
        return {"text": gather.marked(text)}
    except KeyError:
        return {}
