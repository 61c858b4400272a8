"""Differences between arms: rows and axes, the meaning of a mark, the finding of several in one sentence, sparklines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from evidence.analysis import arm_names, figure_text
from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.charts import chart, wording
from evidence.charts.chart import Panel, Row
from evidence.model import Report, number_format

# Kind of mark -> its meaning.
KEY = {
    "main": "{drug}, {main}",
    "other": "{drug}, other doses or schedules",
    "placebo": "comparator",
    "pooled": "studies pooled, as reported",
    "computed": "studies pooled, computed by this site",
}
SIGNIFICANT = Decimal("0.05")


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


def legend(view: View, rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """The meaning of each kind of mark that occurs in the rows."""
    main, drug = main_arm(view), number_format.sentence(view.evidence.drug.name)
    words = {"drug": drug, "main": arm_names.arm_name(view.evidence, main) if main else ""}
    return chart.legend({kind: text.format(**words) for kind, text in KEY.items()}, rows)


def short_endpoint(view: View, key: str | None) -> str:
    """The instrument's short name where the endpoint is derived from one, else that of the endpoint."""
    return view.entities[view.evidence.endpoints[key or ""].instrument or key or ""].label


def levels(view: View, reports: Iterable[Report]) -> set[str | None]:
    """The levels of the intervals of several effects."""
    return {view.figure(report.fact).level for report in reports}


def sides(sign: int, better: str, worse: str, lower: str, higher: str) -> tuple[str, str]:
    """What lies to the left and to the right on an axis; `sign` is that of a benefit, 0 where it is unknown."""
    return (worse, better) if sign > 0 else (better, worse) if sign else (lower, higher)


def panel(view: View, endpoint: str, key: str, levels: set[str | None], title: str = "") -> Panel:
    """The axis of the effects on one endpoint, with the direction of benefit in words."""
    sign, drug = view.evidence.endpoints[endpoint].benefit_sign, view.evidence.drug.name
    other = comparator(view, (each.comparator for each in view.effect_reports.values() if each.endpoint == endpoint))
    ends = (f"better with {drug}", f"better with {other}", f"lower with {drug}", f"higher with {drug}")
    units = view.evidence.endpoints[endpoint].units or ""
    level = f" ({number_format.number(next(iter(levels)))}% CI)" if len(levels) == 1 and None not in levels else ""
    measure = f"Difference{', ' + units if units else ''}"
    return Panel(key, title, units, measure, f"Difference{level}", *sides(sign, *ends))


def comparator(view: View, arms: Iterable[str | None]) -> str:
    """The comparator of several effects in words."""
    names = {arm_names.arm_name(view.evidence, arm) for arm in arms if arm}
    return "placebo" if any("placebo" in name for name in names) else names.pop() if len(names) == 1 else "comparator"


def row(view: View, report: Report, label: str, detail: str, panel: str, line: str, level: bool) -> Row:
    """The row of one effect; `level` says whether the level of the interval is shown next to the mark."""
    figure = view.figure(report.fact)
    interval = wording.interval(figure, level) if figure.low is not None or figure.se is not None else ""
    return Row(
        id=report.fact,
        address=figure.address,
        label=label,
        detail=detail,
        printed=wording.printed(figure),
        short=wording.amount(figure, unit=False) + (f" ({interval})" if interval else ""),
        extra=figure_text.p_value(figure),
        kind=kind(view, report.arm, report.study),
        panel=panel,
        line=line,
        value=float(figure.value or 0),
        low=None if report.ci_low is None else float(report.ci_low),
        high=None if report.ci_high is None else float(report.ci_high),
        cite=figure.cite,
        source=wording.sources(view, figure.cite),
        data=numbers(report),
    )


def numbers(report: Report) -> dict[str, str]:
    """What a report prints, for machines: decimals kept."""
    names = (
        "study endpoint timepoint arm comparator value_qualifier value unit se ci_level ci_low ci_high p_qualifier p"
    )
    return {name: wording.text(getattr(report, name)) for name in names.split()}


def arm_and_time(view: View, report: Report) -> str:
    """Arm and time of an effect: `monthly, week 48`; the comparator too where it is not a placebo."""
    other = arm_names.arm_name(view.evidence, report.comparator)
    against = "" if "placebo" in other else f" against {other}"
    return f"{arm_names.arm_name(view.evidence, report.arm)}{against}{wording.at(report.timepoint)}"


def clarity(report: Report) -> str:
    """What the interval says: clear, unclear (it contains no difference), or bare (neither interval nor P is reported).

    A limit reported as 0 is rounded; then P decides where it is reported, as it does where no interval is.
    """
    low, high = report.ci_low, report.ci_high
    if low is not None and high is not None and low * high != 0:
        return "unclear" if low < 0 < high else "clear"
    if report.p is not None:
        return "clear" if report.p <= SIGNIFICANT and report.p_qualifier != ">" else "unclear"
    return "bare" if low is None else "clear"


def finding(view: View, reports: Sequence[Report]) -> str:
    """The finding of several effects on one endpoint in one sentence; pooled results are left to their rows."""
    single = [report for report in reports if report.study not in view.evidence.groups] or reports
    arms = by((arm_names.arm_name(view.evidence, report.arm), report) for report in single)
    findings = by((_finding_of_arm(view, reports), name) for name, reports in arms.items())
    # Where no clause names the comparator, the first words that could do.
    other = comparator(view, (report.comparator for report in single))
    differ = "to differ" if any(" than " in text for text in findings) else f"to differ from {other}"
    drug = view.evidence.drug.name
    clauses = [f"{wording.join(names)}: {text.replace('to differ', differ)}" for text, names in findings.items()]
    lead = "" if clauses[0].startswith(drug) else f"{drug} "
    pooled = " (studies pooled)" if single[0].study in view.evidence.groups else ""
    return number_format.sentence(f"{lead}{'; '.join(clauses)}{pooled}")


def _finding_of_arm(view: View, reports: Iterable[Report]) -> str:
    """The effects of one arm; where they differ in clarity, each with its study."""
    parts = by((clarity(report), report) for report in reports)
    return ", ".join(
        _clause(view, alike, clearness)
        + (f" in {wording.join([view.entities[each.study].label for each in alike])}" if len(parts) > 1 else "")
        for clearness, alike in parts.items()
    )


def _clause(view: View, reports: Sequence[Report], clarity: str) -> str:
    """Effects of one arm that are alike in clarity: `1.3 and 1.0 points better than placebo`, `not shown to differ`."""
    if clarity == "unclear":
        return "not shown to differ"
    endpoint, unit = reports[0].endpoint, reports[0].unit or ""
    sign = view.evidence.endpoints[endpoint].benefit_sign if endpoint else 0
    sizes = by((_direction(sign, report), unsigned_size(view, report)) for report in reports)
    other = comparator(view, (report.comparator for report in reports))
    clauses = [f"{wording.join(several)} {unit} {direction} than {other}" for direction, several in sizes.items()]
    return wording.join(clauses) + (" (neither interval nor P printed)" if clarity == "bare" else "")


def _direction(sign: int, report: Report) -> str:
    benefit = sign * (report.value or 0)
    return "better" if benefit > 0 else "worse" if benefit < 0 else "lower" if (report.value or 0) < 0 else "higher"


def unsigned_size(view: View, report: Report) -> str:
    """The size of a difference or change, for a sentence that gives its direction in words."""
    return number_format.unsigned(wording.amount(view.figure(report.fact), unit=False))


@dataclass(frozen=True)
class Sparkline:
    """Where an interval is on a scale that the effects of one endpoint share, in a table: places from 0 to 100 from the left
    of estimate, no difference, and ends of the interval (None where none is reported).
    """

    value: float
    zero: float
    low: float | None
    high: float | None
    kind: str


@lru_cache(maxsize=4)
def sparklines(view: View) -> Mapping[str, Sparkline]:
    """Fact -> its sparkline, for every effect with an endpoint."""
    found: dict[str, Sparkline] = {}
    for reports in by((each.endpoint, each) for each in view.effect_reports.values() if each.endpoint).values():
        numbers = [float(n) for each in reports for n in (each.value, each.ci_low, each.ci_high, 0) if n is not None]
        least, width = min(numbers), (max(numbers) - min(numbers)) or 1.0
        for report in reports:
            ends = (report.value, 0, report.ci_low, report.ci_high)
            value, zero, low, high = (
                None if n is None else round(4 + 92 * (float(n) - least) / width, 1) for n in ends
            )
            found[report.fact] = Sparkline(value or 0.0, zero or 0.0, low, high, kind(view, report.arm, report.study))
    return found
