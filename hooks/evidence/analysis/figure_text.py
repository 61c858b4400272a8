"""A figure as plain text: value, interval and P as every page, picture and file writes them."""

from evidence.analysis.figures import Figure
from evidence.model.number_format import date_in_words, number, statement, unsigned


def bare(figure: Figure) -> str:
    """The value without its unit, a percentage with its sign: `about 12`, `14%`; a range where there is no value."""
    qualifier = f"{figure.qualifier} " if figure.qualifier else ""
    if figure.value is None:
        return f"{qualifier}{_range(figure)}"
    return f"{qualifier}{number(figure.value)}{'%' if figure.unit == 'percent' else ''}"


def symbol(figure: Figure) -> str:
    """What is printed before the value of a ratio, with a space: `HR `; nothing for any other figure."""
    return f"{figure.measure.symbol} " if figure.measure and figure.measure.symbol else ""


def value(figure: Figure) -> str:
    """The value with its unit, or with what it is where it has none: `HR 0.80`; else the range, date or statement, else P."""
    if figure.value is not None:
        unit = f" {figure.unit}" if figure.unit and figure.unit != "percent" else ""
        part = f" ({figure.part_of[0]} of {figure.part_of[1]})" if figure.part_of else ""
        return f"{symbol(figure)}{bare(figure)}{unit}{part}"
    if figure.low is not None:
        return _range(figure) + (f" {figure.unit}" if figure.unit else "")
    if figure.text is not None:
        qualifier = f"{figure.qualifier} " if figure.qualifier else ""
        return qualifier + (date_in_words(figure.text) if figure.is_date else statement(figure.text))
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


def marked(figure: Figure, part: str) -> str:
    """A figure as a marker shows it: `p`, `interval`, `bare`, `size`, `value`, or `full`, the value with its uncertainty."""
    if part == "size":
        return unsigned(figure.value)
    texts = {"p": p_value, "interval": interval, "bare": bare, "value": value}
    if part in texts or figure.value is None:
        return texts.get(part, value)(figure)
    return value(figure) + uncertainty(figure)


def spread(figure: Figure) -> str:
    """Interval, else standard error, P and margin, for those who quote the value; of an effect also that it has no interval."""
    known = [standard_error(figure)] if figure.low is None and figure.se is not None else []
    known += [interval(figure)] if figure.low is not None or (figure.measure and not known) else []
    known += [p_value(figure)] if figure.p is not None and figure.value is not None else []
    known += [f"non-inferiority margin {number(figure.margin)}"] if figure.margin is not None else []
    return "; ".join(known)


def _range(figure: Figure) -> str:
    return f"{number(figure.low)} to {number(figure.high)}"
