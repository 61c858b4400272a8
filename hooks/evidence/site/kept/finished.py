"""Finished pages: each under a hash of all it was made from, so that what did not change is neither made nor judged again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from evidence.site.kept.digest import Digests
from evidence.site.kept.store import Store

# Beside the key of a page: what others need of it.
_REST = b"rest"


class Finished:
    """The pages of one build. `shared` is what all of them depend on."""

    def __init__(self, store: Store, shared: Any) -> None:
        self._store, self._digests = store, Digests()
        self._shared = self._digests.of(shared)
        self._pages: dict[str, tuple[bytes, tuple[Any, ...]]] = {}

    def ask(self, name: str, beside: tuple[Any, ...], own: Any) -> bytes:
        """The key of the page of this name, which is made from `own` and `beside`; the latter is remembered."""
        key = self._digests.of((self._shared, own, beside))
        self._pages[name] = (key, beside)
        return key

    @property
    def keys(self) -> Mapping[str, bytes]:
        """The key of every page that was asked about, by its name."""
        return {name: key for name, (key, _) in self._pages.items()}

    def beside(self, name: str) -> tuple[Any, ...]:
        """What was remembered of a page."""
        return self._pages[name][1]

    def page(self, name: str) -> str | None:
        """The page that is kept."""
        found = self._store.find(self._pages[name][0])
        return None if found is None else found.decode()

    def keep(self, name: str, page: str) -> None:
        """Keep a page that was made now."""
        self._store.keep(self._pages[name][0], page.encode())

    def rest(self, name: str) -> Any:
        """What is kept of a page for others; None where nothing is."""
        found = self._store.find(self._pages[name][0] + _REST)
        return None if found is None else json.loads(found)

    def keep_rest(self, name: str, rest: Any) -> None:
        """Keep for others what JSON can hold of a page."""
        self._store.keep(self._pages[name][0] + _REST, json.dumps(rest, ensure_ascii=False).encode())
