"""The cache: results that cost time, each under the hash of what it was made from. It may be deleted at any time."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from platform import python_version

# Bytes that one kind of result may take; what is oldest goes first.
LARGEST = 600_000_000
_DIGEST = 32


def key_of(*parts: str | bytes) -> str:
    """The hash of some texts and bytes, in hexadecimal; no two different sequences of parts give the same input."""
    made = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        made.update(len(content).to_bytes(8, "big") + content)
    return made.hexdigest()


def code_key(folders: Iterable[Path], libraries: Iterable[str]) -> str:
    """The hash of every file below some folders, of the versions of some libraries, and of the version of Python."""
    parts: list[str | bytes] = [python_version(), *(f"{name} {version(name)}" for name in libraries)]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                parts += [path.relative_to(folder).as_posix(), path.read_bytes()]
    return key_of(*parts)


class Cache:
    """A folder of results, one file each, `kind/key`. Every file begins with a hash of its key and content, which is
    checked before the content is used: what was cut off or changed counts as missing. A disk that fails costs time only.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, kind: str, key: str) -> bytes | None:
        """The result under a key, or None where there is none that is whole."""
        try:
            raw = (self.folder / kind / key).read_bytes()
        except OSError:
            return None
        digest, content = raw[:_DIGEST], raw[_DIGEST:]
        return content if digest == _digest(key, content) else None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep a result, whole or not at all."""
        target = self.folder / kind / key
        with suppress(OSError):
            target.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=target.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(_digest(key, content) + content)
                Path(name).replace(target)
            except OSError:
                Path(name).unlink(missing_ok=True)

    def get_or_make(self, kind: str, key: str, make: Callable[[], bytes]) -> bytes:
        """The result under a key, made now where there is none."""
        found = self.get(kind, key)
        if found is None:
            found = make()
            self.put(kind, key, found)
        return found

    def prune(self, largest: int = LARGEST) -> None:
        """Remove the oldest results of each kind that has grown too large, until it is half as large."""
        with suppress(OSError):
            for kind in (each for each in self.folder.iterdir() if each.is_dir()):
                found = [(path.stat(), path) for path in kind.iterdir() if path.is_file()]
                size = sum(status.st_size for status, _ in found)
                for status, path in sorted(found, key=lambda each: each[0].st_mtime_ns) if size > largest else ():
                    if size > largest / 2:
                        path.unlink(missing_ok=True)
                        size -= status.st_size


def _digest(key: str, content: bytes) -> bytes:
    return hashlib.blake2b(key.encode() + b"\0" + content, digest_size=_DIGEST).digest()
