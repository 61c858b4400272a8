"""How a sentence, an axis and a column say an effect of any measure. Pure functions of reported figures.

What stands in words is what the measure means: a ratio of 0.80 is 20% lower, computed here and always beside the printed
ratio. `sign` is the benefit sign of the endpoint: 1 where higher is better, -1 where lower is, 0 where that is unknown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from evidence.analysis.statistics import decimals
from evidence.model import Report
from evidence.model.effect_measures import EffectMeasure
from evidence.model.number_format import as_text, fixed, number, sentence, unsigned

SIGNIFICANT = Decimal("0.05")
# A ratio from here on is said as a multiple: 3.2 times the odds, not 220% higher odds.
MULTIPLE = 2
Clarity = Literal["clear", "unclear", "bare"]


@dataclass(frozen=True)
class Words:
    """An effect as words: `20%`, `lower hazard`, `HR 0.80`, `than`. `printed` is empty where `amount` is the printed value."""

    amount: str
    manner: str
    printed: str
    link: str


def words(report: Report, sign: int) -> Words:
    """The parts of one effect; ValueError for a report that compares no arms or has no value."""
    measure, value = report.effect_measure, report.value
    if measure is None or value is None:
        raise ValueError(f"{report.fact} is no effect with a value")
    about = f"{report.value_qualifier} " if report.value_qualifier else ""
    if measure.is_ratio:
        return _of_ratio(measure, value, report.value_qualifier)
    if measure.family == "reduction":
        slows = measure.name == "percent-slowing"
        manner = ("slower" if value >= 0 else "faster") if slows else "lower" if value >= 0 else "higher"
        return Words(f"{about}{unsigned(as_text(value))}%", manner, "", "than")
    manner = _manner(measure, value, sign)
    unit = "standard deviations" if measure.family == "standardised" else report.unit or ""
    aside = {"median-difference": "difference of medians", "standardised-mean-difference": f"SMD {number(value)}"}
    return Words(f"{about}{unsigned(as_text(value))}", f"{unit} {manner}".strip(), aside.get(measure.name, ""), "than")


def _manner(measure: EffectMeasure, value: Decimal, sign: int) -> str:
    """Better and worse where the direction is known; a share of people is said to be higher or lower."""
    benefit = 0 if measure.unit == "percentage points" else sign * measure.direction(float(value))
    return "better" if benefit > 0 else "worse" if benefit < 0 else "lower" if value < 0 else "higher"


def _of_ratio(measure: EffectMeasure, value: Decimal, qualifier: str | None) -> Words:
    about = f"{qualifier} " if qualifier else ""
    printed = f"{measure.symbol} {about}{as_text(value)}"
    if value == 1:
        return Words("", f"{about}the same {measure.quantity}", printed, "as")
    if value >= MULTIPLE:
        return Words(f"{about}{as_text(value)} times", f"the {measure.quantity}", printed, "of")
    # Below 1, a bound on the ratio is the opposite bound on how much lower it is.
    bound = {"<": "more than ", ">": "less than "}
    if value > 1:
        bound = {"<": "less than ", ">": "more than "}
    lead = bound.get(qualifier or "", about)
    manner = f"{'lower' if value < 1 else 'higher'} {measure.quantity}"
    return Words(f"{lead}{percent_change(value)}%", manner, printed, "than")


def percent_change(ratio: Decimal) -> str:
    """How far a printed ratio lies from 1, in percent without sign: `20` for 0.80, `19.5` for 0.805. Computed by this site."""
    return fixed(float(abs(ratio - 1) * 100), max(decimals(ratio) - 2, 0))


def joined(found: Iterable[Words], comparator: str = "") -> str:
    """Effects in words, alike ones together: `1.3 and 1.0 points better than placebo`, `20% lower hazard (HR 0.80)`.

    Without a comparator the words end before it.
    """
    alike: dict[tuple[str, str], list[Words]] = {}
    for each in found:
        alike.setdefault((each.manner, each.link), []).append(each)
    return _list([_clause(several, comparator) for several in alike.values()])


def _clause(several: Sequence[Words], comparator: str) -> str:
    first = several[0]
    amounts = _list([each.amount for each in several if each.amount])
    symbols = [each.printed.rpartition(" ") for each in several if each.printed]
    texts = [each.printed for each in several if each.printed][:1]
    texts += [value if symbol == symbols[0][0] else f"{symbol} {value}" for symbol, _, value in symbols[1:]]
    printed = f" ({_list(list(dict.fromkeys(texts)))})" if texts else ""
    against = f" {first.link} {comparator}" if comparator else ""
    return " ".join(part for part in (amounts, first.manner) if part) + printed + against


def _list(parts: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def size(report: Report, sign: int) -> str:
    """One effect without its comparator: `1.3 points better`, `20% lower hazard (HR 0.80)`, `27% slower`."""
    return joined([words(report, sign)])


def against(report: Report, sign: int, comparator: str) -> str:
    """One effect with its comparator: `20% lower hazard (HR 0.80) than enalapril`."""
    return joined([words(report, sign)], comparator)


def clarity(report: Report) -> Clarity:
    """What the interval says: clear, unclear (it contains no effect), or bare (neither interval nor P is reported).

    A limit reported as no effect, such as 0 for a difference or 1.00 for a ratio, is rounded; then P decides where it is
    reported, as it does where no interval is.
    """
    low, high = report.ci_low, report.ci_high
    null = report.effect_measure.null if report.effect_measure else 0
    if low is not None and high is not None and null not in (low, high):
        return "unclear" if low < null < high else "clear"
    if report.p is not None:
        return "clear" if report.p <= SIGNIFICANT and report.p_qualifier != ">" else "unclear"
    return "bare" if low is None else "clear"


def margin_finding(report: Report) -> str:
    """What the printed interval says of a non-inferiority margin; empty where there is no margin.

    A limit that is printed as the margin itself is rounded: on which side the true one lies cannot be told.
    """
    if report.margin is None:
        return ""
    limit = report.ci_low if report.margin_side == "lower" else report.ci_high
    if limit is None:
        return "not to be judged against its margin (no interval printed)"
    if limit == report.margin:
        return "at its margin as printed"
    is_within = limit > report.margin if report.margin_side == "lower" else limit < report.margin
    return "within its margin" if is_within else "not within its margin"


def kind_of_conclusion(report: Report) -> tuple[Clarity, str]:
    """What effects must share for `conclusion` to speak of them together."""
    return clarity(report), margin_finding(report)


def conclusion(reports: Sequence[Report], sign: int, comparator: str) -> str:
    """What effects that are alike in clarity and margin say: `1.3 points better than placebo`, `not shown to differ from
    placebo`, `within its margin against enalapril (HR 0.97)`, `20% lower hazard (HR 0.80) than enalapril, within its margin`.
    """
    kind, margin = kind_of_conclusion(reports[0])
    found = [words(report, sign) for report in reports]
    if kind == "unclear":
        printed = _list([each.printed for each in found if each.printed])
        return (
            f"{margin} against {comparator}{f' ({printed})' if printed else ''}"
            if margin
            else f"not shown to differ from {comparator}"
        )
    text = joined(found, comparator)
    if kind == "bare":
        text += " (neither interval nor P printed)"
    return f"{text}, {margin}" if margin else text


def column(measures: Iterable[EffectMeasure]) -> str:
    """The heading of a column of effects: `Difference`, `Hazard ratio`; `Effect` where the measures differ in kind."""
    names = {_short(measure) for measure in measures}
    return names.pop() if len(names) == 1 else "Effect" if names else "Difference"


def _short(measure: EffectMeasure) -> str:
    return "Difference" if measure.family == "difference" else sentence(measure.label)


def axis(measure: EffectMeasure, units: str | None) -> str:
    """The title of an axis: `Difference, points`, `Hazard ratio (logarithmic scale)`; `units` are those of the endpoint."""
    if measure.is_ratio:
        return f"{_short(measure)} (logarithmic scale)"
    # A reduction has its percent in its name.
    unit = "" if measure.family == "reduction" else units if measure.unit is None else measure.unit
    return f"{_short(measure)}{f', {unit}' if unit else ''}"


def no_effect(measures: Iterable[EffectMeasure]) -> str:
    """Where the line of no effect stands, in words."""
    nulls = {measure.null for measure in measures} or {0}
    if nulls == {0}:
        return "no difference"
    return "a ratio of 1, which is no difference" if nulls == {1} else "no difference: 0, or a ratio of 1"


def sides(measure: EffectMeasure, sign: int, arm: str, comparator: str) -> tuple[str, str]:
    """What lies to the left and to the right of no effect on an axis, in words."""
    more = measure.null + 1
    benefit = measure.benefit(more, sign)
    if benefit:
        ends = (f"better with {comparator}", f"better with {arm}")
        return ends if benefit > 0 else (ends[1], ends[0])
    ends = (f"lower with {arm}", f"higher with {arm}")
    return ends if measure.direction(more) > 0 else (ends[1], ends[0])


def measures_of(reports: Iterable[Report]) -> tuple[EffectMeasure, ...]:
    """The measures of several effects, each once, in their order."""
    return tuple(dict.fromkeys(each.effect_measure for each in reports if each.effect_measure))


def axis_key(measure: EffectMeasure) -> str:
    """What effects must share to stand on one axis: the kind of difference, or the very ratio."""
    if measure.name in ("mean-difference", "ls-mean-difference"):
        return "difference"
    return "percentage-points" if measure.unit == "percentage points" else measure.name
