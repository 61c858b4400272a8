"""Output: one file that the evidence writes, said without naming a site generator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Output:
    """A page (`uri` ends in .md) or an asset.

    `uri` is relative to the root of the site's sources, `content` is text or bytes, `title` and `description` are plain
    text (not escaped), `edit` is the data file and line that says it (`data/studies/x.yml#L3`), `updated` a date.
    """

    uri: str
    content: str | bytes
    title: str = ""
    description: str = ""
    edit: str = ""
    updated: str = ""
