"""Placebo and drug side by side: what changed on placebo, and what the drug added. One chart an endpoint."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from evidence.analysis.view import View
from evidence.charts import changes, effects, wording
from evidence.charts.chart import Chart, Row
from evidence.model import number_format

ADDED = (
    "Grey is what changed on placebo, the rest what the drug added. The figures at the side are the reported differences; "
    "they need not equal the gap between two printed averages."
)


class Pair(NamedTuple):
    """Facts: the change on the drug, the change on the comparator, the difference between them."""

    drug: str
    other: str
    difference: str


def charts(view: View) -> Iterator[Chart]:
    """One chart an endpoint that has such a pair, or one reason."""
    pairs: dict[str, list[Pair]] = {}
    found = changes.by_time(view)
    for fact in view.effects:
        report = effects.report_of(view, fact)
        endpoint = report.endpoint or ""
        arms = found.get((report.study, endpoint, report.timepoint or "not stated"), {})
        drug, other = arms.get(report.arm or ""), arms.get(report.comparator or "")
        if drug and other:
            pairs.setdefault(endpoint, []).append(Pair(drug, other, fact))
    for endpoint, own in pairs.items():
        yield of_endpoint(view, endpoint, own)
    if not pairs:
        subject = "Change on placebo and on the drug"
        reason = "No source that was read prints a change for both an arm with the drug and its comparator."
        yield Chart("placebo", "placebo", subject, subject, "results", reason=reason)


def of_endpoint(view: View, endpoint: str, pairs: Sequence[Pair]) -> Chart:
    """A line for each comparison: the gap, the two changes."""
    ordered = sorted(pairs, key=lambda pair: effects.report_of(view, pair.difference).study in view.evidence.groups)
    levels = {view.figure(pair.difference).level for pair in ordered}
    heading = effects.panel(view, endpoint, endpoint, levels).heading
    panel = replace(changes.panel(view, endpoint, endpoint), heading=heading)
    rows = tuple(row for pair in ordered for row in line(view, endpoint, pair, len(levels) > 1))
    return Chart(
        f"placebo.{endpoint}",
        "placebo",
        title(
            view,
            [pair for pair in ordered if effects.report_of(view, pair.difference).study in view.evidence.studies]
            or ordered,
        ),
        f"{view.evidence.endpoints[endpoint].name}: on the drug and on its comparator",
        endpoint,
        rows,
        (panel,),
        (ADDED, changes.NATURAL),
        (*effects.key_of(view, (row.kind for row in rows)), ("gap", "difference as reported")),
        ("Study", "Arm, when", "Figure", "P"),
    )


def line(view: View, endpoint: str, pair: Pair, several: bool) -> Iterator[Row]:
    """Three rows: the difference, drawn as the gap between the changes; the change on the drug; that on the comparator."""
    report = effects.report_of(view, pair.difference)
    study = view.owner(report.study).label
    when = report.timepoint if report.timepoint not in (None, "not stated") else ""
    ends = [float(view.figure(fact).value or 0) for fact in (pair.other, pair.drug)]
    gap = effects.row(
        view, pair.difference, study, effects.who_and_when(view, report), endpoint, pair.difference, several
    )
    yield replace(gap, kind="gap", value=None, low=ends[0], high=ends[1])
    for fact in (pair.drug, pair.other):
        detail = ", ".join(part for part in (wording.arm(view, effects.report_of(view, fact).arm), when) if part)
        made = changes.row(view, fact, study, detail, endpoint, pair.difference, bars=False)
        yield replace(made, short=wording.amount(view.figure(fact), unit=False))


def title(view: View, pairs: Sequence[Pair]) -> str:
    """What happened on the comparator, then the finding."""
    shown = [effects.report_of(view, fact) for fact in dict.fromkeys(pair.other for pair in pairs)]
    finding = effects.finding(view, [pair.difference for pair in pairs])
    first = shown[0]
    unit = first.unit or ""
    verbs = {changes.verb(report) for report in shown}
    if len(verbs) > 1 or not first.value:
        return finding
    sizes = wording.joined([number_format.unsigned(wording.amount(view.figure(r.fact), unit=False)) for r in shown])
    other = effects.comparator(view, [first.arm])
    name = effects.short_endpoint(view, first.endpoint)
    return f"With {other} {name} {verbs.pop()} by {sizes} {unit}. {finding}"
