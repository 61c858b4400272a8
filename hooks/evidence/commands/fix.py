"""`python -m evidence.loading.autofix [DATA]`: mends what is mechanical, writes the entries that the log of changes lacks and the
addresses that the list lacks, then says what is left to do."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from evidence.commands import change_log
from evidence.commands.addresses import added
from evidence.loading import read
from evidence.loading.autofix.folder import repair
from evidence.model import vocabulary
from evidence.model.problems import BadData
from evidence.site.site import Site, written


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Repair a folder: the first argument, else EVIDENCE_DATA, else data; 1 where something is left for people."""
    parser = argparse.ArgumentParser(prog="python -m evidence.loading.autofix", description=__doc__)
    parser.add_argument("data", type=Path, nargs="?", default=Path(environ.get("EVIDENCE_DATA") or "data"))
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--date", type=_day, default="", help="day of the change, for new entries of the log")
    parser.add_argument("--reason", default="", help="why figures changed, in a sentence, for new entries of the log")
    parser.add_argument("--kind", default="", choices=("", *vocabulary.ReasonKind.__args__), help="kind of reason")
    asked = parser.parse_args(arguments)
    try:
        for line in _repaired(asked, environ):
            print(line)
    except BadData as bad:
        print(f"{bad}\nThe rest is for people.", file=sys.stderr)
        return 1
    return 0


def _day(text: str) -> str:
    return text and date.fromisoformat(text).isoformat()


def _repaired(asked: argparse.Namespace, environ: Mapping[str, str]) -> Iterator[str]:
    """What was done, told as it is done; BadData where only people can go on."""
    done = [f"mended {path}" for path in repair(asked.data)]
    yield from done
    if read(asked.data, environ).log_begins:
        entries = change_log.keep(asked.data, change_log.Why(asked.date, asked.reason, asked.kind))
        done += entries
        yield from (f"wrote {asked.data / 'changes' / name}.yml" for name in entries)
    site = Site(asked.data, environ)
    texts = written(asked.docs)
    site.check_written(texts)
    known = site.view.evidence.addresses
    if known and (new := added(asked.data, known, site.addresses(texts))):
        done.append(str(new))
        yield f"added {new} {'address' if new == 1 else 'addresses'} to {asked.data / 'addresses.txt'}"
    yield "Nothing is left to do." if done else "There was nothing to mend."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
