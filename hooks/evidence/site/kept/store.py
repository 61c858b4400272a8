"""A table on disk, key -> content. It can be deleted at any time, cut off while it is written, and shared by two builds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache

# Where more is kept than this, what the last build did not ask for goes; beside the table, what is oldest.
LARGEST = 600_000_000
BESIDE = ("cards", "charts", "notebooks", "search", "standing")
_TABLE = "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, content BLOB) WITHOUT ROWID"


def compiled(store: Store | None, name: str) -> FileSystemBytecodeCache | None:
    """Where the compiled templates of one environment are kept, each under a hash of its text."""
    if store is None:
        return None
    folder = store.folder / name
    folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def prune(folder: Path, largest: int) -> None:
    """Remove the oldest files of a folder that has grown too large, until it is half as large. All can be made again."""
    with suppress(OSError):
        found = [(path.stat(), path) for path in folder.rglob("*") if path.is_file()]
        size = sum(about.st_size for about, _ in found)
        for about, path in sorted(found, key=lambda each: each[0].st_mtime_ns) if size > largest else ():
            if size > largest / 2:
                path.unlink(missing_ok=True)
                size -= about.st_size


class Store:
    """What one build finds and adds. A disk that fails costs time, and nothing else: nothing is then found or kept."""

    def __init__(self, path: Path, largest: int = LARGEST) -> None:
        self._path, self._largest = path, largest
        self._new: dict[bytes, bytes] = {}
        self._asked: set[bytes] = set()
        self._table = self._opened() or self._opened(afresh=True)

    @property
    def folder(self) -> Path:
        """The folder of the table, in which a library may keep its own files."""
        return self._path.parent

    def _opened(self, afresh: bool = False) -> sqlite3.Connection | None:
        try:
            if afresh:
                self._path.unlink(missing_ok=True)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            table = sqlite3.connect(self._path, timeout=60)
            table.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; {_TABLE};")
            return table
        except (OSError, sqlite3.Error):
            return None

    def find(self, key: bytes) -> bytes | None:
        """What is kept under a key, or None."""
        self._asked.add(key)
        if key in self._new:
            return self._new[key]
        with suppress(sqlite3.Error):
            if self._table and (
                row := self._table.execute("SELECT content FROM kept WHERE key = ?", (key,)).fetchone()
            ):
                return row[0]
        return None

    def keep(self, key: bytes, content: bytes) -> None:
        """Keep content under a key, in the place of what was there."""
        self._asked.add(key)
        self._new[key] = content

    def made(self, key: bytes, make: Callable[[], bytes]) -> bytes:
        """What is kept under a key, made now where nothing is."""
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return found

    def close(self) -> None:
        """Write what is new, all at once. What others keep beside this is held to the same size."""
        for name in BESIDE:
            prune(self.folder.parent / name, self._largest)
        if self._table:
            with suppress(sqlite3.Error):
                with self._table as table:
                    table.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", self._new.items())
                self._prune(self._table)
            self._table.close()
        self._table, self._new = None, {}

    def _prune(self, table: sqlite3.Connection) -> None:
        size = self._path.stat().st_size
        if size > self._largest:
            known = [key for (key,) in table.execute("SELECT key FROM kept")]
            with table:
                table.executemany("DELETE FROM kept WHERE key = ?", ((key,) for key in known if key not in self._asked))
            table.execute("VACUUM")
