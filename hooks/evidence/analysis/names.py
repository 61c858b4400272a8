"""Names in running text: where a text of ours mentions a study, endpoint, term or other drug by name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from evidence.analysis.entity_index import Entity

# Which kinds a text links by name, the strongest first where two entities share a name.
NAMED = ("study", "endpoint", "term")


class Names:
    """The names that can be found in text; `split` says which part of a text names what."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._ids: dict[str, str] = {}
        for kind in NAMED:
            for entity in entities.values():
                if entity.kind == kind and (kind != "term" or len(entity.label) > 1):
                    self._ids.setdefault(entity.label, entity.id)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._ids, key=lambda name: (-len(name), name))
        return re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + r")(?![\w-])")

    def split(self, text: str) -> Iterator[tuple[str, str | None]]:
        """Pieces of the text in order, each with the id of the entity it names or None. Joined they are the text."""
        end = 0
        for match in self._pattern.finditer(text) if self._ids else ():
            if match.start() > end:
                yield text[end : match.start()], None
            yield match[0], self._ids[match[0]]
            end = match.end()
        if end < len(text):
            yield text[end:], None
