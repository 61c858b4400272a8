"""Doses and schedules of one study against its one comparator: the values of the arms, and the differences beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence.analysis.view import View
from evidence.charts import changes, effects, wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import links

SHARED = (
    "All differences use the same comparator group. No source that was read compares the drug's arms with each other, so a "
    "gap between two of them is no test between them."
)
LINES = "Points and bars at the side of the differences are as printed; the line there stands at no difference."


def charts(view: View) -> Iterator[Chart]:
    """A chart for each study, endpoint and time with two differences or more; a reason for other studies of that kind."""
    for study, has in view.evidence.studies.items():
        drug = [key for key, arm in has.arms.items() if arm.kind == "arm" and wording.is_drug(view, key)]
        other = [key for key, arm in has.arms.items() if arm.kind == "arm" and not wording.is_drug(view, key)]
        if len(drug) < 2 or not other:
            continue
        found: dict[tuple[str, str, str], list[str]] = {}
        for fact in view.effects:
            report = effects.report_of(view, fact)
            if report.study == study and report.arm in drug and report.comparator in other and report.endpoint:
                place = (report.endpoint, report.timepoint or "not stated", report.comparator)
                found.setdefault(place, []).append(fact)
        made = [of_time(view, study, drug, *place, facts) for place, facts in found.items() if len(facts) > 1]
        yield from made
        if not made:
            name, count = has.short_name.value, max((len(facts) for facts in found.values()), default=0)
            subject = f"{name}: doses and schedules side by side"
            reason = (
                f"{name} has {len(drug)} arms with the drug, but the sources that were read print "
                f"{'no difference' if not count else 'the difference of one arm only'} from {wording.arm(view, other[0])}."
            )
            yield Chart(f"schedules.{study}", "schedules", subject, subject, study, reason=reason)


def of_time(
    view: View, study: str, drug: Sequence[str], endpoint: str, time: str, other: str, facts: Sequence[str]
) -> Chart:
    """The comparator's line, then a line for each arm: its change where printed, its difference where printed."""
    known = changes.by_time(view).get((study, endpoint, time), {})
    differences = {effects.report_of(view, fact).arm: fact for fact in facts}
    levels = {view.figure(fact).level for fact in facts}
    rows: list[Row] = []
    for arm in (other, *(key for key in drug if key in known or key in differences)):
        label = view.entities[arm].label
        if arm in known:
            rows.append(changes.row(view, known[arm], label, "change", "change", arm))
        else:
            rows.append(changes.missing(view, arm, "change", arm))
        if arm in differences:
            who = f"difference from {wording.arm(view, other)}"
            rows.append(effects.row(view, differences[arm], label, who, "difference", arm, len(levels) > 1))
    axis = effects.panel(view, endpoint, "difference", levels, "Difference")
    when = "" if time == "not stated" else f", {time}"
    return Chart(
        f"schedules.{study}.{endpoint}.{links.slug(time)}",
        "schedules",
        effects.finding(view, facts),
        f"{view.owner(study).label}: {view.evidence.endpoints[endpoint].name}{when}, dose by dose",
        study,
        tuple(rows),
        (changes.panel(view, endpoint, "change", "Change by arm"), named(axis)),
        caption(view, drug, rows),
        effects.key_of(view, (row.kind for row in rows)),
        ("Arm", "What", "Figure", "P"),
    )


def named(panel: Panel) -> Panel:
    """The axis of the differences with a title of its own."""
    return replace(panel, title="Difference from the comparator")


def caption(view: View, drug: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """How to read it; that nobody compared the arms is said only while it is true."""
    direct = any(
        effects.report_of(view, fact).arm in drug and effects.report_of(view, fact).comparator in drug
        for fact in view.effects
    )
    bars = (
        [changes.BARS.replace("Bars", "Bars at the side of the changes")]
        if any(row.panel == "change" and row.low is not None for row in rows)
        else []
    )
    return (LINES, *bars, *([] if direct else [SHARED]))
