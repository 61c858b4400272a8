"""A data folder as it was at a revision of its repository."""

import io
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from evidence.loading.migrations import migrate


class RevisionError(Exception):
    """There is no such revision, or no such folder in it; the message says so, or is what git says."""


@contextmanager
def data_at(folder: Path, revision: str) -> Iterator[Path]:
    """A copy of a data folder at a revision, in a place that is gone afterwards; it has the folder's name, and follows the
    schema of today as far as that is mechanical."""
    top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
    inside = folder.resolve().relative_to(top.resolve()).as_posix()
    try:
        _git(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    except RevisionError:
        raise RevisionError(f"must be a revision of the repository, got '{revision}'") from None
    packed = _git(top, "archive", "--format=zip", f"{revision}:{inside}")
    with TemporaryDirectory() as place:
        target = Path(place) / folder.resolve().name
        with ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(target)
        migrate(target, unsaid="not stated at that revision")
        yield target


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True).stdout
    except subprocess.CalledProcessError as failed:
        raise RevisionError(failed.stderr.decode(errors="replace").strip()) from None
