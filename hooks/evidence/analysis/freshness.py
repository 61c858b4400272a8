"""How long nobody has looked at a source, against the day of the evidence."""

from __future__ import annotations

from evidence.model import Evidence, Source


def looked_at(source: Source) -> str:
    """The day on which somebody last read a source, or found it unchanged; as precise as known."""
    return source.last_verified or source.accessed


def is_old(source: Source, as_of: str) -> bool:
    """Whether more than a year lies between that day and the day of the evidence, however precise both are."""
    year_before = str(int(as_of[:4]) - 1).zfill(4) + as_of[4:]
    seen = looked_at(source)
    return seen[: len(year_before)] < year_before[: len(seen)]


def old_sources(evidence: Evidence) -> dict[str, str]:
    """Key -> the day on which it was last looked at, of every source that nobody has looked at for more than a year."""
    as_of = evidence.site.as_of
    return {key: looked_at(source) for key, source in evidence.sources.items() if is_old(source, as_of)}
