"""Changes within arms: what each report prints, and how a change is said."""

from collections.abc import Mapping, Sequence

from evidence.analysis.view import View
from evidence.charts import effects, wording
from evidence.charts.chart import Panel, Row
from evidence.model import Report

# What changes and when, in which study or group: (study, endpoint, time).
When = tuple[str, str, str]
NATURAL = (
    "A change within an arm is not an effect of the drug: it holds the natural course of the disease, the return of high "
    "values towards the average (regression to the mean) and what taking part in a study does."
)
BARS = "Bars reach one standard error to either side."


def by_time(view: View) -> Mapping[When, Mapping[str, str]]:
    """(Study, endpoint, time) -> arm -> fact, for every change within an arm that has a number."""
    found: dict[When, dict[str, str]] = {}
    for fact, report in view.preferred.items():
        if not isinstance(report, Report) or report.statistic != "mean-change" or report.value is None:
            continue
        if report.arm and report.endpoint and not report.comparator:
            found.setdefault((report.study, report.endpoint, report.timepoint or "not stated"), {})[report.arm] = fact
    return found


def row(view: View, fact: str, label: str, detail: str = "", panel: str = "", line: str = "", bars: bool = True) -> Row:
    """The row of one change; its bar is one standard error to either side, where one was printed."""
    report, figure = effects.report_of(view, fact), view.figure(fact)
    value = float(figure.value or 0)
    error = float(figure.se) if figure.se is not None and bars else None
    beside = wording.interval(figure)
    return Row(
        id=fact,
        address=figure.address,
        label=label,
        detail=detail,
        printed=wording.amount(figure) + f" ({beside or 'spread not reported'})" + wording.disputed(figure),
        short=wording.amount(figure, unit=False) + (f" ({beside})" if beside else ""),
        kind=effects.kind(view, report.arm, report.study),
        panel=panel,
        line=line or fact,
        value=value,
        low=None if error is None else value - error,
        high=None if error is None else value + error,
        cite=figure.cite,
        source=wording.sources(view, figure.cite),
        data=effects.numbers(report),
    )


def missing(view: View, arm: str, panel: str, line: str) -> Row:
    """The row of an arm whose change nobody printed."""
    thing = view.entities[arm]
    return Row(
        thing.id, thing.address, thing.label, "not reported", "none", panel=panel, line=line, short="not reported"
    )


def panel(view: View, endpoint: str, key: str, title: str = "") -> Panel:
    """The axis of a change, with the direction of improvement in words."""
    way, units = view.evidence.endpoints[endpoint].benefit_sign, view.evidence.endpoints[endpoint].units or ""
    sides = ("improvement", "worsening") if way else ("fall", "rise")
    low, high = sides if way <= 0 else sides[::-1]
    return Panel(key, title, units, f"Change{', ' + units if units else ''}", "Change", low, high)


def said(view: View, facts: Sequence[str]) -> str:
    """Changes of several arms on one endpoint in a sentence: `ESSDAI fell by 6.4 points with A and by 5.1 with B`."""
    reports = [effects.report_of(view, fact) for fact in facts]
    parts, verbs = [], [verb(report) for report in reports]
    for index, (report, how) in enumerate(zip(reports, verbs, strict=True)):
        lead = "" if index and how == verbs[index - 1] else how + " "
        parts.append(f"{lead}{by(view, report)}with {wording.with_drug(view, report.arm)}")
    return f"{effects.short_endpoint(view, reports[0].endpoint)} {wording.joined(parts)}"


def verb(report: Report) -> str:
    """What the value did."""
    return "changed" if not report.value else "fell" if report.value < 0 else "rose"


def by(view: View, report: Report) -> str:
    """By how much; without a sign, where the verb says it."""
    said = wording.amount(view.figure(report.fact))
    return f"by {said.replace(chr(0x2212), '') if report.value else said} "
