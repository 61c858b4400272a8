"""Text as Markdown shows it: signs that Markdown or HTML would read are marked, all others stay readable."""

from __future__ import annotations

import re

# Signs that mean something wherever they stand; `<`, `&` and `_` only before or beside certain others.
_SIGNS = re.compile(r"[\\`*\[\]|~]|<(?=[A-Za-z/!?])|&(?=[A-Za-z#])|(?<![^\W_])_|_(?![^\W_])")
# What would begin a heading, a list, a quotation, a fence or a rule at the head of a line.
_HEAD = re.compile(r"^(\d{0,9})([#>+=:-]|(?<=\d)[.)])")
_ENTITY = re.compile(r"&#(\d+);")


def escaped(text: str) -> str:
    """Plain text inside a line."""
    return _SIGNS.sub(r"\\\g<0>", text)


def at_head(line: str) -> str:
    """A line that begins with text, not with a sign that means something."""
    return _HEAD.sub(r"\1\\\2", line)


def readable(rendered: str) -> str:
    """What a template wrote, its values inert as entities: the same, with those values as marked text."""
    return _ENTITY.sub(lambda entity: _sign(chr(int(entity[1]))), rendered)


def _sign(sign: str) -> str:
    return f"\\{sign}" if sign in "\\`*_[]|~<&" else sign
