"""The folder of a site as the last build left it: only what differs is written, and what is gone is taken away."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from evidence.kept.digest import digest

# Inside the folder, where others make their files first. Hidden: site generators leave such folders alone.
_STAGED = ".new"
# How a file is told from another of its name: what it was made from, its size, and when it was written.
_Seen = tuple[str, int, int]


class Standing:
    """One folder. What the last build wrote is noted in `notes`; a file that somebody touched since is written anew."""

    def __init__(self, folder: Path, notes: Path) -> None:
        self.folder, self.staged = folder, folder / _STAGED
        self._path = notes / f"{digest(str(folder.resolve())).hex()}.json"
        self._made_from, self._left = self._noted()
        self._there = dict(_found(folder))
        # Address -> what it is made from, and its content; none where it stays, or where another makes the file.
        self._wanted: dict[str, tuple[str, bytes | None]] = {}

    def is_made_from(self, everything: bytes) -> bool:
        """Whether the whole folder was made from this, and nobody touched it since."""
        stand = {address: (size, when) for address, (_, size, when) in self._left.items()}
        return bool(stand) and self._made_from == everything.hex() and stand == self._there

    def stays(self, address: str, made_from: bytes) -> bool:
        """Keep the file at an address if it was made from the same; whether it was."""
        key, *seen = self._left.get(address, ("", 0, 0))
        if key != made_from.hex() or self._there.get(address) != tuple(seen):
            return False
        self._wanted[address] = (key, None)
        return True

    def put(self, address: str, content: str | bytes, made_from: bytes | None = None) -> None:
        """Let this content stand at an address; without `made_from` it is known by itself."""
        raw = content.encode() if isinstance(content, str) else content
        made_from = blake2b(raw, digest_size=16).digest() if made_from is None else made_from
        if not self.stays(address, made_from):
            self._wanted[address] = (made_from.hex(), raw)

    def get(self, address: str) -> bytes | None:
        """What will stand at an address; None where nothing will."""
        if address not in self._wanted:
            return None
        _, content = self._wanted[address]
        return (self.folder / address).read_bytes() if content is None else content

    def settle(self, everything: bytes, made_from: Callable[[str], bytes | None]) -> None:
        """Bring the folder to what is wanted, with the staged files over it, which were made from what one is told, or are
        known by themselves.
        """
        for address in dict(_found(self.staged)):
            file = self.staged / address
            key = made_from(address)
            if key is None:
                self.put(address, file.read_bytes())
            elif not self.stays(address, key):
                self._wanted[address] = (key.hex(), file.read_bytes())
        self.stop()
        for address in self._there.keys() - self._wanted.keys():
            (self.folder / address).unlink(missing_ok=True)
            self._without_empty(self.folder / address)
        known = dict(self._left)
        made: set[Path] = set()
        for address, (key, content) in self._wanted.items():
            if content is not None:
                target = self.folder / address
                if target.parent not in made:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    made.add(target.parent)
                target.write_bytes(content)
                about = target.stat()
                known[address] = (key, about.st_size, about.st_mtime_ns)
        self._left = {address: known[address] for address in sorted(self._wanted)}
        self._note(everything)

    def stop(self) -> None:
        """Take away what is staged, such as by a build that was cut off."""
        shutil.rmtree(self.staged, ignore_errors=True)

    def _without_empty(self, file: Path) -> None:
        """Take away the folders that a file leaves empty."""
        for folder in file.parents:
            if folder == self.folder:
                break
            with suppress(OSError):
                folder.rmdir()
                continue
            break

    def _noted(self) -> tuple[str, Mapping[str, _Seen]]:
        try:
            everything, left = json.loads(self._path.read_text(encoding="utf-8"))
            return everything, {address: tuple(seen) for address, seen in left.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return "", {}

    def _note(self, everything: bytes) -> None:
        """Whole or not at all; what cannot be noted is written again by the next build."""
        new = self._path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps([everything.hex(), self._left]), encoding="utf-8")
            new.replace(self._path)


def _found(folder: Path, below: str = "") -> Iterator[tuple[str, tuple[int, int]]]:
    """Every file below a folder, but for hidden ones at its top: address -> its size, and when it was written."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if below or not entry.name.startswith("."):
                    yield from _found(Path(entry.path), f"{below}{entry.name}/")
            elif below or not entry.name.startswith("."):
                about = entry.stat(follow_symlinks=False)
                yield f"{below}{entry.name}", (about.st_size, about.st_mtime_ns)
