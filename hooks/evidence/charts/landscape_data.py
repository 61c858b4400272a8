"""Other drugs on an instrument, where a difference from placebo and its interval were printed. Context, no ranking."""

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Competitor

NO_RANKING = (
    "This is context and no ranking: weeks, instruments, populations and interval levels differ, and no trial here compared "
    "these drugs with each other. The order is alphabetical."
)


def charts(view: View) -> Iterator[Chart]:
    """One chart, or the reason for none."""
    subject = f"Other drugs in {view.evidence.drug.indication}: difference from placebo, by instrument and drug name"
    arms = view.evidence.landscape
    given = sorted(
        (item for item in arms.items() if None not in (item[1].value, item[1].ci_low, item[1].ci_high)),
        key=lambda item: (item[1].drug.casefold(), item[1].trial, item[0]),
    )
    if not given:
        reason = "No source that was read prints a difference from placebo with its interval for another drug."
        yield Chart("landscape", "landscape", subject, subject, "landscape", reason=reason)
        return
    rows = tuple(row(view, key, other) for key, other in given)
    instruments = sorted({other.instrument for _, other in given})
    left = len(arms) - len(given)
    rest = f"{wording.counted(left, 'arm')} without a value and its interval {'is' if left == 1 else 'are'} not drawn."
    drugs = len({other.drug for _, other in given})
    yield Chart(
        "landscape",
        "landscape",
        f"{wording.counted(len(rows), 'result')} of {wording.counted(drugs, 'other drug')} on "
        f"{wording.joined(instruments)}, in alphabetical order: context, no ranking",
        subject,
        "landscape",
        rows,
        tuple(panel(view, name) for name in instruments),
        (NO_RANKING, *([rest] if left else []), "Each instrument has a scale of its own."),
        (("rival", "another drug, difference from placebo"),),
        ("Drug", "When, arm, trial", "Difference", "P"),
    )


def panel(view: View, instrument: str) -> Panel:
    """The axis of an instrument; its direction comes from the endpoint of that name, where there is one."""
    found = [key for key, e in view.evidence.endpoints.items() if instrument in (e.abbreviation, e.name)]
    way = view.evidence.endpoints[found[0]].benefit_sign if found else 0
    units = (view.evidence.endpoints[found[0]].units if found else None) or "points"
    sides = ("better with the drug", "better with placebo") if way else ("lower with the drug", "higher with the drug")
    low, high = sides if way <= 0 else sides[::-1]
    return Panel(instrument, instrument, units, f"Difference, {units}", "Difference", low, high)


def row(view: View, key: str, other: Competitor) -> Row:
    """The row of one arm; week and interval level stand in it, because they differ."""
    figure = view.figure(f"{key}#value")
    arm = other.arm.removeprefix(other.drug).strip()
    value, low, high = (float(number) for number in (other.value, other.ci_low, other.ci_high) if number is not None)
    numbers = {name: getattr(other, name) for name in ("value", "ci_level", "ci_low", "ci_high", "p", "n", "note")}
    return Row(
        id=f"{key}#value",
        address=figure.address,
        label=other.drug,
        detail="; ".join(part for part in (other.timepoint or "week not stated", arm, other.trial) if part),
        printed=wording.printed(figure),
        short=f"{wording.amount(figure, unit=False)} ({wording.interval(figure)})",
        extra=wording.p_value(figure),
        kind="rival",
        panel=other.instrument,
        line=key,
        value=value,
        low=low,
        high=high,
        cite=figure.cite,
        source=wording.sources(view, figure.cite),
        data={"instrument": other.instrument, "timepoint": other.timepoint or ""}
        | {name: "" if number is None else str(number) for name, number in numbers.items()},
    )
