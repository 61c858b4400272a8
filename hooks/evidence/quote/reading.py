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
def _rules(name: str) -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(pattern, re.ASCII), field, value) for pattern, field, value in GRAMMAR[name])


@cache
def _words() -> Mapping[str, int]:
    """Number words up to ninety-nine -> their value."""
    ones, tens = GRAMMAR["ones"].split(), GRAMMAR["tens"].split()
    found = {word: value for value, word in enumerate(ones)}
    for index, ten in enumerate(tens, 2):
        found |= {ten: 10 * index} | {f"{ten}-{one}": 10 * index + value for value, one in enumerate(ones[1:10], 1)}
    return found


@cache
def _spelt() -> re.Pattern[str]:
    words = "|".join(sorted(_words(), key=lambda word: (-len(word), word)))
    return re.compile(rf"\b(?:{words})\b", re.ASCII | re.IGNORECASE)


def phrase(text: str) -> str:
    """A text as plain words for comparison: no accents, capitals, signs or plurals; number words as digits."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not "\u0300" <= char <= "\u036f")
    plain = _spelt().sub(lambda word: str(_words()[word[0]]), plain).replace("ize", "ise")
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in _TOKEN.findall(plain))


def normal(text: str) -> str:
    """The text with plain spaces; every character keeps its place."""
    return _SPACES.sub(" ", text)


def masked(text: str) -> str:
    """The text with blanks for what holds digits and is no figure; every character keeps its place."""
    for pattern in GRAMMAR["masks"]:
        text = re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found[0]), text, flags=re.ASCII)
    return text


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a normal text, in order."""
    ends = {match.end(): True for match in _pattern("paragraph").finditer(text)}
    ends |= {match.end(): False for match in _pattern("sentence").finditer(text) if match.end() not in ends}
    start, begins = 0, True
    for end in sorted({*ends, len(text)}):
        if end > start:
            yield Sentence(start, end, phrase(text[start:end]), begins)
        start, begins = end, ends.get(end, False)


def numbers(text: str, units: Mapping[str, str]) -> list[Number]:
    """The numbers of a masked text, in order. `units` maps a word to the unit that it names."""
    digits = [_number(match) for match in _pattern("number").finditer(text) if any(char.isdigit() for char in match[0])]
    spelt = [
        Number(match.start(), match.end(), float(_words()[match[0].lower()]), 0, 0, spelt=True)
        for match in _spelt().finditer(text)
    ]
    found = [_beside(each, text, units) for each in sorted((*digits, *spelt), key=lambda each: each.start)]
    for index in range(len(found) - 1):
        _interval(found, index, text)
    return [each for each in found if each.unit or not each.spelt]


def _number(match: re.Match[str]) -> Number:
    written = match[0].replace("\u00b7", ".")
    sign = -1 if written[0] in "-\u2212\u2013" else 1 if written[0] == "+" else 0
    plain = written.lstrip("-\u2212\u2013+").replace("'", "")
    if re.fullmatch("[0-9]+,[0-9]{1,2}", plain):
        plain = plain.replace(",", ".")
    plain = plain.replace(",", "")
    return Number(match.start(), match.end(), float(plain), sign, len(plain.partition(".")[2]))


def _beside(number: Number, text: str, units: Mapping[str, str]) -> Number:
    """The number with what the words to its left and right say."""
    before, after = text[max(0, number.start - _BEFORE) : number.start], text[number.end : number.end + _AFTER]
    told: dict[str, str] = {}
    for rules, place in ((_rules("after"), after), (_rules("before"), before)):
        for pattern, field, value in rules:
            if field not in told and pattern.search(place):
                told[field] = value
    word = _pattern("unit").search(after)
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
