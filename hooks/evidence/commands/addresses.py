"""The list of published addresses, which only grows."""

from argparse import ArgumentParser, Namespace
from collections.abc import Collection
from pathlib import Path

from evidence.site.handwritten import handwritten_pages
from evidence.site.site import Site


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing besides the folders."""


def run(arguments: Namespace) -> int:
    """Add the addresses of new pages to the list."""
    site = Site(arguments.data, arguments.environ)
    pages = handwritten_pages(arguments.docs)
    site.check_written(pages)
    count = add_addresses(arguments.data, site.view.evidence.addresses, site.addresses(pages))
    print(f"{count} new addresses in {arguments.data / 'addresses.txt'}")
    return 0


def add_addresses(folder: Path, known: Collection[str], published: Collection[str]) -> int:
    """Add what is published and not yet listed to addresses.txt of a data folder; returns how many lines were new."""
    lines = sorted({*known, *published})
    (folder / "addresses.txt").write_text("".join(f"{address}\n" for address in lines), encoding="utf-8")
    return len(lines) - len(set(known))
