"""Prose says nothing that a reader's browser could run, load or hide: what Markdown lets through is an allow-list.

What stands in code is no exception, for programs disagree about where code begins: after a backslash, for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.checks.faults import place_in
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model.problems import Problem

# Tags, but for a bare address; entities; braces, but for the anchor of a heading; pictures.
_MARKUP = re.compile(r"<(?!https://[^>\s]+>)[A-Za-z/!?]|&(?:#\w+|\w+);|\{(?!#[a-z0-9-]+\}$).?|!\[(?!\[)", re.MULTILINE)
# A link, whatever stands between its bracket and its address; an address given elsewhere in the text.
_LINK = re.compile(r"\]\((?!https://[^\s<>\"'`\\]*\))(?P<target>[^)]{0,40})")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]]*\]:", re.MULTILINE)


@rule("sense")
def no_markup(draft: Draft) -> Iterator[Problem]:
    """Prose must be Markdown without HTML, entities, attribute lists or pictures, in code too."""
    for page in draft.prose.values():
        for found in _MARKUP.finditer(page.text):
            yield place_in(page, found.start(), f"must be Markdown without markup of other kinds, got '{found[0]}'")


@rule("sense")
def link_outside(draft: Draft) -> Iterator[Problem]:
    """A link must be a marker, or lead to https://."""
    for page in draft.prose.values():
        for link in _LINK.finditer(page.text):
            target = " ".join(link["target"].split())
            yield place_in(
                page, link.start() + 1, f"must be a marker [[id|words]] or begin with https://, got '{target}'"
            )


@rule("sense")
def link_with_its_address(draft: Draft) -> Iterator[Problem]:
    """The address of a link must stand beside its words, not elsewhere in the text."""
    for page in draft.prose.values():
        for found in _DEFINITION.finditer(page.text):
            got = " ".join(found[0].split())
            yield place_in(page, found.start(), f"must be a link with its address beside its words, got '{got}'")
