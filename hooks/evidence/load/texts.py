"""A file of data as text, and the rules for any text: its encoding, its line ends, its white space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from evidence.load.registry import rule
from evidence.problems import Problem

# Characters that nobody sees, and Latin letters that UTF-8 turns into when a program takes it for something older.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064]")
GARBLED = re.compile("\ufffd|\u00c3[\u0080-\u00bf]|\u00c2[\u0080-\u00bf]|\u00e2\u20ac|\u00c5[\u00bd\u00be\u0161]")
CONFLICT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)
WORD = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")


@dataclass(frozen=True)
class TextFile:
    """One file: `path` for people (data/reports.csv), and its bytes."""

    path: str
    raw: bytes

    @cached_property
    def whole(self) -> str:
        """The text with everything that should not be in it; bytes that are no UTF-8 become U+FFFD."""
        return self.raw.decode("utf-8", errors="replace")

    @cached_property
    def text(self) -> str:
        """The text without byte order mark and with \\n as its line ends."""
        return self.whole.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def suffix(self) -> str:
        """The ending of its name: .yml, .csv, .md or .txt."""
        return PurePosixPath(self.path).suffix

    @property
    def words(self) -> set[str]:
        """Whatever could be a key or a cell in it."""
        return {*WORD.findall(self.text), *re.split("[,;\t\n]", self.text)}

    def problem(self, offset: int, message: str) -> Problem:
        """A problem at a character of `text`."""
        return Problem(self.path, *position(self.text, offset), "", message)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def name_of(char: str) -> str:
    """A character that cannot be shown, by its number and name."""
    return f"U+{ord(char):04X} ({unicodedata.name(char, 'unnamed').lower()})"


@rule("text", stops=True)
def not_utf8(file: TextFile) -> Iterator[Problem]:
    """A file must be UTF-8."""
    try:
        file.raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = file.raw[: error.start].decode("utf-8")
        place = position(before, len(before))
        yield Problem(file.path, *place, "", f"must be UTF-8, got the byte 0x{file.raw[error.start]:02x}")


@rule("text")
def byte_order_mark(file: TextFile) -> Iterator[Problem]:
    """A file must not begin with a byte order mark."""
    if file.whole.startswith("\ufeff"):
        yield Problem(file.path, 1, 1, "", "must not begin with a byte order mark (save as UTF-8 without BOM)")


@rule("text")
def carriage_return(file: TextFile) -> Iterator[Problem]:
    """Lines must end in a line feed alone."""
    at = file.whole.find("\r")
    if at >= 0:
        line, column = position(file.whole, at)
        column -= line == 1 and file.whole.startswith("\ufeff")
        yield Problem(file.path, line, column, "", "must end its lines in LF, got CR (save with Unix line ends)")


@rule("text", stops=True)
def conflict_marker(file: TextFile) -> Iterator[Problem]:
    """A file must not hold what git leaves where two changes collide."""
    if "\n<<<<<<< " in f"\n{file.text}":
        for mark in CONFLICT.finditer(file.text):
            yield file.problem(mark.start(), f"must be merged, got the conflict marker '{mark.group()[:7]}'")


@rule("text")
def final_newline(file: TextFile) -> Iterator[Problem]:
    """A file must end in one line feed."""
    if file.text and not file.text.endswith("\n"):
        yield file.problem(len(file.text), "must end in a line feed")
    elif file.text.endswith("\n\n"):
        yield file.problem(len(file.text.rstrip("\n")) + 1, "must end in one line feed, got empty lines")


@rule("text")
def trailing_space(file: TextFile) -> Iterator[Problem]:
    """No line may end in white space."""
    if " \n" in file.text or "\t\n" in file.text:
        for space in re.finditer(r"[ \t]+(?=\n)", file.text):
            yield file.problem(space.start(), "must not end in white space")


@rule("text")
def invisible_character(file: TextFile) -> Iterator[Problem]:
    """No text may hold a character that nobody sees."""
    if not file.text.isascii():
        for found in INVISIBLE.finditer(file.text):
            yield file.problem(found.start(), f"must not hold the invisible {name_of(found.group())}")


@rule("text")
def no_break_space(file: TextFile) -> Iterator[Problem]:
    """Tables and YAML must use the ordinary space."""
    if file.suffix != ".md" and not file.text.isascii():
        for found in re.finditer("[\u00a0\u2007\u202f]", file.text):
            yield file.problem(found.start(), f"must be an ordinary space, got {name_of(found.group())}")


@rule("text")
def garbled_character(file: TextFile) -> Iterator[Problem]:
    """No text may have gone through a program that took UTF-8 for an older encoding."""
    if not file.text.isascii():
        for found in GARBLED.finditer(file.text):
            yield file.problem(found.start(), f"must be the character that was meant, got '{found.group()}'")


@rule("text")
def decomposed_character(file: TextFile) -> Iterator[Problem]:
    """A letter with its accent must be one character (Unicode NFC)."""
    if not unicodedata.is_normalized("NFC", file.text):
        for found in re.finditer("[^\n][\u0300-\u036f]+", file.text):
            if not unicodedata.is_normalized("NFC", found.group()):
                whole = unicodedata.normalize("NFC", found.group())
                yield file.problem(found.start(), f"must be '{whole}' as one character, got a letter and a mark")


@rule("text", stops=True)
def tab(file: TextFile) -> Iterator[Problem]:
    """YAML must not hold tabs."""
    if file.suffix == ".yml":
        for found in re.finditer("\t+", file.text):
            yield file.problem(found.start(), "must be spaces, got a tab")
