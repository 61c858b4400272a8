"""Fixes what is mechanical, writes the entries that the log of changes lacks and the addresses that the list lacks, and
how the repository is cited, then prints what is left to do."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from evidence.commands import change_log, repository
from evidence.commands.addresses import add_addresses
from evidence.commands.changes import add_reason
from evidence.loading import read
from evidence.loading.autofix import fix_folder
from evidence.model.problems import BadData
from evidence.site.handwritten import handwritten_pages
from evidence.site.site import Site


def add_arguments(parser: ArgumentParser) -> None:
    """Day, reason and kind of reason of new entries of the log."""
    add_reason(parser)


def run(arguments: Namespace) -> int:
    """Fix the data folder; 1 where something is left for people."""
    try:
        for line in _fixed(arguments):
            print(line)
    except BadData as bad:
        print(f"{bad}\nThe rest is for people.", file=sys.stderr)
        return 1
    return 0


def _fixed(asked: Namespace) -> Iterator[str]:
    """A line for each thing done, as soon as it is done. Raises BadData where only people can go on."""
    done = [f"fixed {path}" for path in fix_folder(asked.data)]
    yield from done
    draft = read(asked.data, asked.environ).draft
    if draft and draft.log_begins:
        entries = change_log.write_missing(asked.data, change_log.Reason(asked.date or "", asked.reason, asked.kind))
        done += entries
        yield from (f"wrote {asked.data / 'changes' / name}.yml" for name in entries)
    site = Site(asked.data, asked.environ)
    texts = handwritten_pages(asked.docs)
    site.check_written(texts)
    known = site.view.evidence.addresses
    if known and (new := add_addresses(asked.data, known, site.addresses(texts))):
        done.append(str(new))
        yield f"added {new} {'address' if new == 1 else 'addresses'} to {asked.data / 'addresses.txt'}"
    evidence, root = site.view.evidence, repository.ROOT
    if asked.data.resolve() == root / "data" and not repository.is_of_another_site(evidence.site, root):
        done += (written := repository.write(evidence, root))
        yield from (f"wrote {name}" for name in written)
    yield "Nothing is left to do." if done else "Nothing needed fixing."
