"""Other drugs on an instrument, where an effect against a comparator and its interval are reported. Context, no ranking."""

from collections.abc import Iterator

from evidence.analysis import effect_wording, figure_text
from evidence.analysis.view import View
from evidence.charts import effects, wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Competitor
from evidence.model.effect_measures import EFFECT_MEASURES

NO_RANKING = (
    "This is context and no ranking: weeks, instruments, populations and interval levels differ, and no trial here compared "
    "these drugs with each other. The order is alphabetical."
)


def charts(view: View) -> Iterator[Chart]:
    """One chart, or the reason for none."""
    others = view.evidence.landscape
    comparators = {other.comparator for other in others.values() if other.comparator}
    shared = comparators.pop() if len(comparators) == 1 else ""
    kinds = effect_wording.column({measure for other in others.values() if (measure := other.effect_measure)})
    is_difference = kinds == "Difference" and shared
    effect = f"difference from {shared}" if is_difference else f"effect against {shared or 'its comparator'}"
    subject = f"Other drugs in {view.evidence.drug.diseases}: {effect}, by instrument and drug name"
    given = [key for key, other in others.items() if None not in (other.value, other.ci_low, other.ci_high)]
    if not given:
        article = "a" if is_difference else "an"
        reason = f"No source that was read prints {article} {effect} with its interval for another drug."
        yield Chart("landscape", "landscape", subject, subject, "landscape", reason=reason)
        return
    given.sort(key=lambda key: (others[key].drug.casefold(), others[key].trial, key))
    panels = {_panel_key(others[key]): others[key] for key in given}
    instruments = sorted({others[key].instrument for key in given})
    left = len(others) - len(given)
    rest = (
        f"{wording.pluralise(left, 'arm')} without a value and its interval {'is' if left == 1 else 'are'} not drawn."
    )
    drugs = len({others[key].drug for key in given})
    measures = {measure for key in given if (measure := others[key].effect_measure)}
    yield Chart(
        "landscape",
        "landscape",
        f"{wording.pluralise(len(given), 'result')} of {wording.pluralise(drugs, 'other drug')} on "
        f"{wording.join(instruments)}, in alphabetical order: context, no ranking",
        subject,
        "landscape",
        tuple(_row(view, key, others[key], not shared) for key in given),
        tuple(_panel(view, key, panels[key], len(panels) > len(instruments)) for key in sorted(panels)),
        (NO_RANKING, *([rest] if left else []), "Each instrument has a scale of its own."),
        (("rival", f"another drug, {effect}"),),
        ("Drug", "When, arm, trial", effect_wording.column(measures), "P"),
    )


def _panel_key(other: Competitor) -> str:
    """What rows must share to stand on one axis: instrument, kind of effect, unit and comparator."""
    measure = other.effect_measure
    axis = effect_wording.axis_key(measure) if measure else ""
    return "; ".join((other.instrument, axis, other.unit or "", other.comparator or ""))


def _panel(view: View, key: str, other: Competitor, is_named: bool) -> Panel:
    """The axis of rows such as this one; its direction is that of the endpoint of that name, where there is one.

    `is_named`: an instrument has several axes, so each is titled with measure and comparator.
    """
    endpoints = view.evidence.endpoints.values()
    found = next((each for each in endpoints if other.instrument in (each.abbreviation, each.name)), None)
    measure = other.effect_measure or EFFECT_MEASURES["mean-difference"]
    ends = effect_wording.sides(
        measure, found.benefit_sign if found else 0, "the drug", other.comparator or "comparator"
    )
    column = effect_wording.column([measure])
    return Panel(
        key,
        f"{other.instrument}: {column} against {other.comparator}" if is_named else other.instrument,
        other.unit or "",
        effect_wording.axis(measure, other.unit),
        column,
        *ends,
        null=measure.null,
        is_log=measure.is_ratio,
    )


def _row(view: View, key: str, other: Competitor, names_comparator: bool) -> Row:
    """The row of one arm; it contains week and interval level, and the comparator where comparators differ."""
    figure = view.figure(f"{key}#value")
    arm = other.arm.removeprefix(other.drug).strip()
    is_log = bool(other.effect_measure and other.effect_measure.is_ratio)
    value, low, high = (effects.position(number, is_log) for number in (other.value, other.ci_low, other.ci_high))
    against = f"against {other.comparator}" if names_comparator else ""
    names = (
        "instrument",
        "timepoint",
        "comparator",
        "statistic",
        "value",
        "unit",
        "ci_level",
        "ci_low",
        "ci_high",
        "p",
        "n",
        "note",
    )
    return Row(
        id=f"{key}#value",
        address=figure.address,
        label=other.drug,
        detail="; ".join(part for part in (other.timepoint or "week not stated", arm, other.trial, against) if part),
        printed=wording.printed(figure),
        short=f"{wording.amount(figure, unit=False)} ({wording.interval(figure)})",
        extra=figure_text.p_value(figure),
        kind="rival",
        panel=_panel_key(other),
        line=key,
        value=value,
        low=low,
        high=high,
        cite=figure.cite,
        source=wording.sources(view, figure.cite),
        data={name: wording.text(getattr(other, name)) for name in names},
    )
