"""Writes the entries that the log of changes lacks, one file each, or the baseline with which a log begins."""

from argparse import ArgumentParser, Namespace
from contextlib import nullcontext
from typing import get_args

from evidence.commands import change_log
from evidence.commands.arguments import iso_day
from evidence.loading.revision import data_at
from evidence.model import vocabulary


def add_arguments(parser: ArgumentParser) -> None:
    """Day and reason of the entries; what to compare with; or the day with which a log begins."""
    add_reason(parser)
    parser.add_argument("--since", metavar="REVISION", help="compare with the data at this revision of the repository")
    parser.add_argument("--begin", type=iso_day, metavar="DAY", help="begin a log: write the baseline of this day")


def add_reason(parser: ArgumentParser) -> None:
    """Day, reason and kind of reason of new entries of the log."""
    parser.add_argument("--date", type=iso_day, help="day of the change; never before the latest entry")
    parser.add_argument("--reason", default="", help="why, in a sentence; without it, to be filled in by hand")
    parser.add_argument("--kind", default="", choices=get_args(vocabulary.ReasonKind), help="kind of reason")


def run(arguments: Namespace) -> int:
    """Write the entries, or the baseline."""
    folder = arguments.data / "changes"
    if arguments.begin:
        print(f"{change_log.write_baseline(arguments.data, arguments.begin)} reports in {folder}")
        return 0
    reason = change_log.Reason(arguments.date or "", arguments.reason, arguments.kind)
    with data_at(arguments.data, arguments.since) if arguments.since else nullcontext() as before:
        names = change_log.write_missing(arguments.data, reason, before)
    for name in names:
        print(f"{folder / name}.yml")
    print(f"{len(names)} new {'entry' if len(names) == 1 else 'entries'} in {folder}")
    if names and not (arguments.reason and arguments.kind):
        print("Say in each file why: reason and reason_kind.")
    return 0
