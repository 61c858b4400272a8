"""A file of data as text."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from evidence.model.problems import Problem

WORD = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class TextFile:
    """One file: its path as contributors write it (data/reports.csv), and its bytes."""

    path: str
    raw: bytes

    @cached_property
    def decoded(self) -> str:
        """The text as it is in the file; bytes that are not UTF-8 become U+FFFD."""
        return self.raw.decode("utf-8", errors="replace")

    @cached_property
    def text(self) -> str:
        """The text without a byte order mark and with LF as its line ends."""
        return self.decoded.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def suffix(self) -> str:
        """The suffix of its name: .yml, .csv, .md or .txt."""
        return PurePosixPath(self.path).suffix

    @property
    def possible_keys(self) -> set[str]:
        """Everything in it that could be a key or a cell."""
        return {*WORD.findall(self.text), *re.split("[,;\t\n]", self.text)}

    def problem(self, offset: int, message: str) -> Problem:
        """A problem at a character of `text`."""
        return Problem(self.path, *position(self.text, offset), "", message)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
