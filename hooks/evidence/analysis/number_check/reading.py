"""Reads a text: its sentences, and its numbers with what the words next to them say of each."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from evidence.analysis.number_check.patterns import GRAMMAR

_SPACES = re.compile("[\u00a0\u2009\u202f\t\r]")
_BEFORE, _AFTER = 48, 32  # characters before and after a number in which words about it are sought


@dataclass(frozen=True)
class Number:
    """A number of the text, from `start` to `end` in it; `plain` is how data would write it, without its sign.

    sign: -1, 1, or 0 for none. role: p, se, low, high, level, or empty; `sure` where words say so. unit: one word without
    its plural, or empty. bound: < or > where a word says so. about: "yes" where a word says about. spelt: in letters.
    """

    start: int
    end: int
    plain: str
    sign: int = 0
    spelt: bool = False
    role: str = ""
    sure: bool = False
    unit: str = ""
    bound: str = ""
    about: str = ""

    @property
    def value(self) -> float:
        """Its size."""
        return float(self.plain)

    @property
    def decimals(self) -> int:
        """Number of digits after the decimal point."""
        return len(self.plain.partition(".")[2])

    @property
    def zeros(self) -> int:
        """Number of zeros at the end of a whole number."""
        return 0 if self.decimals else len(self.plain) - len(self.plain.rstrip("0"))

    @property
    def information(self) -> int:
        """How specific it is: its digits without zeros that only give its size, plus 1 for its unit and 1 for its sign."""
        digits = self.plain if self.decimals else self.plain.rstrip("0")
        return len(digits.replace(".", "").lstrip("0")) + bool(self.unit) + bool(self.sign)

    @property
    def can_contradict(self) -> bool:
        """Whether it can contradict a figure: its role or a rare unit is given, or it has a sign and decimals."""
        return self.sure or self.unit not in GRAMMAR["loose"] or bool(self.sign and self.decimals)

    @property
    def is_specific(self) -> bool:
        """Whether it is rare enough to count as evidence for the figure that prints it."""
        return self.information > 1 and self.role != "level" and self.unit not in GRAMMAR["aside"]


@dataclass(frozen=True)
class Sentence:
    """A sentence from `start` to `end`; `words` are as `phrase` gives them; `begins` where a paragraph begins with it."""

    start: int
    end: int
    words: str
    begins: bool


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def phrase(text: str) -> str:
    """A text as plain words for comparison: no accents, capitals, signs or plurals; number words as digits."""
    plain = "".join(char for char in unicodedata.normalize("NFD", text.lower()) if not "\u0300" <= char <= "\u036f")
    plain = _pattern(GRAMMAR["spelt"]).sub(lambda word: str(GRAMMAR["words"][word[0]]), plain).replace("ize", "ise")
    words = _pattern("[a-z]+|[0-9]+").findall(plain)
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


def normal(text: str) -> str:
    """The text with plain spaces, character by character."""
    return _SPACES.sub(" ", text)


def masked(text: str) -> str:
    """The text with blanks, character by character, for what has digits and is no figure: code, addresses, dates, names."""
    return _pattern(GRAMMAR["mask"]).sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a normal text, in order."""
    start, begins = 0, True
    for match in _pattern(GRAMMAR["end"]).finditer(text):
        yield Sentence(start, match.end(), phrase(text[start : match.end()]), begins)
        start, begins = match.end(), bool(match[1])
    yield Sentence(start, len(text), phrase(text[start:]), begins)


def numbers(text: str, units: Mapping[str, str]) -> list[Number]:
    """The numbers of a masked text, in order. `units` maps a word to the unit that it names."""
    matches = (match for match in _pattern(GRAMMAR["number"]).finditer(text) if _pattern("[0-9a-z]").search(match[0]))
    found = [_with_context(_number(match), text, units) for match in matches]
    for index in range(len(found) - 1):
        found[index : index + 2] = _interval(found[index], found[index + 1], text)
    # A word such as "one" is a number only before what it counts.
    return [each for each in found if each.unit or not each.spelt]


def _number(match: re.Match[str]) -> Number:
    if (spelt := GRAMMAR["words"].get(match[0].lower())) is not None:
        return Number(match.start(), match.end(), str(spelt), spelt=True)
    written = match[0].replace("\u00b7", ".")
    sign = -1 if written[0] in "-\u2212\u2013" else int(written[0] == "+")
    plain = written.lstrip("-\u2212\u2013+").replace("'", "")
    plain = re.sub(r"^([0-9]+),([0-9]{1,2})$", r"\1.\2", plain).replace(",", "")
    return Number(match.start(), match.end(), plain, sign)


def _with_context(number: Number, text: str, units: Mapping[str, str]) -> Number:
    """The number with what the words before and after it say."""
    before = text[max(0, number.start - _BEFORE) : number.start]
    after = text[number.end : number.end + _AFTER]
    found: dict[str, str] = {}
    for side, pattern, field, value in GRAMMAR["beside"]:
        if field not in found and _pattern(pattern).search(before if side == "before" else after):
            found[field] = value
    word = _pattern(GRAMMAR["unit"]).search(after)
    unit = found.get("unit") or (units.get(phrase(word[1]), "") if word else "")
    role = found.get("role", "")
    return replace(
        number,
        role=role,
        sure=bool(role),
        unit="" if role else unit,
        bound=found.get("bound", ""),
        about=found.get("about", ""),
    )


def _interval(low: Number, high: Number, text: str) -> tuple[Number, Number]:
    """Two neighbouring numbers, as the ends of an interval where the words say so."""
    before = text[max(0, low.start - _BEFORE) : low.start]
    sure = bool(_pattern(GRAMMAR["interval"]).search(before))
    is_interval = sure or _pattern(GRAMMAR["bracket"]).search(before)
    if low.role or high.role or not (is_interval and _pattern(GRAMMAR["between"]).search(text[low.end : high.start])):
        return low, high
    return replace(low, role="low", sure=sure, unit=""), replace(high, role="high", sure=sure, unit="")
