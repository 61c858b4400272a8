"""`python -m evidence COMMAND`: the site without a site generator, and what keeps its data in order."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from evidence.commands import change_log, offline, revision_diff
from evidence.commands.addresses import added
from evidence.loading import read, revision
from evidence.model import vocabulary
from evidence.model.problems import BadData
from evidence.site import notebooks
from evidence.site.exports import schemas
from evidence.site.output import Output
from evidence.site.site import Site, written


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 when it did what it says, 1 with every problem on stderr when the data are bad."""
    parser = argparse.ArgumentParser(prog="python -m evidence", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help="write every page as Markdown, and every file, into a folder")
    write.add_argument("folder", type=Path)
    commands.add_parser("addresses", help="add new addresses to the list of published ones; none is ever removed")
    offline_copy = commands.add_parser(
        "offline", help="write a built site so that it opens from a disk, and as a ZIP file"
    )
    offline_copy.add_argument("site", type=Path, help="folder of the built site")
    offline_copy.add_argument("folder", type=Path, help="folder to write, which is not there yet")
    commands.add_parser("schemas", help="renew the JSON Schema files beside the data, which editors read")
    changes = commands.add_parser("changes", help="write the entries that the log of changes lacks, one file each")
    changes.add_argument("--since", metavar="REVISION", help="compare with the data at this revision of the repository")
    changes.add_argument("--date", type=_day, help="day of the change; never before what is logged already")
    changes.add_argument(
        "--reason", default="", help="why, in a sentence; left for you to fill in where it is not given"
    )
    changes.add_argument("--kind", default="", choices=vocabulary.ReasonKind.__args__, help="kind of reason")
    changes.add_argument("--begin", type=_day, metavar="DAY", help="begin a log: write the baseline of this day")
    compare = commands.add_parser("difference", help="say in words what differs between two states of the data")
    compare.add_argument("old", help="older data: a folder of data, or a revision of the repository")
    compare.add_argument("new", nargs="?", help="newer data, likewise; without it the data as they stand")
    compare.add_argument("--format", choices=revision_diff.FORMATS, default="txt")
    compare.add_argument("--into", type=Path, metavar="FOLDER", help="write it in every format into a folder, too")
    for command in commands.choices.values():
        command.add_argument("--data", type=Path, default=Path(os.environ.get("EVIDENCE_DATA", "data")))
        command.add_argument("--docs", type=Path, default=Path("docs"))
    asked = parser.parse_args(arguments)
    if asked.command == "schemas":
        print(f"{write_schemas(asked.data)} schemas in {asked.data / '.schema'}")
        return 0
    try:
        if asked.command == "changes":
            print("\n".join(keep_log(asked)))
            return 0
        if asked.command == "offline":
            count = offline.copy(asked.site, asked.folder, read(asked.data, os.environ).site.as_of)
            print(f"{count} files in {asked.folder} and {asked.folder}.zip")
            return 0
        if asked.command == "difference":
            told = told_difference(asked)
            print(told[asked.format], end="")
            if asked.into:
                write_texts(asked.into, {f"difference.{form}": text for form, text in told.items()})
            return 0
        site = Site(asked.data, os.environ)
        site.check_written(written(asked.docs))
        if asked.command == "write":
            print(f"{write_all(site, asked.docs, asked.folder)} files in {asked.folder}")
        else:
            new = added(asked.data, site.view.evidence.addresses, site.addresses(written(asked.docs)))
            print(f"{new} new addresses in {asked.data / 'addresses.txt'}")
    except (BadData, revision.RevisionError) as bad:
        print(bad, file=sys.stderr)
        return 1
    return 0


def keep_log(asked: argparse.Namespace) -> list[str]:
    """Begin the log of changes, or write the entries that it lacks; gives what to tell."""
    folder = asked.data / "changes"
    if asked.begin:
        return [f"{change_log.begin(asked.data, asked.begin)} reports in {folder}"]
    why = change_log.Why(asked.date or "", asked.reason, asked.kind)
    with revision.data_at(asked.data, asked.since) if asked.since else nullcontext() as before:
        names = change_log.keep(asked.data, why, before)
    unsaid = [] if asked.reason and asked.kind else ["Say in each file why: reason and reason_kind."] if names else []
    return [
        *(f"{folder / name}.yml" for name in names),
        f"{len(names)} new {'entry' if len(names) == 1 else 'entries'} in {folder}",
        *unsaid,
    ]


def told_difference(asked: argparse.Namespace) -> dict[str, str]:
    """What differs between two states of the data, in each format that is asked for; today's code reads both."""
    texts = written(asked.docs)
    with _data(asked.old, asked.data) as old, _data(asked.new or str(asked.data), asked.data) as new:
        site = Site(new, os.environ)
        name = asked.new or asked.data.name
        now = revision_diff.State(name, site.view.evidence, site.view, site.addresses(texts))
        found = revision_diff.compare(_older(old, asked.old, texts), now)
        forms = revision_diff.FORMATS if asked.into else [asked.format]
        return {form: revision_diff.said(found, form) for form in forms}


def _data(name: str, data: Path) -> AbstractContextManager[Path]:
    """The data folder of a name, or what the data folder of the repository was at the revision of that name."""
    return nullcontext(Path(name)) if (Path(name) / "site.yml").is_file() else revision.data_at(data, name)


def _older(folder: Path, name: str, texts: list[tuple[str, str]]) -> revision_diff.State:
    """The older state; as much of it as can be read where it does not pass today's check."""
    try:
        site = Site(folder, os.environ)
        return revision_diff.State(name, site.view.evidence, site.view, site.addresses(texts))
    except BadData:
        draft = read(folder, os.environ)
        return revision_diff.State(name, draft, None, frozenset(draft.addresses))


def _day(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def write_all(site: Site, docs: Path, folder: Path) -> int:
    """Write generated pages, pages written by people with their markers filled in, notebooks and files; gives their number.

    Notebooks go as they are: any Jupyter runs them.
    """
    by_people = [_by_people(site, uri, text) for uri, text in written(docs) if uri.endswith(".md")]
    by_people += [Output(notebook.download, notebook.raw) for notebook in notebooks.notebooks(docs)]
    outputs = (*site.outputs, *by_people)
    for output in outputs:
        target = folder / output.uri
        target.parent.mkdir(parents=True, exist_ok=True)
        content = output.content
        if isinstance(content, str):
            head = {"title": output.title, "description": output.description}
            front = "---\n" + "".join(f"{key}: {json.dumps(value)}\n" for key, value in head.items()) + "---\n\n"
            content = ((front if output.title else "") + content).encode()
        target.write_bytes(content)
    return len(outputs)


def _by_people(site: Site, uri: str, text: str) -> Output:
    filled = site.fill(text, uri)
    return Output(uri, filled + site.foot(uri, site.version(uri, filled)))


def write_schemas(data: Path) -> int:
    """Write the schema of each kind of file into data/.schema; gives their number."""
    made = {f"{name}.json": text for name, text in schemas.texts().items()}
    write_texts(data / ".schema", made)
    return len(made)


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files by name into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
