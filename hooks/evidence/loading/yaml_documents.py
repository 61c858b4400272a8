"""A YAML file as plain text values, with the place of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from evidence.loading.rules import faults
from evidence.loading.text_files import TextFile
from evidence.model.problems import Problem

# The base loaders leave every value the text it is: 0.80 stays 0.80 and NO stays NO.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

KEY = "[key]"  # last step of a path that means a mapping's key and not its value, as in pydantic's errors

Path = tuple[Any, ...]


@dataclass(frozen=True)
class Document:
    """What one YAML file says.

    `data` are mappings, lists and texts; `marks` has the line and column of each by its path.
    """

    path: str
    data: Any
    marks: dict[Path, tuple[int, int]]

    def at(self, *field: Any) -> tuple[str, int, int]:
        """Where a field stands; for one that is left out, where the record stands that should have it."""
        while field not in self.marks:
            field = field[:-1]
        return (self.path, *self.marks[field])

    def words(self) -> set[str]:
        """Every key and every value."""
        return {*_texts(self.data), *(step for path in self.marks for step in path if isinstance(step, str))}


@dataclass(frozen=True)
class Syntax:
    """A YAML file before it is understood."""

    file: TextFile

    @cached_property
    def _parsed(self) -> tuple[list[yaml.Event], yaml.MarkedYAMLError | None]:
        events: list[yaml.Event] = []
        try:
            events.extend(yaml.parse(self.file.text, Loader=LOADER))
        except yaml.MarkedYAMLError as error:
            return events, error
        return events, None

    @property
    def events(self) -> list[yaml.Event]:
        """What the parser met, up to its first error."""
        return self._parsed[0]

    @property
    def error(self) -> yaml.MarkedYAMLError | None:
        """What the parser could not read."""
        return self._parsed[1]

    @cached_property
    def root(self) -> yaml.Node | None:
        """The tree of values, or None where there is no single one."""
        try:
            return yaml.compose(self.file.text, Loader=LOADER)
        except yaml.MarkedYAMLError:
            return None

    def problem(self, mark: yaml.Mark, message: str, field: str = "") -> Problem:
        """A problem at a place that the parser marked."""
        return Problem(self.file.path, mark.line + 1, mark.column + 1, field, message)


def document(file: TextFile) -> tuple[Document | None, list[Problem]]:
    """The document, or None when it cannot be understood, and what is wrong with it."""
    syntax = Syntax(file)
    problems, readable = faults("yaml", syntax)
    if not readable or not isinstance(syntax.root, yaml.MappingNode):
        return None, problems
    marks: dict[Path, tuple[int, int]] = {}
    return Document(file.path, _plain(syntax.root, (), marks), marks), problems


def _plain(node: yaml.Node, path: Path, marks: dict[Path, tuple[int, int]]) -> Any:
    """A node as mapping, list or text; `marks` receives the place of each value and key below `path`."""
    marks.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            below = (*path, name)
            marks[(*below, KEY)] = key_place = (key.start_mark.line + 1, key.start_mark.column + 1)
            if not isinstance(value, yaml.ScalarNode):
                marks[below] = key_place  # a mapping or list begins with the line that names it
            found[name] = _plain(value, below, marks)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), marks) for number, item in enumerate(node.value)]
    return node.value


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    else:
        for part in data.values() if isinstance(data, dict) else data:
            yield from _texts(part)
