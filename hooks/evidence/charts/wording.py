"""Words of charts: figures with a true minus sign, lists."""

from collections.abc import Iterable, Sequence

from evidence.analysis import figure_text
from evidence.analysis.figures import Figure
from evidence.analysis.view import View
from evidence.model.number_format import number


def join(parts: Sequence[str]) -> str:
    """A list in words: `a, b and c`."""
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def pluralise(count: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 study`, `3 studies`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def text(value: object) -> str:
    """A value of the data as text; empty for None."""
    return "" if value is None else str(value)


def at(time: str | None) -> str:
    """A time after a comma; nothing where none is stated."""
    return "" if time in (None, "not stated") else f", {time}"


def amount(figure: Figure, unit: bool = True) -> str:
    """Qualifier, value and unit as reported: `about −1.2 points`; a ratio with what it is: `HR 0.80`."""
    if figure.value is None:
        return figure.text or "not reported"
    if not unit:
        return figure_text.bare(figure)
    after = f" {figure.unit}" if figure.unit not in (None, "", "percent") else ""
    return f"{figure_text.symbol(figure)}{figure_text.bare(figure)}{after}"


def interval(figure: Figure, level: bool = True) -> str:
    """The interval as reported, or the standard error where there is no interval, or nothing."""
    if figure.low is not None and figure.high is not None:
        lead = f"{number(figure.level)}% CI " if level and figure.level else ""
        return f"{lead}{number(figure.low)} to {number(figure.high)}"
    return f"SE {figure.se}" if figure.se is not None else ""


def printed(figure: Figure) -> str:
    """The figure in full: `−1.3 points (95% CI −2.6 to 0.0)`."""
    return f"{amount(figure)} ({interval(figure) or 'interval not reported'})" + dispute(figure)


def dispute(figure: Figure) -> str:
    """Words for a figure on which sources disagree; nothing for any other."""
    return "; sources disagree" if figure.disputed else ""


def sources(view: View, cite: Iterable[str]) -> str:
    """Short names of sources for a tooltip: the first, and how many more."""
    names = [view.entities[key].label for key in cite]
    return " and ".join([*names[:1], *([f"{len(names) - 1} more"] if len(names) > 1 else [])])
