"""Finished pages: each under a hash of all it was made from, so that what did not change is neither made nor judged again."""

from __future__ import annotations

from typing import Any

from evidence.kept.digest import Digests
from evidence.kept.store import Store


class Finished:
    """The pages of one build. `shared` is what all of them depend on."""

    def __init__(self, store: Store, shared: Any) -> None:
        self._store, self._digests = store, Digests()
        self._shared = self._digests.of(shared)
        self._pages: dict[str, tuple[bytes, str | None, tuple[Any, ...]]] = {}

    def ask(self, name: str, own: tuple[Any, ...], beside: tuple[Any, ...]) -> bool:
        """Whether the page of this name is kept that was made from `own` and `beside`; the latter is remembered."""
        key = self._digests.of((self._shared, own, beside))
        found = self._store.find(key)
        self._pages[name] = (key, None if found is None else found.decode(), beside)
        return found is not None

    def beside(self, name: str) -> tuple[Any, ...]:
        """What was remembered of a page."""
        return self._pages[name][2]

    def page(self, name: str) -> str | None:
        """The page that is kept."""
        return self._pages[name][1]

    def keep(self, name: str, page: str) -> None:
        """Keep a page that was made now."""
        self._store.keep(self._pages[name][0], page.encode())
