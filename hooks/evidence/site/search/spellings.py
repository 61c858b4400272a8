"""Other spellings of words, added to what the search finds: British and American, a space between letters and digits."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

# British and American. A hyphen is for at least two letters in front, or for any letters behind. A spelling that
# nobody uses does no harm: it is only a word that nobody looks for.
_PAIRS = """
-ise -ize, -ises -izes, -ised -ized, -iser -izer, -ising -izing, -isation -ization, -isations -izations,
-yse -yze, -yses -yzes, -ysed -yzed, -yser -yzer, -ysing -yzing,
-our -or, -ours -ors, -oured -ored, -ouring -oring, -oural -oral, -ourable -orable,
-tre -ter, -tres -ters, -bre -ber, -bres -bers, -gramme -gram, -grammes -grams, -logue -log, -logues -logs,
-lled -led, -lling -ling, -lment -llment, -fence -fense, -cence -cense, -geing -ging, -dgement -dgment,
haem- hem-, -haem- -hem-, -aemia -emia, -aemias -emias, -aemic -emic, oedem- edem-, -oedem- -edem-, -rrhoea -rrhea,
oesoph- esoph-, oestr- estr-, paed- ped-, -paed- -ped-, gynaec- gynec-, anaesth- anesth-, aetiol- etiol-, faec- fec-,
foet- fet-, leuc- leuk-, sulph- sulf-
"""
_WORD = re.compile(r"[^\W\d_]{3,}")
_BEFORE_DIGITS = re.compile(r"(?<=[A-Za-z])-?(?=\d)")


def _rules() -> Iterator[tuple[re.Pattern[str], re.Pattern[str] | None, str]]:
    """What to find, what must not be found (`labelled` ends in both -lled and -led), and what replaces it."""
    for pair in _PAIRS.split(","):
        british, american = pair.split()
        yield _pattern(british), None, american.strip("-")
        yield _pattern(american), _pattern(british), british.strip("-")


def _pattern(part: str) -> re.Pattern[str]:
    return re.compile(("(?<=[a-z]{2})" if part[0] == "-" else "^") + part.strip("-") + ("" if part[-1] == "-" else "$"))


_RULES = tuple(_rules())


@cache
def _spellings(word: str) -> tuple[str, ...]:
    """The other spellings of a word in small letters."""
    found = (
        (this, other) for this, unless, other in _RULES if this.search(word) and not (unless and unless.search(word))
    )
    return tuple(this.sub(other, word, count=1) for this, other in found)


def other_spellings(text: str) -> str:
    """The other spellings of the words of a text, in small letters, each once."""
    words = dict.fromkeys(_WORD.findall(text.lower()))
    return " ".join(dict.fromkeys(other for word in words for other in _spellings(word) if other not in words))


def with_spaces(name: str) -> str:
    """A name with a space between its letters and its digits, `ABC 123` for ABC123 and ABC-123; empty without both."""
    spaced = _BEFORE_DIGITS.sub(" ", name)
    return spaced if spaced != name else ""


def key(name: str) -> str:
    """A name as it is compared as a whole: small letters without accents, digits and points, as in assets/search.js."""
    return re.sub(r"[^\w.]|_", "", unicodedata.normalize("NFKD", name.lower()))
