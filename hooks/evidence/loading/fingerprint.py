"""A data folder as one hash: the same files and the same overrides give the same, and any change another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from evidence.loading.environment import overrides
from evidence.loading.folder_rules import Folder


def fingerprint(root: Path, environ: Mapping[str, str], without: tuple[str, ...] = ()) -> str:
    """The hash of a folder's files and of the overrides of site.yml; files whose names begin as told are left out."""
    made = hashlib.sha256(json.dumps(overrides(environ), sort_keys=True).encode())
    for name in sorted(Folder.of(root).files):
        if not name.startswith(without):
            content = (root / name).read_bytes()
            made.update(f"\0{name}\0{len(content)}\0".encode() + content)
    return made.hexdigest()
