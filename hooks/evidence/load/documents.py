"""A YAML file as plain text values, with the place of each; and the rules for YAML beyond its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from evidence.load.registry import faults, rule
from evidence.load.texts import TextFile
from evidence.problems import Problem

# The base loaders leave every value the text it is: 0.80 stays 0.80 and NO stays NO.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

KEY = "[key]"  # last step of a path that means a mapping's key and not its value, as in pydantic's errors
NOTHING = frozenset({"null", "~", "N/A", "n/a", "nan", "NaN", "TBD", "tbd", "?", "-", "–", "—", "."})

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
        values = {data for data in _texts(self.data)}
        return values | {step for path in self.marks for step in path if isinstance(step, str)}


@dataclass(frozen=True)
class Syntax:
    """A YAML file before it is understood: its events, and its tree once the events are in order."""

    file: TextFile
    events: tuple[yaml.Event, ...]
    root: yaml.Node | None = None

    def problem(self, mark: yaml.Mark, message: str, field: str = "") -> Problem:
        """A problem at a place that the parser marked."""
        return Problem(self.file.path, mark.line + 1, mark.column + 1, field, message)


def document(file: TextFile) -> tuple[Document | None, list[Problem]]:
    """The document, or None when it cannot be understood, and what is wrong with it."""
    try:
        syntax = Syntax(file, tuple(yaml.parse(file.text, Loader=LOADER)))
        problems, readable = faults("yaml events", syntax)
        if not readable:
            return None, problems
        root = yaml.compose(file.text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(file, error)]
    if not isinstance(root, yaml.MappingNode):
        return None, [Problem(file.path, 1, 1, "", "must be a mapping of fields", "yaml_mapping")]
    more, readable = faults("yaml tree", Syntax(file, syntax.events, root))
    if not readable:
        return None, problems + more
    marks: dict[Path, tuple[int, int]] = {}
    return Document(file.path, _plain(root, (), marks), marks), problems + more


def _syntax_problem(file: TextFile, error: yaml.MarkedYAMLError) -> Problem:
    """The parser's complaint, with the cure where it is the usual one."""
    mark = error.problem_mark or error.context_mark
    message = f"must be YAML: {error.problem}"
    if "mapping values are not allowed" in (error.problem or ""):
        message = "must stand in double quotes, for it holds a colon and a space"
    return Problem(file.path, mark.line + 1, mark.column + 1, "", message, "yaml_syntax")


def _plain(node: yaml.Node, path: Path, marks: dict[Path, tuple[int, int]]) -> Any:
    """A node as mapping, list or text; `marks` receives the place of each value and key below `path`."""
    place = (node.start_mark.line + 1, node.start_mark.column + 1)
    marks.setdefault(path, place)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            below = (*path, key.value)
            marks[(*below, KEY)] = key_place = (key.start_mark.line + 1, key.start_mark.column + 1)
            if not isinstance(value, yaml.ScalarNode):
                marks[below] = key_place  # a mapping or list begins with the line that names it
            found[key.value] = _plain(value, below, marks)
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


@rule("yaml events", stops=True)
def yaml_alias(syntax: Syntax) -> Iterator[Problem]:
    """YAML must write each value where it stands, without anchor or alias."""
    for event in syntax.events:
        if getattr(event, "anchor", None):
            yield syntax.problem(
                event.start_mark, f"must be the value itself, got the anchor or alias '{event.anchor}'"
            )


@rule("yaml events", stops=True)
def yaml_tag(syntax: Syntax) -> Iterator[Problem]:
    """YAML must hold plain values, without tags."""
    for event in syntax.events:
        if getattr(event, "tag", None):
            yield syntax.problem(event.start_mark, f"must be a plain value, got the tag '{event.tag}'")


@rule("yaml events", stops=True)
def yaml_one_document(syntax: Syntax) -> Iterator[Problem]:
    """A file must hold one YAML document."""
    starts = [event for event in syntax.events if isinstance(event, yaml.DocumentStartEvent)]
    for event in starts[1:]:
        yield syntax.problem(event.start_mark, "must hold one document, got another that begins here")


@rule("yaml events")
def yaml_one_line(syntax: Syntax) -> Iterator[Problem]:
    """A text must stand on one line, so that a changed value is one changed line."""
    for event in syntax.events:
        if isinstance(event, yaml.ScalarEvent) and event.start_mark.line != event.end_mark.line and event.value:
            yield syntax.problem(event.start_mark, "must stand on one line")


@rule("yaml events")
def yaml_comment(syntax: Syntax) -> Iterator[Problem]:
    """A comment must have a line of its own, for behind a value it may be a lost part of it."""
    lines = syntax.file.text.split("\n")
    for event in syntax.events:
        if isinstance(event, yaml.ScalarEvent) and not event.style and event.value:
            line = event.end_mark.line
            rest = lines[line][event.end_mark.column :] if line < len(lines) else ""
            if rest.lstrip().startswith("#"):
                yield syntax.problem(
                    event.start_mark, f"must be quoted or end before '{rest.strip()[:20]}', which YAML drops"
                )


@rule("yaml tree", stops=True)
def yaml_text_key(syntax: Syntax) -> Iterator[Problem]:
    """The keys of a mapping must be texts."""
    for key, _, _ in _entries(syntax.root):
        if not isinstance(key, yaml.ScalarNode):
            yield syntax.problem(key.start_mark, "must be a text as its key (quote a text that begins with a bracket)")


@rule("yaml tree")
def duplicate_key(syntax: Syntax) -> Iterator[Problem]:
    """A mapping must name each key once."""
    for key, _, earlier in _entries(syntax.root):
        if earlier:
            line = earlier[0].start_mark.line + 1
            yield syntax.problem(
                key.start_mark, f"must be named once, got a second '{key.value}' (first in line {line})"
            )


@rule("yaml tree")
def placeholder(syntax: Syntax) -> Iterator[Problem]:
    """What is not known must be left out, not filled with a sign for nothing."""
    for key, value, _ in _entries(syntax.root):
        if isinstance(value, yaml.ScalarNode) and value.value in NOTHING:
            yield syntax.problem(
                value.start_mark, f"must be left out when nothing is known, got '{value.value}'", key.value
            )


def _entries(node: yaml.Node | None) -> Iterator[tuple[yaml.Node, yaml.Node, list[yaml.Node]]]:
    """Every key and value of every mapping, with the same key's earlier places in that mapping."""
    if isinstance(node, yaml.MappingNode):
        seen: dict[str, list[yaml.Node]] = {}
        for key, value in node.value:
            yield key, value, seen.get(str(key.value), [])
            seen.setdefault(str(key.value), []).append(key)
            yield from _entries(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _entries(item)
