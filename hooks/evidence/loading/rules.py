"""Rules: each is one generator function that states what must hold and yields a problem for every breach of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple, TypeVar

from evidence.model.problems import Problem

# What a rule examines: a Folder, a TextFile, a YamlFile, a Table, or the Draft of all evidence.
Subject = Literal["folder", "text", "yaml", "table", "evidence"]
Find = TypeVar("Find", bound=Callable[..., Iterator[Problem]])


class Rule(NamedTuple):
    """A rule and what it examines; after a breach of one that `stops`, its file is not read any further."""

    name: str
    subject: Subject
    stops: bool
    find: Callable[..., Iterator[Problem]]

    @property
    def statement(self) -> str:
        """What must hold, in one sentence."""
        return (self.find.__doc__ or "").strip()


RULES: dict[str, Rule] = {}


def rule(subject: Subject, stops: bool = False) -> Callable[[Find], Find]:
    """Register a generator function as a rule under its own name."""

    def register(find: Find) -> Find:
        name = find.__name__
        if name in RULES:
            raise ValueError(f"two rules are named {name}")
        RULES[name] = Rule(name, subject, stops, find)
        return find

    return register


def run_rules(subject: Subject, examined: object) -> tuple[list[Problem], bool]:
    """The problems that the rules for a subject find in it, and whether it can be read any further."""
    found: list[Problem] = []
    for each in RULES.values():
        if each.subject == subject:
            problems = [replace(problem, rule=each.name) for problem in each.find(examined)]
            found += problems
            if problems and each.stops:
                return found, False
    return found, True
