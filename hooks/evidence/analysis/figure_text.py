"""A figure as plain text: value, interval and P as every page, picture and file writes them."""

from __future__ import annotations

import re

from evidence.analysis.figures import Figure

MONTHS = "January February March April May June July August September October November December".split()
_HYPHEN_MINUS = re.compile(r"(?<![\w.])-(?=\d)")


def number(text: object) -> str:
    """A number as reported, with a true minus sign (U+2212)."""
    return str(text).replace("-", "\u2212")


def statement(text: str) -> str:
    """A statement with a true minus sign before its negative numbers."""
    return _HYPHEN_MINUS.sub("\u2212", text)


def date(text: str) -> str:
    """A date in words, as precise as it is known: `2020-06` becomes June 2020."""
    year, month, day = (*text.split("-"), "", "")[:3]
    return " ".join(part for part in (day.lstrip("0"), MONTHS[int(month) - 1] if month else "", year) if part)


def bare(figure: Figure) -> str:
    """The value without its unit, a percentage with its sign: `about 12`, `14%`; a range where there is no value."""
    qualifier = f"{figure.qualifier} " if figure.qualifier else ""
    if figure.value is None:
        return f"{qualifier}{_range(figure)}"
    return f"{qualifier}{number(figure.value)}{'%' if figure.unit == 'percent' else ''}"


def value(figure: Figure) -> str:
    """The value with its unit, else the range, the date or statement, else P."""
    if figure.value is not None:
        unit = f" {figure.unit}" if figure.unit and figure.unit != "percent" else ""
        part = f" ({figure.part_of[0]} of {figure.part_of[1]})" if figure.part_of else ""
        return f"{bare(figure)}{unit}{part}"
    if figure.low is not None:
        return _range(figure) + (f" {figure.unit}" if figure.unit else "")
    if figure.text is not None:
        qualifier = f"{figure.qualifier} " if figure.qualifier else ""
        return qualifier + (date(figure.text) if figure.is_date else statement(figure.text))
    return p_value(figure)


def interval(figure: Figure) -> str:
    """The confidence interval with its level, or that none is reported."""
    if figure.low is None:
        return "interval not reported"
    return f"{number(figure.level)}% CI {_range(figure)}"


def p_value(figure: Figure) -> str:
    """P with its sign, or that none is reported."""
    return "P not reported" if figure.p is None else f"P {figure.p_qualifier or '='} {figure.p}"


def standard_error(figure: Figure) -> str:
    """The standard error; ask only where there is one."""
    return f"SE {number(figure.se)}"


def uncertainty(figure: Figure) -> str:
    """Interval, else standard error, and P, in brackets after a space; empty where nothing of it is reported."""
    known = [interval(figure)] if figure.low is not None else [standard_error(figure)] if figure.se is not None else []
    known += [p_value(figure)] if figure.p is not None else []
    return f" ({'; '.join(known)})" if known else ""


def _range(figure: Figure) -> str:
    return f"{number(figure.low)} to {number(figure.high)}"
