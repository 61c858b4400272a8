"""The folder of a site as the last build left it: only what differs is written, and what is gone is taken away."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

from evidence.site.kept.digest import digest

# Inside the folder, where others make their files first. Hidden: site generators leave such folders alone.
_STAGED, _NOTES = ".new", ".notes"
# How a file is told from another of its name: what it was made from, its size, and when it was written.
_Seen = tuple[str, int, int]


class Standing:
    """One folder. What the last build wrote is noted in `notes`, or inside for a folder that is `passing`; a file that
    somebody touched since is written anew.
    """

    def __init__(self, folder: Path, notes: Path, passing: bool = False) -> None:
        self.folder, self.staged = folder, folder / _STAGED
        self._path = (folder / _NOTES if passing else notes) / f"{digest(str(folder.resolve())).hex()}.json"
        self._made_from, self._left = self._noted()
        self._there = dict(_found(folder))
        # Address -> what the file is made from, of those that stay and of those that are staged.
        self._staying: dict[str, str] = {}
        self._put: dict[str, str] = {}

    def is_made_from(self, everything: bytes) -> bool:
        """Whether the whole folder was made from this, and nobody touched it since."""
        stand = {address: (size, when) for address, (_, size, when) in self._left.items()}
        return bool(stand) and self._made_from == everything.hex() and stand == self._there

    def stays(self, address: str, made_from: bytes) -> bool:
        """Keep the file at an address if it was made from the same; whether it was."""
        key, *seen = self._left.get(address, ("", 0, 0))
        if key != made_from.hex() or self._there.get(address) != tuple(seen):
            return False
        self._staying[address] = key
        return True

    def put(self, address: str, content: str | bytes, made_from: bytes | None = None) -> None:
        """Let this content stand at an address; without `made_from` it is known by itself."""
        raw = content.encode() if isinstance(content, str) else content
        made_from = _own(raw) if made_from is None else made_from
        if not self.stays(address, made_from):
            target = self.staged / address
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(raw)
            self._put[address] = made_from.hex()

    def get(self, address: str) -> bytes | None:
        """What will stand at an address; None where nothing will."""
        known = self.staged if address in self._put else self.folder if address in self._staying else None
        return (known / address).read_bytes() if known else None

    def settle(self, everything: bytes, made_from: Callable[[str], bytes | None]) -> None:
        """Bring the folder to what is wanted. What others staged was made from what one is told, or is known by itself."""
        left = {address: self._left[address] for address in self._staying}
        new = {}
        for address in dict(_found(self.staged)):
            told = made_from(address)
            key = self._put.get(address) or (told or _own((self.staged / address).read_bytes())).hex()
            if not self.stays(address, bytes.fromhex(key)):
                new[address] = key
                left.pop(address, None)
            else:
                left[address] = self._left[address]
        for address in self._there.keys() - left.keys() - new.keys():
            (self.folder / address).unlink(missing_ok=True)
            self._without_empty(self.folder / address)
        made: set[Path] = set()
        for address, key in new.items():
            target = self.folder / address
            if target.parent not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            about = (self.staged / address).replace(target).stat()
            left[address] = (key, about.st_size, about.st_mtime_ns)
        self.stop()
        self._left = dict(sorted(left.items()))
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


def _own(content: bytes) -> bytes:
    """What a file is known by that is made from nothing else."""
    return blake2b(content, digest_size=16).digest()


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
