"""Differences between arms: what one of them says, which way is better, and all of them in one sentence."""

from collections.abc import Iterable
from decimal import Decimal

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Panel, Row
from evidence.model import Report, number_format

# Direction of an endpoint -> sign of a better difference.
KEY = {
    "main": "{drug}, {main}",
    "other": "{drug}, other doses or schedules",
    "placebo": "comparator",
    "pooled": "studies pooled, as reported",
    "computed": "studies pooled, computed by this site",
}
USUAL = Decimal("0.05")
ROUNDED = "A limit printed as zero is rounded: the true limit may lie on either side of it."


def regimen(view: View, arm: str | None) -> tuple[object, ...]:
    """Dose, unit and schedule of an arm."""
    has = view.evidence.arms[arm][1] if arm else None
    return (has.dose, has.unit, has.schedule) if has else ()


def report_of(view: View, fact: str) -> Report:
    """The report that pages show of a fact that is a result; TypeError for one on safety."""
    report = view.preferred[fact]
    if not isinstance(report, Report):
        raise TypeError(f"{fact} is on safety")
    return report


def main_arm(view: View) -> str | None:
    """The arm whose dose and schedule is drawn filled on every chart: that of the first leading effect."""
    return next((report_of(view, key).arm for key in view.leading() if report_of(view, key).arm), None)


def kind(view: View, arm: str | None, owner: str) -> str:
    """What the mark of an arm means: comparator, pooled, the main dose and schedule, or another one."""
    if not wording.is_drug(view, arm):
        return "placebo"
    if owner in view.evidence.groups:
        return "pooled"
    return "main" if regimen(view, arm) == regimen(view, main_arm(view)) else "other"


def key_of(view: View, kinds: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The meaning of each kind of mark, for those that occur."""
    main = main_arm(view)
    text = {"drug": wording.drug(view), "main": wording.arm(view, main) if main else ""}
    found = set(kinds)
    return tuple((name, KEY[name].format(**text)) for name in KEY if name in found)


def short_endpoint(view: View, key: str | None) -> str:
    """The instrument's short name where the endpoint is derived from one, else its own."""
    endpoint = view.evidence.endpoints[key or ""]
    return view.entities[endpoint.instrument or key or ""].label


def panel(view: View, endpoint: str, key: str, levels: set[str | None], title: str = "") -> Panel:
    """The axis of one endpoint, with the direction of benefit in words."""
    has, drug = view.evidence.endpoints[endpoint], view.evidence.drug.name
    way = has.benefit_sign
    comparators = {
        report_of(view, fact).comparator for fact in view.effects if report_of(view, fact).endpoint == endpoint
    }
    other = comparator(view, comparators)
    sides = [f"better with {drug}", f"better with {other}"] if way else [f"lower with {drug}", f"higher with {drug}"]
    low, high = sides if way <= 0 else sides[::-1]
    units = has.units or ""
    level = f" ({number_format.number(next(iter(levels)))}% CI)" if len(levels) == 1 and None not in levels else ""
    return Panel(key, title, units, f"Difference{', ' + units if units else ''}", f"Difference{level}", low, high)


def comparator(view: View, arms: Iterable[str | None]) -> str:
    """The comparator of several effects in words."""
    names = {wording.arm(view, arm) for arm in arms if arm}
    return "placebo" if any("placebo" in name for name in names) else names.pop() if len(names) == 1 else "comparator"


def row(view: View, fact: str, label: str, detail: str, panel_key: str, line: str, level: bool) -> Row:
    """The row of one effect; `level` says whether the interval's level is printed beside the mark."""
    report, figure = report_of(view, fact), view.figure(fact)
    beside = wording.interval(figure, level) if figure.low is not None or figure.se is not None else ""
    return Row(
        id=fact,
        address=figure.address,
        label=label,
        detail=detail,
        printed=wording.printed(figure),
        short=wording.amount(figure, unit=False) + (f" ({beside})" if beside else ""),
        extra=wording.p_value(figure),
        kind=kind(view, report.arm, report.study),
        panel=panel_key,
        line=line,
        value=float(figure.value or 0),
        low=None if figure.low is None else float(figure.low),
        high=None if figure.high is None else float(figure.high),
        cite=figure.cite,
        source=wording.sources(view, figure.cite),
        data=numbers(report),
    )


def numbers(report: Report) -> dict[str, str]:
    """What a report prints, for machines: decimals kept."""
    names = ("value_qualifier", "value", "unit", "se", "ci_level", "ci_low", "ci_high", "p_qualifier", "p")
    told = {"study": report.study, "endpoint": report.endpoint, "timepoint": report.timepoint, "arm": report.arm}
    told |= {"comparator": report.comparator} | {name: getattr(report, name) for name in names}
    return {name: "" if value is None else f"{value}" for name, value in told.items()}


def who_and_when(view: View, report: Report) -> str:
    """Arm and time of an effect: `monthly, week 48`; the comparator too where it is not a placebo."""
    arm = wording.arm(view, report.arm)
    other = wording.arm(view, report.comparator) if report.comparator else ""
    when = report.timepoint if report.timepoint != "not stated" else ""
    return ", ".join(part for part in (arm if "placebo" in other else f"{arm} against {other}", when) if part)


def clarity(view: View, report: Report) -> str:
    """What the printed interval says: clear, unclear (it holds no difference), or bare (neither interval nor P).

    A limit printed as 0 is rounded; then P decides where it was printed, as it does where no interval was.
    """
    low, high = report.ci_low, report.ci_high
    if low is not None and high is not None and low * high != 0:
        return "unclear" if low < 0 < high else "clear"
    if report.p is not None:
        return "clear" if report.p <= USUAL and report.p_qualifier != ">" else "unclear"
    return "bare" if low is None else "clear"


def clause(view: View, reports: list[Report], what: str) -> str:
    """Effects of one arm that are alike in clarity: `1.3 and 1.0 points better than placebo`, `not shown to differ`."""
    other = comparator(view, (report.comparator for report in reports))
    if what == "unclear":
        return "not shown to differ"
    way = view.evidence.endpoints[reports[0].endpoint].benefit_sign if reports[0].endpoint else 0
    found: dict[str, list[str]] = {}
    for report in reports:
        value = float(report.value or 0)
        better = "better" if way * value > 0 else "worse" if way * value < 0 else "lower" if value < 0 else "higher"
        size = number_format.unsigned(wording.amount(view.figure(report.fact), unit=False))
        found.setdefault(better, []).append(size)
    unit = reports[0].unit or ""
    said = joined_sizes(found, unit, other)
    return said + (" (neither interval nor P printed)" if what == "bare" else "")


def joined_sizes(found: dict[str, list[str]], unit: str, other: str) -> str:
    """Sizes by direction in words."""
    return wording.joined([f"{wording.joined(sizes)} {unit} {better} than {other}" for better, sizes in found.items()])


def finding(view: View, facts: Iterable[str], studies: bool = False) -> str:
    """The finding of several effects on one endpoint in one sentence; pooled results are left to their rows."""
    reports = [report_of(view, fact) for fact in facts]
    single = [report for report in reports if report.study not in view.evidence.groups] or reports
    arms: dict[str, list[Report]] = {}
    for report in single:
        arms.setdefault(wording.arm(view, report.arm), []).append(report)
    said: dict[str, list[str]] = {}
    for name, own in arms.items():
        parts: dict[str, list[Report]] = {}
        for report in own:
            parts.setdefault(clarity(view, report), []).append(report)
        texts = []
        for what, some in parts.items():
            where = (
                f" in {wording.joined([view.owner(r.study).label for r in some])}" if len(parts) > 1 or studies else ""
            )
            texts.append(clause(view, some, what) + where)
        said.setdefault(", ".join(texts), []).append(name)
    drug = view.evidence.drug.name
    if not any(" than " in text for text in said):
        other = comparator(view, (report.comparator for report in single))
        said = {text.replace("to differ", f"to differ from {other}"): names for text, names in said.items()}
    clauses = [f"{wording.joined(names)}: {text}" for text, names in said.items()]
    lead = clauses[0] if clauses[0].startswith(drug) else f"{drug} {clauses[0]}"
    pooled = single[0].study in view.evidence.groups
    return number_format.sentence("; ".join([lead, *clauses[1:]]) + (" (studies pooled)" if pooled else ""))
