"""`python -m watch links|register FILE`: asks, and writes the text of an issue into FILE; empty where nothing is to do."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from evidence.checks import load_or_raise
from evidence.model import Evidence
from evidence.model.problems import BadData
from watch import issue_text, links, register
from watch.fetch import SILENCE, Client


def main(arguments: Sequence[str], client: Client | None = None) -> int:
    """Ask and write. Where nobody answers, FILE is not written, so that an issue stays as it is."""
    parser = argparse.ArgumentParser(prog="python -m watch", description=__doc__)
    parser.add_argument("what", choices=("links", "register"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("EVIDENCE_DATA") or "data"))
    parser.add_argument("--register", default=register.BASE, help="address of the register's API")
    asked = parser.parse_args(arguments)
    try:
        evidence = load_or_raise(asked.data, os.environ)
    except BadData as bad:
        print(bad, file=sys.stderr)
        return 1
    asking = client or Client(f"evidence-watch (+{evidence.site.repository})")
    try:
        text = _links(asking, evidence) if asked.what == "links" else _register(asking, evidence, asked.register)
    except register.RegisterError as wrong:
        warning = "::warning::" if os.environ.get("GITHUB_ACTIONS") == "true" else ""
        print(f"{warning}Nothing was compared: {wrong}.", file=sys.stderr)
        return 0
    asked.file.write_text(text, encoding="utf-8")
    print(text or "Nothing to do.")
    return 0


def _links(client: Client, evidence: Evidence) -> str:
    found = list(links.findings(client, evidence))
    asked = sum(source.url is not None and source.tier != "3" for source in evidence.sources.values())
    if asked and sum(each.what in SILENCE for each in found) == asked:
        raise register.RegisterError("no address answered, so this machine has no network")
    return issue_text.dead_links(evidence.site, found)


def _register(client: Client, evidence: Evidence, base: str) -> str:
    studies = {study.nct.value: (key, study) for key, study in evidence.studies.items() if study.nct}
    differ, unread, newer = {}, {}, []
    for number, told in (register.records(client, studies, base) if studies else {}).items():
        key, study = studies[number]
        name = study.short_name.value
        if isinstance(told, register.RegisterError):
            unread[name] = str(told)
        elif some := list(register.differences(evidence, key, told)):
            differ[name] = (number, some)
        elif register.is_newer(study, told):
            newer.append(name)
    return issue_text.register(evidence.site, differ, unread, newer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
