"""The rules for any text: its encoding, its line ends, its white space."""

import re
import unicodedata
from collections.abc import Iterator

from evidence.loading.rules import rule
from evidence.loading.text_files import TextFile, position
from evidence.model.problems import Problem

# Characters that nobody sees.
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064]")
# What UTF-8 looks like when a program has taken it for Latin-1 or Windows-1252: Ã or Â and a sign, or â€.
GARBLED = re.compile("\ufffd|[\u00c2\u00c3][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]|\u00e2\u20ac")
# What moves the cursor or ends a line without being a line feed; YAML and CSV readers disagree about some of these.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
CONFLICT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)


def name_of(char: str) -> str:
    """A character that cannot be shown, by its number and name."""
    name = unicodedata.name(char, "").lower()
    return f"U+{ord(char):04X} ({name})" if name else f"U+{ord(char):04X}"


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
    if file.decoded.startswith("\ufeff"):
        yield Problem(file.path, 1, 1, "", "must not begin with a byte order mark (save as UTF-8 without BOM)")


@rule("text")
def carriage_return(file: TextFile) -> Iterator[Problem]:
    """Lines must end in a line feed alone."""
    at = file.decoded.find("\r")
    if at >= 0:
        line, column = position(file.decoded, at)
        column -= line == 1 and file.decoded.startswith("\ufeff")
        yield Problem(file.path, line, column, "", "must end its lines in LF, got CR (save with Unix line ends)")


@rule("text", stops=True)
def conflict_marker(file: TextFile) -> Iterator[Problem]:
    """A file must not hold what git leaves where two changes collide."""
    if "\n<<<<<<< " in f"\n{file.text}":
        for mark in CONFLICT.finditer(file.text):
            yield file.problem(mark.start(), f"must be merged, got the conflict marker '{mark.group()[:7]}'")


@rule("text", stops=True)
def control_character(file: TextFile) -> Iterator[Problem]:
    """No text may hold a control character."""
    for found in CONTROL.finditer(file.text):
        yield file.problem(found.start(), f"must not hold the control character {name_of(found.group())}")


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
