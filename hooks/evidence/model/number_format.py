"""How numbers and dates are written, stated once: as reported, with a true minus sign, or computed to so many digits."""

import re
from decimal import Decimal
from math import floor, log10

MINUS = "\u2212"
MONTHS = "January February March April May June July August September October November December".split()
_SIGN = re.compile(rf"[-{MINUS}](?=\d)")
_HYPHEN_MINUS = re.compile(r"(?<![\w.])-(?=\d)")


def as_text(value: object) -> str:
    """A value of the data as text: a Decimal with its reported decimals and never an exponent, anything else by str()."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def number(text: object) -> str:
    """A number as reported, with a true minus sign (U+2212)."""
    return str(text).replace("-", MINUS)


def hyphen(text: str) -> str:
    """A text with the hyphen-minus that data files and programs read as a minus sign: the inverse of `number`."""
    return text.replace(MINUS, "-")


def unsigned(text: object) -> str:
    """A number as reported (with its qualifier, if any) without its minus sign, for sentences that give the direction in words."""
    return _SIGN.sub("", str(text))


def statement(text: str) -> str:
    """A statement with a true minus sign before its negative numbers."""
    return _HYPHEN_MINUS.sub(MINUS, text)


def fixed(value: float, places: int) -> str:
    """A computed number with this many decimals; one just below zero stays -0.00."""
    return f"{value:.{places}f}"


def significant(value: float, digits: int = 2) -> str:
    """A computed number with this many significant digits: 0.0059, 0.37, 14."""
    if not value:
        return "0"
    places = digits - 1 - floor(log10(abs(value)))
    return f"{round(value, places):.{max(places, 0)}f}"


def percent(share: float) -> str:
    """A computed share of 1 as a whole percentage, without the % sign."""
    return f"{100 * share:.0f}"


def date_in_words(text: str, letters: int | None = None) -> str:
    """A date in words, as precise as it is known: `2020-06` becomes June 2020; `letters` shortens the month."""
    year, month, day = (*text.split("-"), "", "")[:3]
    name = MONTHS[int(month) - 1][:letters] if month else ""
    return " ".join(part for part in (day.lstrip("0"), name, year) if part)


def sentence(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]
