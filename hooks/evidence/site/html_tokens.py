"""Reading HTML that templates wrote: its tags and texts in order. It does without a parser, which takes longer."""

import re
from collections.abc import Iterator
from html import unescape

_TOKEN = re.compile(r"""<!--.*?-->|<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:"[^"]*"|'[^']*'|[^"'<>])*)>|([^<]+|<)""", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def tokens(html: str) -> Iterator[tuple[str, str, str, str]]:
    """The tags and texts of a piece of HTML: `/` for a closing tag, the tag in small letters, its attributes; or text."""
    return ((closing, tag.lower(), source, text) for closing, tag, source, text in _TOKEN.findall(html))


def attributes_of(source: str) -> dict[str, str]:
    """Attributes of a tag, given as HTML, by name."""
    return {name: unescape(one or other) for name, one, other in _ATTRIBUTE.findall(source)}
