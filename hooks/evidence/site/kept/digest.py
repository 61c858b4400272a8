"""Values as hashes: equal hashes mean that everything that can be reached from two values is equal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import distribution, version
from pathlib import Path
from platform import python_version
from types import FunctionType
from typing import Any

_SIZE = 12
_LEAVES = (str, int, float, bool, type(None), type)


class Digests:
    """Hashes of values; what was hashed once is remembered, and held so that nothing else takes its place in memory."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Any, bytes]] = {}

    def of(self, value: Any) -> bytes:
        """The hash of a value. A record is hashed by its fields, not by where in a file it stands. TypeError for what
        has no fields, such as a function.
        """
        kind = type(value)
        if kind is str:
            return b"s" + value.encode() if len(value) < _SIZE else self._joined("str", (value.encode(),))
        if kind in _LEAVES:
            return f"{kind.__name__}:{value}".encode()
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = (value, self._joined(kind.__qualname__, self._parts(value)))
        return known[1]

    def _joined(self, name: str, parts: Iterable[bytes]) -> bytes:
        made = blake2b(name.encode(), digest_size=_SIZE)
        for part in parts:
            made.update(len(part).to_bytes(4) + part)
        return b"#" + made.digest()

    def _parts(self, value: Any) -> Iterable[bytes]:
        of = self.of
        if isinstance(value, (tuple, list)):
            return (of(part) for part in value)
        if isinstance(value, Mapping):
            return (of(part) for item in value.items() for part in item)
        if isinstance(value, (set, frozenset)):
            return sorted(of(part) for part in value)
        if hasattr(type(value), "model_fields"):
            return (of(part) for part in value.__dict__.values())
        if is_dataclass(value):
            return (of(getattr(value, field.name)) for field in fields(value))
        if isinstance(value, Enum):
            return (of(value.value),)
        if hasattr(value, "as_tuple") or isinstance(value, (re.Pattern, bytes, str)) or hasattr(value, "isoformat"):
            return (str(value).encode(),)
        if isinstance(value, FunctionType) and not value.__closure__ and "<" not in value.__qualname__:
            return (f"{value.__module__}.{value.__qualname__}".encode(),)  # what it does is part of the code
        if type(value).__module__.startswith("evidence."):
            worked_out = {name for name in vars(value) if isinstance(getattr(type(value), name, None), cached_property)}
            return (of(part) for item in vars(value).items() if item[0] not in worked_out for part in item)
        raise TypeError(f"{type(value).__qualname__} cannot be hashed")


def digest(value: Any) -> bytes:
    """The hash of one value."""
    return Digests().of(value)


def code(folders: Iterable[Path], libraries: Iterable[str], settings: Path | None = None) -> bytes:
    """What is made depends on this too: every file of some folders, a file of settings, versions of libraries, the Python."""
    made = blake2b(python_version().encode(), digest_size=_SIZE)
    for library in libraries:
        made.update(f"\0{library} {version(library)}".encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                content = path.read_bytes()
                made.update(f"\0{path.relative_to(folder)}\0{len(content)}\0".encode() + content)
    made.update(settings.read_bytes() if settings else b"")
    return made.digest()


def everything(told: Any, folders: Iterable[Path], environ: Mapping[str, str]) -> bytes:
    """All that a whole site depends on besides what is `told`: files, what the surroundings set, and what is installed."""
    own = {name: value for name, value in environ.items() if name == "SITE_URL" or name.startswith("EVIDENCE_")}
    packages = Path(str(distribution("jinja2").locate_file("")))
    installed = sorted(path.name for path in packages.glob("*.dist-info"))  # named by package and version
    return digest((told, code(folders, ()), own, installed))
