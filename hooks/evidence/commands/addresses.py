"""The list of published addresses, which only grows."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path


def added(folder: Path, known: Collection[str], published: Collection[str]) -> int:
    """Add what is published and not yet listed to addresses.txt of a data folder; gives how many lines were new."""
    lines = sorted({*known, *published})
    (folder / "addresses.txt").write_text("".join(f"{address}\n" for address in lines), encoding="utf-8")
    return len(lines) - len(set(known))
