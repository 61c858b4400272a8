"""The text of a file as this project writes it: UTF-8 without a mark, LF, nothing that nobody sees."""

from __future__ import annotations

import re
import unicodedata

from evidence.loading.text_files import TextFile
from evidence.loading.text_rules import CONFLICT, INVISIBLE

_SPACES = re.compile("[\u00a0\u2007\u202f]")
_TRAILING = re.compile(r"[ \t]+(?=\n|\Z)")
# In Markdown two spaces before a line end break the line; who wrote them must say what was meant.
_TRAILING_IN_PROSE = re.compile(r"(?<![ \t])[ \t](?=\n|\Z)|[ \t]+(?=\n[ \t]*(?:\n|\Z)|\Z)")
_DECOMPOSED = re.compile("[^\n][\u0300-\u036f]+")


def mended(file: TextFile) -> str | None:
    """The text of a file, or None where it cannot be told what it says: no UTF-8, or two changes that collided."""
    try:
        file.raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if CONFLICT.search(file.text) and "\n<<<<<<< " in f"\n{file.text}":
        return None
    prose = file.suffix == ".md"
    text = INVISIBLE.sub("", file.text).lstrip("\ufeff")
    text = _DECOMPOSED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    text = text if prose else _SPACES.sub(" ", text)
    text = (_TRAILING_IN_PROSE if prose else _TRAILING).sub("", text)
    return text.rstrip("\n") + "\n" if text.strip("\n") else ""
