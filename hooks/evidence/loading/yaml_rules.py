"""The rules for any YAML file: plain values, each on its line, each named once."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from evidence.loading.rules import rule
from evidence.loading.yaml_documents import Syntax
from evidence.model.problems import Problem

DEEPEST = 12  # levels of nesting; the model needs six
NOTHING = frozenset({"null", "~", "N/A", "n/a", "nan", "NaN", "TBD", "tbd", "?", "-", "–", "—", "."})


@rule("yaml", stops=True)
def yaml_alias(syntax: Syntax) -> Iterator[Problem]:
    """YAML must write each value where it stands, without anchor or alias."""
    for event in syntax.events:
        if getattr(event, "anchor", None):
            message = f"must be the value itself, got the anchor or alias '{event.anchor}'"
            yield syntax.problem(event.start_mark, message)


@rule("yaml", stops=True)
def yaml_tag(syntax: Syntax) -> Iterator[Problem]:
    """YAML must hold plain values, without tags."""
    for event in syntax.events:
        if getattr(event, "tag", None):
            yield syntax.problem(event.start_mark, f"must be a plain value, got the tag '{event.tag}'")


@rule("yaml", stops=True)
def yaml_one_document(syntax: Syntax) -> Iterator[Problem]:
    """A file must hold one YAML document."""
    starts = [event for event in syntax.events if isinstance(event, yaml.DocumentStartEvent)]
    for event in starts[1:]:
        yield syntax.problem(event.start_mark, "must hold one document, got another that begins here")


@rule("yaml", stops=True)
def yaml_depth(syntax: Syntax) -> Iterator[Problem]:
    """YAML must not be nested deeper than any record is."""
    depth = 0
    for event in syntax.events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield syntax.problem(event.start_mark, f"must be nested {DEEPEST} levels deep or less")
            return


@rule("yaml", stops=True)
def yaml_syntax(syntax: Syntax) -> Iterator[Problem]:
    """A file must be YAML; the message gives the cure where the fault is the usual one."""
    if error := syntax.error:
        message = f"must be YAML: {error.problem}"
        if "mapping values are not allowed" in (error.problem or ""):
            message = "must stand in double quotes, for it holds a colon and a space"
        yield syntax.problem(error.problem_mark or error.context_mark, message)


@rule("yaml", stops=True)
def yaml_mapping(syntax: Syntax) -> Iterator[Problem]:
    """A file must be a mapping of fields."""
    if not isinstance(syntax.root, yaml.MappingNode):
        yield Problem(syntax.file.path, 1, 1, "", "must be a mapping of fields")


@rule("yaml", stops=True)
def yaml_text_key(syntax: Syntax) -> Iterator[Problem]:
    """The keys of a mapping must be texts."""
    for key, _, _ in _entries(syntax.root):
        if not isinstance(key, yaml.ScalarNode):
            message = "must be a text as its key (quote a text that begins with a bracket)"
            yield syntax.problem(key.start_mark, message)


@rule("yaml")
def yaml_one_line(syntax: Syntax) -> Iterator[Problem]:
    """A text must stand on one line, so that a changed value is one changed line."""
    for event in syntax.events:
        if isinstance(event, yaml.ScalarEvent) and event.start_mark.line != event.end_mark.line and event.value:
            yield syntax.problem(event.start_mark, "must stand on one line")


@rule("yaml")
def yaml_comment(syntax: Syntax) -> Iterator[Problem]:
    """A comment must have a line of its own, for behind a value it may be a lost part of it."""
    lines = syntax.file.text.split("\n")
    for event in syntax.events:
        if isinstance(event, yaml.ScalarEvent) and not event.style and event.value:
            rest = lines[event.end_mark.line][event.end_mark.column :].strip()
            if rest.startswith("#"):
                message = f"must be quoted or end before '{rest[:20]}', which YAML drops"
                yield syntax.problem(event.start_mark, message)


@rule("yaml")
def duplicate_key(syntax: Syntax) -> Iterator[Problem]:
    """A mapping must name each key once."""
    for key, _, earlier in _entries(syntax.root):
        if earlier:
            line = earlier[0].start_mark.line + 1
            message = f"must be named once, got a second '{key.value}' (first in line {line})"
            yield syntax.problem(key.start_mark, message)


@rule("yaml")
def placeholder(syntax: Syntax) -> Iterator[Problem]:
    """What is not known must be left out, not filled with a sign for nothing."""
    for key, value, _ in _entries(syntax.root):
        if isinstance(value, yaml.ScalarNode) and value.value in NOTHING:
            message = f"must be left out when nothing is known, got '{value.value}'"
            yield syntax.problem(value.start_mark, message, key.value)


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
