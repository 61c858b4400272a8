"""A YAML file as plain text values, with the position of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import yaml

from evidence.loading.rules import run_rules
from evidence.loading.text_files import TextFile
from evidence.model.problems import Problem

# The base loaders leave every value the text it is: 0.80 stays 0.80 and NO stays NO.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

KEY = "[key]"  # last step of a path that means a mapping's key and not its value, as in pydantic's errors

Path = tuple[Any, ...]


class Mark(Protocol):
    """A place in a YAML file; line and column count from 0."""

    @property
    def line(self) -> int:
        """Line, from 0."""

    @property
    def column(self) -> int:
        """Column, from 0."""


@dataclass(frozen=True)
class Document:
    """The values of one YAML file.

    `data` are mappings, lists and texts; `positions` has the line and column of each by its path.
    """

    path: str
    data: Any
    positions: dict[Path, tuple[int, int]]

    def at(self, *field: Any) -> tuple[str, int, int]:
        """The place of a field; of one that is left out, the place of the record that lacks it."""
        while field not in self.positions:
            field = field[:-1]
        return (self.path, *self.positions[field])

    def texts(self) -> set[str]:
        """Every key and every value."""
        return {*_texts(self.data), *(step for path in self.positions for step in path if isinstance(step, str))}


@dataclass(frozen=True)
class YamlFile:
    """A YAML file as events and nodes of the parser, which the rules for YAML examine."""

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
        """The events up to the first error."""
        return self._parsed[0]

    @property
    def error(self) -> yaml.MarkedYAMLError | None:
        """The first error of the parser."""
        return self._parsed[1]

    @cached_property
    def root(self) -> yaml.Node | None:
        """The tree of values, or None where there is no single one."""
        try:
            return yaml.compose(self.file.text, Loader=LOADER)
        except yaml.MarkedYAMLError:
            return None

    def problem(self, mark: Mark | None, message: str, field: str = "") -> Problem:
        """A problem at a mark of the parser."""
        line, column = mark_position(mark)
        return Problem(self.file.path, line, column, field, message)


def mark_position(mark: Mark | None) -> tuple[int, int]:
    """Line and column, both from 1, of a mark; the beginning of the file where the parser gives none."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def parse_yaml(file: TextFile) -> tuple[Document | None, list[Problem]]:
    """The document, or None where it cannot be read, and the problems that the rules for YAML find."""
    parsed = YamlFile(file)
    problems, readable = run_rules("yaml", parsed)
    if not readable or not isinstance(parsed.root, yaml.MappingNode):
        return None, problems
    positions: dict[Path, tuple[int, int]] = {}
    return Document(file.path, _plain(parsed.root, (), positions), positions), problems


def _plain(node: yaml.Node, path: Path, positions: dict[Path, tuple[int, int]]) -> Any:
    """A node as mapping, list or text; fills `positions` with the place of each value and key below `path`."""
    positions.setdefault(path, mark_position(node.start_mark))
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            below = (*path, name)
            positions[(*below, KEY)] = mark_position(key.start_mark)
            if not isinstance(value, yaml.ScalarNode):
                positions[below] = mark_position(key.start_mark)  # a mapping or list begins with the line that names it
            found[name] = _plain(value, below, positions)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, number), positions) for number, item in enumerate(node.value)]
    return node.value


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    else:
        for part in data.values() if isinstance(data, dict) else data:
            yield from _texts(part)
