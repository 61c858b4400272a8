"""Prints what differs between two states of the data; today's code reads both."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from evidence.commands import revision_diff
from evidence.loading import read
from evidence.loading.revision import data_at
from evidence.model.problems import BadData
from evidence.site.handwritten import handwritten_pages
from evidence.site.site import Site


def add_arguments(parser: ArgumentParser) -> None:
    """The two states and the format."""
    parser.add_argument("old", help="older data: a folder of data, or a revision of the repository")
    parser.add_argument("new", nargs="?", help="newer data, likewise; without it the data as they are")
    parser.add_argument("--format", choices=revision_diff.FORMATS, default="txt")
    parser.add_argument("--into", type=Path, metavar="FOLDER", help="write it in every format into a folder, too")


def run(arguments: Namespace) -> int:
    """Print the difference; newer data must pass the check."""
    pages = handwritten_pages(arguments.docs)
    name = arguments.new or arguments.data.name
    with _folder(arguments.old, arguments.data) as old, _folder(arguments.new, arguments.data) as new:
        site = Site(new, arguments.environ)
        newer = revision_diff.State(name, site.view.evidence, site.view, site.addresses(pages))
        found = revision_diff.compare(_older(old, arguments.old, pages, arguments.environ), newer)
        formats = revision_diff.FORMATS if arguments.into else [arguments.format]
        rendered = {format: revision_diff.render(found, format) for format in formats}
    print(rendered[arguments.format], end="")
    if arguments.into:
        arguments.into.mkdir(parents=True, exist_ok=True)
        for format, text in rendered.items():
            (arguments.into / f"difference.{format}").write_text(text, encoding="utf-8")
    return 0


def _folder(name: str | None, data: Path) -> AbstractContextManager[Path]:
    """The data folder of this name, or what `data` was at the revision of this name; without a name, `data`."""
    if name is None:
        return nullcontext(data)
    return nullcontext(Path(name)) if (Path(name) / "site.yml").is_file() else data_at(data, name)


def _older(folder: Path, name: str, pages: list[tuple[str, str]], environ: Mapping[str, str]) -> revision_diff.State:
    """The older state; as much of it as can be read where it does not pass today's check."""
    try:
        site = Site(folder, environ)
        return revision_diff.State(name, site.view.evidence, site.view, site.addresses(pages))
    except BadData:
        draft = read(folder, environ).draft_or_raise()
        return revision_diff.State(name, draft, None, frozenset(draft.addresses))
