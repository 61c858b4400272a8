"""Other drugs on an instrument, where a difference from placebo and its interval are reported. Context, no ranking."""

from collections.abc import Iterator

from evidence.analysis import effect_wording, figure_text
from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Competitor
from evidence.model.effect_measures import EFFECT_MEASURES

NO_RANKING = (
    "This is context and no ranking: weeks, instruments, populations and interval levels differ, and no trial here compared "
    "these drugs with each other. The order is alphabetical."
)


def charts(view: View) -> Iterator[Chart]:
    """One chart, or the reason for none."""
    subject = f"Other drugs in {view.evidence.drug.diseases}: difference from placebo, by instrument and drug name"
    others = view.evidence.landscape
    given = [key for key, other in others.items() if None not in (other.value, other.ci_low, other.ci_high)]
    if not given:
        reason = "No source that was read prints a difference from placebo with its interval for another drug."
        yield Chart("landscape", "landscape", subject, subject, "landscape", reason=reason)
        return
    given.sort(key=lambda key: (others[key].drug.casefold(), others[key].trial, key))
    instruments = sorted({others[key].instrument for key in given})
    left = len(others) - len(given)
    rest = (
        f"{wording.pluralise(left, 'arm')} without a value and its interval {'is' if left == 1 else 'are'} not drawn."
    )
    drugs = len({others[key].drug for key in given})
    yield Chart(
        "landscape",
        "landscape",
        f"{wording.pluralise(len(given), 'result')} of {wording.pluralise(drugs, 'other drug')} on "
        f"{wording.join(instruments)}, in alphabetical order: context, no ranking",
        subject,
        "landscape",
        tuple(_row(view, key, others[key]) for key in given),
        tuple(_panel(view, name) for name in instruments),
        (NO_RANKING, *([rest] if left else []), "Each instrument has a scale of its own."),
        (("rival", "another drug, difference from placebo"),),
        ("Drug", "When, arm, trial", "Difference", "P"),
    )


def _panel(view: View, instrument: str) -> Panel:
    """The axis of an instrument; its direction is that of the endpoint of that name, where there is one."""
    endpoints = view.evidence.endpoints.values()
    found = next((each for each in endpoints if instrument in (each.abbreviation, each.name)), None)
    sign, units = (found.benefit_sign, found.units or "points") if found else (0, "points")
    measure = EFFECT_MEASURES["mean-difference"]
    ends = effect_wording.sides(measure, sign, "the drug", "placebo")
    return Panel(instrument, instrument, units, f"Difference, {units}", "Difference", *ends)


def _row(view: View, key: str, other: Competitor) -> Row:
    """The row of one arm; it contains week and interval level, because they differ."""
    figure = view.figure(f"{key}#value")
    arm = other.arm.removeprefix(other.drug).strip()
    value, low, high = (float(number) for number in (other.value, other.ci_low, other.ci_high) if number is not None)
    names = ("instrument", "timepoint", "value", "ci_level", "ci_low", "ci_high", "p", "n", "note")
    return Row(
        id=f"{key}#value",
        address=figure.address,
        label=other.drug,
        detail="; ".join(part for part in (other.timepoint or "week not stated", arm, other.trial) if part),
        printed=wording.printed(figure),
        short=f"{wording.amount(figure, unit=False)} ({wording.interval(figure)})",
        extra=figure_text.p_value(figure),
        kind="rival",
        panel=other.instrument,
        line=key,
        value=value,
        low=low,
        high=high,
        cite=figure.cite,
        source=wording.sources(view, figure.cite),
        data={name: wording.text(getattr(other, name)) for name in names},
    )
