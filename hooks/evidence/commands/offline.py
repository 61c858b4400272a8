"""Copies a built site so that it opens from a disk: as a folder, and as one ZIP file.

A browser shows no index of a folder on a disk, so links name the page itself. What needs a server is left out: search, the
page for what is not found, pictures for link previews. The scripts see where they run and offer nothing that cannot work.
"""

import re
import zipfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from evidence.commands.arguments import RequestError
from evidence.loading import read_or_raise

# What only a server needs or serves.
_LEFT_OUT = re.compile(r"pagefind/.*|404\.html|sitemap\.xml(?:\.gz)?|(?:.*/|.*\.)?card\.png")
_REFERENCE = re.compile(r'(?P<before>\s(?:href|src)="|;\s*url=)(?P<path>[^"#?]*)(?P<rest>[?#][^"]*)?"')
_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def add_arguments(parser: ArgumentParser) -> None:
    """The built site and the copy."""
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("folder", type=Path, help="folder to write, which must not exist yet")


def run(arguments: Namespace) -> int:
    """Copy the site; the ZIP file is dated by the data, so that the same site gives the same bytes."""
    if not arguments.site.is_dir():
        raise RequestError(f"{arguments.site}: must be the folder of a built site")
    if arguments.folder.exists():
        raise RequestError(f"{arguments.folder}: must not exist yet, so that nothing is overwritten")
    day = read_or_raise(arguments.data, arguments.environ).version
    print(f"{copy_site(arguments.site, arguments.folder, day)} files in {arguments.folder} and {arguments.folder}.zip")
    return 0


def copy_site(site: Path, target: Path, day: str) -> int:
    """Copy a built site into a new folder, and into `<folder>.zip` next to it; returns the number of files.

    `day`, a date that may lack its day or month, is that of every entry of the archive.
    """
    year, month, date = (int(part) for part in f"{day}-01-01".split("-")[:3])
    target.mkdir(parents=True)
    count = 0
    with zipfile.ZipFile(target.with_name(f"{target.name}.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(site):
            file = target / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            entry = zipfile.ZipInfo(f"{target.name}/{name}", (year, month, date, 0, 0, 0))
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 3, 0o644 << 16
            archive.writestr(entry, content)
            count += 1
    return count


def _files(site: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the copy, by name."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not _LEFT_OUT.fullmatch(name):
            content = path.read_bytes()
            yield name, with_file_links(content.decode()).encode() if name.endswith(".html") else content


def with_file_links(page: str) -> str:
    """A page whose links name files, not folders. Its content policy applies to files too: 'self' is its own folder."""
    return _REFERENCE.sub(_with_file_link, page)


def _with_file_link(reference: re.Match[str]) -> str:
    path = reference["path"]
    if path and not _EXTERNAL.match(path) and (path.endswith("/") or PurePosixPath(path).name in ("", "..")):
        path = f"{path.rstrip('/')}/index.html"
    return f'{reference["before"]}{path}{reference["rest"] or ""}"'
