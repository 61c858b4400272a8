"""Effects of one arm against another: rows, axes by measure, the meaning of a mark."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from evidence.analysis import arm_names, effect_wording, figure_text
from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.charts import chart, wording
from evidence.charts.chart import Panel, Row
from evidence.model import Report, links, number_format
from evidence.model.effect_measures import EffectMeasure

# Kind of mark -> its meaning.
KEY = {
    "main": "{drug}, {main}",
    "other": "{drug}, other doses or schedules",
    "placebo": "comparator",
    "pooled": "studies pooled, as reported",
    "computed": "studies pooled, computed by this site",
    "part": "part of the people of one trial",
}
MARGIN = ("margin", "non-inferiority margin, as printed")
# Columns for machines: those that every effect has, and those that are there only where something is in them.
_ALWAYS = (
    "study endpoint timepoint arm comparator statistic value_qualifier value unit se ci_level ci_low ci_high p_qualifier p"
).split()
_SOMETIMES = ("subgroup", "margin", "margin_side")


class Axis(NamedTuple):
    """Effects that share an axis: those on one endpoint with one measure, or with measures of one kind, in one unit."""

    key: str
    endpoint: str
    measure: EffectMeasure
    reports: tuple[Report, ...]


def of_trials(view: View) -> tuple[Report, ...]:
    """The effects that stand for their trial, in their order."""
    return tuple(view.effect_reports[fact] for fact in view.whole_trial_effects)


def axes(view: View, reports: Iterable[Report]) -> tuple[Axis, ...]:
    """The axes that some effects need, by endpoint and then by measure, each in the order of its first effect.

    Effects without an endpoint have none.
    """
    found = by((each.endpoint, each) for each in reports if each.endpoint and each.effect_measure)
    return tuple(axis for endpoint, alike in found.items() for axis in _axes_of(view, str(endpoint), alike))


def _axes_of(view: View, endpoint: str, reports: Sequence[Report]) -> Iterable[Axis]:
    """The axes of one endpoint, one with a primary result first; that of differences in its own unit has the endpoint's key."""
    own = view.evidence.endpoints[endpoint].units
    alike = by((_axis_key(each, own), each) for each in reports).items()
    for parts, of in sorted(alike, key=lambda item: all(each.role != "primary" for each in item[1])):
        measure = effect_wording.measures_of(of)[0]
        yield Axis(".".join(part for part in (endpoint, *parts) if part), endpoint, measure, of)


def _axis_key(report: Report, own: str | None) -> tuple[str, str]:
    measure = report.effect_measure
    kind = effect_wording.axis_key(measure) if measure else ""
    is_own = report.unit in (None, own) or bool(measure and measure.unit is not None)
    return "" if kind == "difference" else kind, "" if is_own else links.slug(report.unit or "")


def main_arm(view: View) -> str | None:
    """The arm whose dose and schedule is drawn filled on every chart: that of the first leading effect with an arm."""
    return next((arm for fact in view.leading if (arm := view.effect_reports[fact].arm)), None)


def kind(view: View, arm: str | None, owner: str) -> str:
    """What the mark of an arm means: comparator, pooled, the main dose and schedule, or another one."""
    if not arm_names.is_drug(view.evidence, arm):
        return "placebo"
    if owner in view.evidence.groups:
        return "pooled"
    arms = (view.evidence.arms[key][1] if key else None for key in (arm, main_arm(view)))
    one, main = ((each.dose, each.unit, each.schedule) if each else None for each in arms)
    return "main" if one == main else "other"


def legend(view: View, rows: Sequence[Row]) -> tuple[tuple[str, str], ...]:
    """The meaning of each kind of mark that occurs in the rows."""
    main, drug = main_arm(view), number_format.sentence(view.evidence.drug.name)
    words = {"drug": drug, "main": arm_names.arm_name(view.evidence, main) if main else ""}
    found = chart.legend({kind: text.format(**words) for kind, text in KEY.items()}, rows)
    return (*found, MARGIN) if any(row.margin is not None for row in rows) else found


def short_endpoint(view: View, key: str | None) -> str:
    """The instrument's short name where the endpoint is derived from one, else that of the endpoint."""
    return view.entities[view.evidence.endpoints[key or ""].instrument or key or ""].label


def levels(view: View, reports: Iterable[Report]) -> set[str | None]:
    """The levels of the intervals of several effects."""
    return {view.figure(report.fact).level for report in reports}


def comparator(view: View, reports: Iterable[Report]) -> str:
    """What several effects were compared with, in words."""
    return arm_names.comparator(view.evidence, (report.comparator for report in reports))


def treated(view: View, reports: Iterable[Report]) -> str:
    """Whom an axis says to do better, besides the comparator: the drug, another arm by name, or the first one of each row."""
    arms = dict.fromkeys(report.arm for report in reports)
    if all(arm_names.is_drug(view.evidence, arm) for arm in arms):
        return view.evidence.drug.name
    names = {arm_names.with_drug(view.evidence, arm) for arm in arms}
    return names.pop() if len(names) == 1 else "the arm named first"


def panel(view: View, axis: Axis, title: str = "", key: str = "") -> Panel:
    """The axis of effects, with what is measured, where no effect is, and the direction of benefit in words."""
    endpoint, found = view.evidence.endpoints[axis.endpoint], levels(view, axis.reports)
    level = f" ({number_format.number(next(iter(found)))}% CI)" if len(found) == 1 and None not in found else ""
    unit = next((report.unit for report in axis.reports if report.unit), None) or endpoint.units
    units = "" if axis.measure.unit == "" else unit or ""
    names = treated(view, axis.reports), comparator(view, axis.reports)
    heading = effect_wording.column(effect_wording.measures_of(axis.reports)) + level
    return Panel(
        key or axis.key,
        title,
        units,
        effect_wording.axis(axis.measure, units),
        heading,
        *effect_wording.sides(axis.measure, endpoint.benefit_sign, *names),
        null=axis.measure.null,
        is_log=axis.measure.is_ratio,
    )


def row(view: View, report: Report, label: str, detail: str, panel: str, line: str, level: bool) -> Row:
    """The row of one effect; `level` says whether the level of the interval is shown next to the mark."""
    figure = view.figure(report.fact)
    interval = wording.interval(figure, level) if figure.low is not None or figure.se is not None else ""
    is_log = bool(figure.measure and figure.measure.is_ratio)
    return Row(
        id=report.fact,
        address=figure.address,
        label=label,
        detail=detail,
        printed=wording.printed(figure) + _margin(report),
        short=wording.amount(figure, unit=False) + (f" ({interval})" if interval else ""),
        extra=figure_text.p_value(figure),
        kind=kind(view, report.arm, report.study),
        panel=panel,
        line=line,
        value=position(figure.value, is_log),
        low=position(figure.low, is_log),
        high=position(figure.high, is_log),
        margin=position(report.margin, is_log),
        cite=figure.cite,
        source=wording.sources(view, figure.cite),
        data=numbers(report),
    )


def position(number: object, is_log: bool) -> float | None:
    """Where a printed number lies on its axis; None where nothing is printed, and for 0 on a logarithmic axis."""
    place = None if number is None else float(str(number))
    return None if is_log and place is not None and place <= 0 else place


def _margin(report: Report) -> str:
    if report.margin is None:
        return ""
    unit = f" {report.unit}" if report.unit not in (None, "percent") else ""
    return f"; non-inferiority margin {number_format.number(report.margin)}{unit}"


def numbers(report: Report) -> dict[str, str]:
    """What a report prints, for machines: decimals kept."""
    held = [name for name in _SOMETIMES if getattr(report, name) is not None]
    return {name: wording.text(getattr(report, name)) for name in (*_ALWAYS, *held)}


def arm_and_time(view: View, report: Report, is_named: bool = False) -> str:
    """Arm and time of an effect: `monthly, week 48`; the comparator too where it is not a placebo, or where asked for."""
    evidence = view.evidence
    other = arm_names.with_drug(evidence, report.comparator)
    is_said = is_named or not arm_names.is_placebo(evidence, report.comparator)
    against = f" against {other}" if is_said else ""
    return f"{arm_names.arm_name(evidence, report.arm)}{against}{wording.at(report.timepoint)}"


def unsigned_size(view: View, report: Report) -> str:
    """The size of a difference or change, for a sentence that gives its direction in words."""
    return number_format.unsigned(wording.amount(view.figure(report.fact), unit=False))
