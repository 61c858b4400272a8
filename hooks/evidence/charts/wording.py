"""Figures as chart words: printed text with a true minus, names of arms, lists, dates, and findings in one sentence."""

from collections.abc import Iterable, Sequence

from evidence.analysis.entity_index import within
from evidence.analysis.figures import Figure
from evidence.analysis.view import View
from evidence.model.number_format import as_text, number, sentence

LONGEST = 60


def joined(parts: Sequence[str], last: str = "and") -> str:
    """A list in words: `a, b and c`."""
    return f" {last} ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part) if parts else ""


def counted(count: int, one: str, many: str = "") -> str:
    """A number of things in words: `1 study`, `3 studies`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def amount(figure: Figure, unit: bool = True) -> str:
    """Qualifier, value and unit as printed: `about −1.2 points`."""
    if figure.value is None:
        return figure.text or "not reported"
    sign = "%" if figure.unit == "percent" else f" {figure.unit}" if unit and figure.unit else ""
    return (f"{figure.qualifier} " if figure.qualifier else "") + number(figure.value) + sign


def interval(figure: Figure, level: bool = True) -> str:
    """The interval as printed, or the standard error where no interval was printed, or nothing."""
    if figure.low is not None and figure.high is not None:
        lead = f"{number(figure.level)}% CI " if level and figure.level else ""
        return f"{lead}{number(figure.low)} to {number(figure.high)}"
    return f"SE {figure.se}" if figure.se is not None else ""


def printed(figure: Figure) -> str:
    """The figure in full: `−1.3 points (95% CI −2.6 to 0.0)`."""
    return f"{amount(figure)} ({interval(figure) or 'interval not reported'})" + disputed(figure)


def disputed(figure: Figure) -> str:
    """Words for a figure on which sources disagree; nothing for any other."""
    return "; sources disagree" if figure.disputed else ""


def p_value(figure: Figure) -> str:
    """P as printed, or that it was not."""
    return "P not reported" if figure.p is None else f"P {figure.p_qualifier or '='} {figure.p}"


def drug(view: View) -> str:
    """The drug at the beginning of a sentence."""
    return sentence(view.evidence.drug.name)


def arm(view: View, key: str | None) -> str:
    """What sets an arm apart, without the name of the drug: `monthly`. A pooled arm goes by its schedule.

    A label too long for a sentence gives way to dose and schedule.
    """
    if key is None:
        return "arm not stated"
    has = view.evidence.arms[key][1]
    schedule = "" if has.schedule in (None, "not stated") else str(has.schedule)
    if has.kind == "pooled" and schedule:
        return schedule
    if len(has.label) > LONGEST and (has.dose is not None or schedule):
        dose = "" if has.dose is None else f"{as_text(has.dose)} {has.unit or ''}".strip()
        return " ".join(part for part in (dose, schedule) if part)
    name = view.evidence.drug.name
    start = has.label.casefold().find(name.casefold())
    if start < 0:
        return within(has.label)
    rest = (has.label[:start] + has.label[start + len(name) :]).replace("  ", " ").strip(" ,;:-")
    return rest or name


def with_drug(view: View, key: str | None) -> str:
    """An arm named in a sentence: the drug with its schedule, or the comparator."""
    name, short = view.evidence.drug.name, arm(view, key)
    return short if not is_drug(view, key) or short == name else f"{name} {short}"


def is_drug(view: View, key: str | None) -> bool:
    """Whether people in this arm got the drug of the site."""
    return key is not None and view.evidence.drug.name.casefold() in view.evidence.arms[key][1].intervention.casefold()


def sources(view: View, cite: Iterable[str]) -> str:
    """Short names of sources for a tooltip: the first, and how many more."""
    names = [view.entities[key].label for key in cite]
    return names[0] + (f" and {len(names) - 1} more" if len(names) > 1 else "") if names else ""
