"""The rules for any YAML file: plain values, each on its line, each named once."""

from collections.abc import Iterator

import yaml

from evidence.loading.rules import rule
from evidence.loading.yaml_documents import YamlFile, mark_position
from evidence.model.problems import Problem

DEEPEST = 12  # levels of nesting; the model needs six
NOTHING = frozenset({"null", "~", "N/A", "n/a", "nan", "NaN", "TBD", "tbd", "?", "-", "–", "—", "."})


@rule("yaml", stops=True)
def yaml_alias(parsed: YamlFile) -> Iterator[Problem]:
    """YAML must write each value where it stands, without anchor or alias."""
    for event in parsed.events:
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            message = f"must be the value itself, got the anchor or alias '{event.anchor}'"
            yield parsed.problem(event.start_mark, message)


@rule("yaml", stops=True)
def yaml_tag(parsed: YamlFile) -> Iterator[Problem]:
    """YAML must hold plain values, without tags."""
    for event in parsed.events:
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag:
            yield parsed.problem(event.start_mark, f"must be a plain value, got the tag '{event.tag}'")


@rule("yaml", stops=True)
def yaml_one_document(parsed: YamlFile) -> Iterator[Problem]:
    """A file must hold one YAML document."""
    starts = [event for event in parsed.events if isinstance(event, yaml.DocumentStartEvent)]
    for event in starts[1:]:
        yield parsed.problem(event.start_mark, "must hold one document, got another that begins here")


@rule("yaml", stops=True)
def yaml_depth(parsed: YamlFile) -> Iterator[Problem]:
    """YAML must not be nested deeper than any record is."""
    depth = 0
    for event in parsed.events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            yield parsed.problem(event.start_mark, f"must be nested {DEEPEST} levels deep or less")
            return


@rule("yaml", stops=True)
def yaml_syntax(parsed: YamlFile) -> Iterator[Problem]:
    """A file must be YAML; the message gives the cure where the fault is the usual one."""
    if error := parsed.error:
        message = f"must be YAML: {error.problem}"
        if "mapping values are not allowed" in (error.problem or ""):
            message = "must stand in double quotes, for it holds a colon and a space"
        yield parsed.problem(error.problem_mark or error.context_mark, message)


@rule("yaml", stops=True)
def yaml_mapping(parsed: YamlFile) -> Iterator[Problem]:
    """A file must be a mapping of fields."""
    if not isinstance(parsed.root, yaml.MappingNode):
        yield Problem(parsed.file.path, 1, 1, "", "must be a mapping of fields")


@rule("yaml", stops=True)
def yaml_text_key(parsed: YamlFile) -> Iterator[Problem]:
    """The keys of a mapping must be texts."""
    for key, _, _ in _entries(parsed.root):
        if not isinstance(key, yaml.ScalarNode):
            message = "must be a text as its key (quote a text that begins with a bracket)"
            yield parsed.problem(key.start_mark, message)


@rule("yaml")
def yaml_one_line(parsed: YamlFile) -> Iterator[Problem]:
    """A text must stand on one line, so that a changed value is one changed line."""
    for event in parsed.events:
        if (
            isinstance(event, yaml.ScalarEvent)
            and event.value
            and mark_position(event.start_mark)[0] != mark_position(event.end_mark)[0]
        ):
            yield parsed.problem(event.start_mark, "must stand on one line")


@rule("yaml")
def yaml_comment(parsed: YamlFile) -> Iterator[Problem]:
    """A comment must have a line of its own, for behind a value it may be a lost part of it."""
    lines = parsed.file.text.split("\n")
    for event in parsed.events:
        if isinstance(event, yaml.ScalarEvent) and not event.style and event.value:
            line, column = mark_position(event.end_mark)
            rest = lines[line - 1][column - 1 :].strip()
            if rest.startswith("#"):
                message = f"must be quoted or end before '{rest[:20]}', which YAML drops"
                yield parsed.problem(event.start_mark, message)


@rule("yaml")
def duplicate_key(parsed: YamlFile) -> Iterator[Problem]:
    """A mapping must name each key once."""
    for key, _, earlier in _entries(parsed.root):
        if earlier:
            first = mark_position(earlier[0].start_mark)[0]
            message = f"must be named once, got a second '{key.value}' (first in line {first})"
            yield parsed.problem(key.start_mark, message)


@rule("yaml")
def placeholder(parsed: YamlFile) -> Iterator[Problem]:
    """What is not known must be left out, not filled with a sign for nothing."""
    for key, value, _ in _entries(parsed.root):
        if isinstance(value, yaml.ScalarNode) and value.value in NOTHING:
            message = f"must be left out when nothing is known, got '{value.value}'"
            yield parsed.problem(value.start_mark, message, key.value)


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
