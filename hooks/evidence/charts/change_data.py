"""Change from baseline by arm, one chart for each study, endpoint and time; and rows of such changes for other charts."""

from collections.abc import Iterator, Mapping, Sequence

from evidence.analysis import arm_names
from evidence.analysis.view import View
from evidence.charts import effects, wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Report, links, number_format

NATURAL = (
    "A change within an arm is not an effect of the drug: it holds the natural course of the disease, the return of high "
    "values towards the average (regression to the mean) and what taking part in a study does."
)
BARS = "Bars reach one standard error to either side."


def charts(view: View) -> Iterator[Chart]:
    """A chart wherever two arms of a study or group have a reported change; a reason for the other comparative studies."""
    several = {when: reports for when, reports in changes(view).items() if len(reports) > 1}
    for (owner, endpoint, time), reports in several.items():
        yield _chart(view, owner, endpoint, time, reports)
    for key, study in view.evidence.studies.items():
        if key not in {owner for owner, _, _ in several} and sum(arm.kind == "arm" for arm in study.arms.values()) > 1:
            subject = f"{study.short_name.value}: change from baseline by arm"
            reason = f"No source that was read prints a change from baseline for two arms of {study.short_name.value}."
            yield Chart(f"change.{key}", "change", subject, subject, key, reason=reason)


def _chart(view: View, owner: str, endpoint: str, time: str, reports: Mapping[str, Report]) -> Chart:
    """The arms of one study on one endpoint at one time; arms without a reported change are named."""
    arms = view.evidence.owners[owner].arms.items()
    order = dict.fromkeys([*(key for key, arm in arms if key in reports or arm.kind == "arm"), *reports])
    rows = tuple(
        row(view, reports[key], view.entities[key].label, panel=endpoint)
        if key in reports
        else missing(view, key, endpoint)
        for key in order
    )
    return Chart(
        f"change.{owner}.{endpoint}.{links.slug(time)}",
        "change",
        f"On average {_finding(view, [reports[key] for key in order if key in reports])}",
        f"{view.entities[owner].label}: {view.evidence.endpoints[endpoint].name}{wording.at(time)}, by arm",
        owner,
        rows,
        (panel(view, endpoint, endpoint),),
        (*([BARS] if any(row.low is not None for row in rows) else []), NATURAL),
        effects.legend(view, rows),
        ("Arm", "", "Change", ""),
    )


def _finding(view: View, reports: Sequence[Report]) -> str:
    """Changes of several arms in a sentence: `The score fell by 6.4 points with A and by 5.1 with B`."""
    parts, before = [], ""
    for report in reports:
        size = wording.amount(view.figure(report.fact))
        by = f"by {number_format.unsigned(size) if report.value else size} with {arm_names.with_drug(view.evidence, report.arm)}"
        parts.append(by if verb(report) == before else f"{verb(report)} {by}")
        before = verb(report)
    return f"{effects.short_endpoint(view, reports[0].endpoint)} {wording.join(parts)}"


def changes(view: View) -> Mapping[tuple[str, str, str], Mapping[str, Report]]:
    """(Study or group, endpoint, time) -> arm -> report, for every change within a whole arm that has a number."""
    found: dict[tuple[str, str, str], dict[str, Report]] = {}
    for report in view.preferred.values():
        if not isinstance(report, Report) or report.statistic != "mean-change" or report.value is None:
            continue
        if not view.arm_sizes.populations.is_whole_trial(report):
            continue
        if report.arm and report.endpoint and not report.comparator:
            found.setdefault((report.study, report.endpoint, report.timepoint or "not stated"), {})[report.arm] = report
    return found


def row(
    view: View, report: Report, label: str, detail: str = "", panel: str = "", line: str = "", bars: bool = True
) -> Row:
    """The row of one change; its bar is one standard error to either side, where one is reported."""
    figure = view.figure(report.fact)
    value = float(figure.value or 0)
    error = float(report.se) if report.se is not None and bars else None
    spread = wording.interval(figure)
    return Row(
        id=report.fact,
        address=figure.address,
        label=label,
        detail=detail,
        printed=wording.amount(figure) + f" ({spread or 'spread not reported'})" + wording.dispute(figure),
        short=wording.amount(figure, unit=False) + (f" ({spread})" if spread else ""),
        kind=effects.kind(view, report.arm, report.study),
        panel=panel,
        line=line or report.fact,
        value=value,
        low=None if error is None else value - error,
        high=None if error is None else value + error,
        cite=figure.cite,
        source=wording.sources(view, figure.cite),
        data=effects.numbers(report),
    )


def missing(view: View, arm: str, panel: str) -> Row:
    """The row of an arm whose change is not reported."""
    no, entity = "not reported", view.entities[arm]
    return Row(arm, entity.address, entity.label, no, "none", panel=panel, line=arm, short=no)


def panel(view: View, endpoint: str, key: str, title: str = "") -> Panel:
    """The axis of a change, with the direction of improvement in words."""
    sign, units = view.evidence.endpoints[endpoint].benefit_sign, view.evidence.endpoints[endpoint].units or ""
    ends = _sides(sign, "improvement", "worsening", "fall", "rise")
    return Panel(key, title, units, f"Change{', ' + units if units else ''}", "Change", *ends)


def _sides(sign: int, better: str, worse: str, lower: str, higher: str) -> tuple[str, str]:
    """What lies to the left and to the right; `sign` is that of a benefit, 0 where it is unknown."""
    return (worse, better) if sign > 0 else (better, worse) if sign else (lower, higher)


def verb(report: Report) -> str:
    """What the value did."""
    return "changed" if not report.value else "fell" if report.value < 0 else "rose"
