"""A copy of the finished site that opens from a disk: a folder, and the same as one archive.

A browser shows no index of a folder on a disk, so links name the page itself. What asks a server is left out: search, the
page for what is not found, pictures for link previews. The scripts see where they run and offer nothing that cannot work.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

# What only a server needs or serves.
_LEFT_OUT = re.compile(r"pagefind/.*|404\.html|sitemap\.xml(?:\.gz)?|(?:.*/|.*\.)?card\.png")
_REFERENCE = re.compile(r'(?P<before>\s(?:href|src)="|;\s*url=)(?P<path>[^"#?]*)(?P<rest>[?#][^"]*)?"')
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")


def copy(site: Path, target: Path, day: str) -> int:
    """Write the copy of a built site into a folder that is not there yet, and beside it as `<folder>.zip`.

    The entries of the archive bear the day of the data, so the same site gives the same bytes. Gives the number of files.
    """
    year, month, date = (int(part) for part in f"{day}-01-01".split("-")[:3])
    target.mkdir(parents=True)
    count = 0
    with zipfile.ZipFile(target.with_name(f"{target.name}.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(site):
            place = target / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
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
            yield name, on_disk(content.decode()).encode() if name.endswith(".html") else content


def on_disk(page: str) -> str:
    """A page whose links name pages, not folders. Its policy holds for files too: 'self' is what lies beside it."""
    return _REFERENCE.sub(_named, page)


def _named(reference: re.Match[str]) -> str:
    path = reference["path"]
    if path and not _ELSEWHERE.match(path) and (path.endswith("/") or PurePosixPath(path).name in ("", "..")):
        path = f"{path.rstrip('/')}/index.html"
    return f'{reference["before"]}{path}{reference["rest"] or ""}"'
