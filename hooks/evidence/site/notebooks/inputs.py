"""What the output of every notebook depends on besides the notebook: data, code, libraries, Python."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path

from evidence.loading import fingerprint

PACKAGE = Path(__file__).parents[2]
# What a notebook cannot see of the data (`desk` leaves it out), so that a change of it runs nothing again.
UNSEEN = ("prose/", "addresses.txt", "README.md")
_READ = (".py", ".jinja", ".j2")
# What stands beside or above the notebooks in the layers, so that none of them may import it; and templates of pages.
_APART = ("__main__.py", "exports/", "pages/", "policy.py", "quote/", "search/", "site.py")


def inputs(data: Path, environ: Mapping[str, str]) -> str:
    """A hash of all of it, for this data folder and these surroundings."""
    made = hashlib.sha256(fingerprint(data, environ, UNSEEN).encode())
    for name, path in sorted((path.relative_to(PACKAGE).as_posix(), path) for path in PACKAGE.rglob("*")):
        if path.suffix in _READ and not name.startswith(_APART) and not _is_page(path):
            content = path.read_bytes()
            made.update(f"\0{name}\0{len(content)}\0".encode() + content)
    made.update("\n".join([sys.version, *_installed()]).encode())
    return made.hexdigest()


def _is_page(path: Path) -> bool:
    """Whether a file is the template of a page, and not of a part that repeats."""
    return path.parent.name == "templates" and not path.name.startswith("_")


def _installed() -> list[str]:
    """Name and version of every package that this Python finds."""
    folders = {Path(folder) for folder in sys.path}
    return sorted({path.name for folder in folders for path in folder.glob("*.dist-info")})
