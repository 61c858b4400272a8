"""Change from baseline by arm, one chart for each study, endpoint and time."""

from collections.abc import Iterator, Mapping

from evidence.analysis.view import View
from evidence.charts import changes, effects
from evidence.charts.chart import Chart
from evidence.model import links


def charts(view: View) -> Iterator[Chart]:
    """A chart wherever two arms of a study or group have a change printed; a reason for the other comparative studies."""
    found = changes.by_time(view)
    told = set()
    for place, arms in found.items():
        if len(arms) > 1:
            told.add(place[0])
            yield of_time(view, place, arms)
    for key, study in view.evidence.studies.items():
        if key not in told and sum(arm.kind == "arm" for arm in study.arms.values()) > 1:
            subject = f"{study.short_name.value}: change from baseline by arm"
            reason = f"No source that was read prints a change from baseline for two arms of {study.short_name.value}."
            yield Chart(f"change.{key}", "change", subject, subject, key, reason=reason)


def of_time(view: View, place: changes.When, arms: Mapping[str, str]) -> Chart:
    """The arms of one study on one endpoint at one time; arms without a printed change are named."""
    owner, endpoint, time = place
    every_arm = (view.evidence.studies.get(owner) or view.evidence.groups[owner]).arms
    order = [key for key, arm in every_arm.items() if key in arms or arm.kind == "arm"]
    order += [key for key in arms if key not in order]
    rows = tuple(
        changes.row(view, arms[key], view.entities[key].label, panel=endpoint)
        if key in arms
        else changes.missing(view, key, endpoint, key)
        for key in order
    )
    named = [arms[key] for key in order if key in arms]
    when = "" if time == "not stated" else f", {time}"
    caption = [changes.BARS] if any(row.low is not None for row in rows) else []
    return Chart(
        f"change.{owner}.{endpoint}.{links.slug(time)}",
        "change",
        f"On average {changes.said(view, named)}",
        f"{view.owner(owner).label}: {view.evidence.endpoints[endpoint].name}{when}, by arm",
        owner,
        rows,
        (changes.panel(view, endpoint, endpoint),),
        (*caption, changes.NATURAL),
        effects.key_of(view, (row.kind for row in rows)),
        ("Arm", "", "Change", ""),
    )
