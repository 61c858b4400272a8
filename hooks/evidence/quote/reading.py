"""Reading a text: its sentences, and its numbers with what the words beside them say of each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from evidence.quote.grammar import GRAMMAR

_SPACES = re.compile("[\u00a0\u2009\u202f\t\r]")
_TOKEN = re.compile("[a-z]+|[0-9]+")
_BEFORE, _AFTER = 48, 32  # characters that are looked at beside a number


@dataclass(frozen=True)
class Number:
    """A number of the text. `start` and `end` are places in it; `value` is without its sign, which is -1, 1 or 0 for none.

    role: p, se, low, high, level or nothing; `sure` where words said so. unit: one word without its plural, or nothing.
    bound: < or > where a word said so. spelt: written in letters.
    """

    start: int
    end: int
    value: float
    sign: int
    decimals: int
    role: str = ""
    sure: bool = False
    unit: str = ""
    bound: str = ""
    about: str = ""
    spelt: bool = False

    @property
    def digits(self) -> int:
        """How many digits it is told with, aside from zeros before it and at the end of a whole number."""
        digits = f"{self.value:.{self.decimals}f}".replace(".", "").lstrip("0")
        return len(digits if self.decimals else digits.rstrip("0"))


@dataclass(frozen=True)
class Sentence:
    """A stretch of text with the words of it as `phrase` has them; `begins` where a paragraph does."""

    start: int
    end: int
    words: str
    begins: bool


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(GRAMMAR[name], re.ASCII)


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str], str, str], ...]:
    return tuple(
        (side, re.compile(pattern, re.ASCII), field, value) for side, pattern, field, value in GRAMMAR["beside"]
    )


def phrase(text: str) -> str:
    """A text as plain words for comparison: no accents, capitals, signs or plurals; number words as digits."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not "\u0300" <= char <= "\u036f")
    plain = _pattern("spelt").sub(lambda word: str(GRAMMAR["words"][word[0]]), plain).replace("ize", "ise")
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in _TOKEN.findall(plain))


def normal(text: str) -> str:
    """The text with plain spaces; every character keeps its place."""
    return _SPACES.sub(" ", text)


def masked(text: str) -> str:
    """The text with blanks for what holds digits and is no figure; every character keeps its place."""
    return _pattern("mask").sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a normal text, in order."""
    start, begins = 0, True
    for end, is_paragraph in [
        *((match.end(), bool(match[1])) for match in _pattern("end").finditer(text)),
        (len(text), False),
    ]:
        yield Sentence(start, end, phrase(text[start:end]), begins)
        start, begins = end, is_paragraph


def numbers(text: str, units: Mapping[str, str]) -> list[Number]:
    """The numbers of a masked text, in order. `units` maps a word to the unit that it names."""
    matches = (match for match in _pattern("number").finditer(text) if re.search("[0-9a-z]", match[0]))
    found = [_beside(_number(match), text, units) for match in matches]
    for index in range(len(found) - 1):
        _interval(found, index, text)
    return [each for each in found if each.unit or not each.spelt]


def _number(match: re.Match[str]) -> Number:
    if (spelt := GRAMMAR["words"].get(match[0].lower())) is not None:
        return Number(match.start(), match.end(), float(spelt), 0, 0, spelt=True)
    written = match[0].replace("\u00b7", ".")
    sign = -1 if written[0] in "-\u2212\u2013" else 1 if written[0] == "+" else 0
    plain = written.lstrip("-\u2212\u2013+").replace("'", "")
    if re.fullmatch("[0-9]+,[0-9]{1,2}", plain):
        plain = plain.replace(",", ".")
    plain = plain.replace(",", "")
    return Number(match.start(), match.end(), float(plain), sign, len(plain.partition(".")[2]))


def _beside(number: Number, text: str, units: Mapping[str, str]) -> Number:
    """The number with what the words to its left and right say."""
    beside = {
        "before": text[max(0, number.start - _BEFORE) : number.start],
        "after": text[number.end : number.end + _AFTER],
    }
    told: dict[str, str] = {}
    for side, pattern, field, value in _rules():
        if field not in told and pattern.search(beside[side]):
            told[field] = value
    word = _pattern("unit").search(beside["after"])
    unit = told.get("unit") or units.get(phrase(word[1]) if word else "", "")
    role = told.get("role", "")
    return replace(
        number,
        role=role,
        sure=bool(role),
        unit="" if role else unit,
        bound=told.get("bound", ""),
        about=told.get("about", ""),
    )


def _interval(found: list[Number], index: int, text: str) -> None:
    """Two neighbouring numbers become the ends of an interval where the words say so."""
    low, high = found[index], found[index + 1]
    before = text[max(0, low.start - _BEFORE) : low.start]
    sure = bool(_pattern("interval").search(before))
    if low.role or high.role or not (sure or _pattern("bracket").search(before)):
        return
    if _pattern("between").search(text[low.end : high.start]):
        found[index] = replace(low, role="low", sure=sure, unit="")
        found[index + 1] = replace(high, role="high", sure=sure, unit="")
