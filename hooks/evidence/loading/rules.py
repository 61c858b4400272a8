"""Rules: each is one generator function that states what must hold and yields a problem wherever it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from evidence.model.problems import Problem

Finder = Callable[[Any], Iterator[Problem]]


class Rule(NamedTuple):
    """A rule with what it looks at: a folder, a text, a yaml document, a table, or the sense of everything together."""

    name: str
    subject: str
    stops: bool
    find: Finder

    @property
    def statement(self) -> str:
        """What must hold, in one sentence."""
        return (self.find.__doc__ or "").strip()


RULES: dict[str, Rule] = {}


def rule(subject: str, stops: bool = False) -> Callable[[Finder], Finder]:
    """Register a function as a rule under its own name; one that `stops` makes the rest of its file unreadable."""

    def register(find: Finder) -> Finder:
        name = find.__name__
        if name in RULES:
            raise ValueError(f"two rules are named {name}")
        RULES[name] = Rule(name, subject, stops, find)
        return find

    return register


def faults(subject: str, thing: Any) -> tuple[list[Problem], bool]:
    """What the rules for such a subject find in one thing, and whether it can be read any further."""
    found: list[Problem] = []
    for each in RULES.values():
        if each.subject == subject:
            problems = [replace(problem, rule=each.name) for problem in each.find(thing)]
            found += problems
            if problems and each.stops:
                return found, False
    return found, True
