"""Forest plots: every effect on one endpoint, and every effect of the programme, an axis for each endpoint and measure."""

from collections.abc import Iterator, Sequence

from evidence.analysis import arm_names, effect_wording
from evidence.analysis.pooling import OwnPooling
from evidence.analysis.view import View
from evidence.charts import effects, findings, wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.charts.effects import Axis
from evidence.model import Report, links, number_format
from evidence.model.effect_measures import EffectMeasure

# More rows than this nobody compares in one drawing, and the page would be too large to load.
MOST = 100
HEADS = ("Study", "Arm, when")
HOW = "Points are the {what} as printed, bars their intervals as printed; the line stands at {null}."
LOGARITHMIC = "The axis of a ratio is logarithmic: 0.50 and 2.00 lie equally far from 1."
IN_WORDS = "A percentage in words, such as 20% lower, is computed by this site from the printed ratio beside it."
BEYOND = "A ratio or limit printed as zero has no place on a logarithmic axis: its bar ends at the edge."
COMPUTED = (
    "The hollow diamond is computed by this site from the printed figures (fixed effect, inverse variance): it is nobody "
    "else's result, and no further study."
)
POOLED = "A pooled row is one analysis of the studies above it, not a further study."
ROUNDED = "A limit printed as zero is rounded: the true limit may lie on either side of it."
ROUNDED_ONE = "A limit printed as 1 is rounded: the true limit may lie on either side of it."
ONE_PERSON = (
    "The smallest improvement that matters is not drawn: it concerns the change of one person, not a difference between "
    "the averages of two groups."
)
NO_INTERVAL = "Where no interval was printed none is drawn; that is no sign of certainty."
MARGIN = "The dashed line is the non-inferiority margin as printed; only an interval that does not reach it is within the margin."
COMPARATORS = "The rows were compared with different comparators, each named in its row; nobody compared the studies with each other."
SCALES = "Each endpoint has a scale of its own: lengths can be compared within one endpoint only."
MEASURES = "Each measure has a scale of its own: lengths can be compared within one measure only."


def charts(view: View) -> Iterator[Chart]:
    """One chart an endpoint that has any figure, then the whole programme; an instrument has one where effects hang on it."""
    reports = effects.of_trials(view)
    for key, endpoint in view.evidence.endpoints.items():
        own = [report for report in reports if report.endpoint == key]
        if own or (endpoint.kind != "instrument" and view.facts_of_endpoint[key]):
            yield _of_endpoint(view, key, own)
    yield _of_programme(view, [report for report in reports if report.endpoint])


def _of_endpoint(view: View, endpoint: str, reports: Sequence[Report]) -> Chart:
    """Every effect on one endpoint, by measure."""
    id, name = f"forest.{endpoint}", view.evidence.endpoints[endpoint].name
    if not reports:
        subject = f"{name}: mean differences between arms"
        reason = f"No source that was read prints a difference between two arms for {name}."
        return Chart(id, "forest", subject, subject, endpoint, reason=reason)
    axes = effects.axes(view, reports)
    subject = f"{name}: {wording.join([*dict.fromkeys(map(_plural, axes))])} between arms"
    titles = [effect_wording.column([axis.measure]) for axis in axes] if len(axes) > 1 else [name]
    return _chart(view, id, axes, titles, findings.finding(view, axes[0].reports), subject, endpoint)


def _plural(axis: Axis) -> str:
    """What the effects of an axis are, in the plural."""
    if effect_wording.axis_key(axis.measure) == "difference":
        return "mean differences"
    if axis.measure.family == "reduction":
        return axis.measure.label
    head, _, rest = axis.measure.label.partition(" of ")
    return (
        f"{head}s of {rest}"
        if rest
        else axis.measure.label.replace("difference", "differences").replace("ratio", "ratios")
    )


def _of_programme(view: View, reports: Sequence[Report]) -> Chart:
    """Every effect that is reported anywhere, by endpoint and measure."""
    subject, reason = "All differences between arms, by endpoint", ""
    if not reports:
        reason = "No source that was read prints a difference between arms."
    elif len(reports) > MOST:
        reason = f"{len(reports)} differences are too many for one drawing; the page of each endpoint has those on it."
    if reason:
        return Chart("forest", "forest", subject, subject, "results", reason=reason)
    axes = effects.axes(view, reports)
    if effect_wording.column(axis.measure for axis in axes) != "Difference":
        subject = "All effects of one arm against another, by endpoint and measure"
    several = {axis.endpoint for axis in axes if sum(each.endpoint == axis.endpoint for each in axes) > 1}
    titles = [
        view.evidence.endpoints[axis.endpoint].name
        + (f": {effect_wording.column([axis.measure])}" if axis.endpoint in several else "")
        for axis in axes
    ]
    title = f"{findings.finding(view, axes[0].reports)} ({effects.short_endpoint(view, axes[0].endpoint)})"
    return _chart(view, "forest", axes, titles, title, subject, "results")


def _chart(
    view: View, id: str, axes: Sequence[Axis], titles: Sequence[str], title: str, subject: str, about: str
) -> Chart:
    """The chart of some axes, each under its title."""
    is_named = has_several_comparators(view, axes)
    made = (panel_of(view, *pair, is_named) for pair in zip(axes, titles, strict=True))
    panels, of_panels = zip(*made, strict=True)
    rows = tuple(row for rows_of_panel in of_panels for row in rows_of_panel)
    scales = {SCALES: len({axis.endpoint for axis in axes}) > 1, MEASURES: len({axis.measure for axis in axes}) > 1}
    caption = (*caption_of(view, axes, rows), *(text for text, is_true in scales.items() if is_true))
    heading = effect_wording.column(axis.measure for axis in axes)
    return Chart(
        id,
        "forest",
        title,
        subject,
        about,
        rows,
        panels,
        caption,
        effects.legend(view, rows),
        (*HEADS, heading, "P"),
    )


def has_several_comparators(view: View, axes: Sequence[Axis]) -> bool:
    """Whether the rows of a chart were compared with different comparators, so that each must name its own."""
    named = {effects.comparator(view, axis.reports) for axis in axes}
    return len(named) > 1 or arm_names.SEVERAL in named


def panel_of(view: View, axis: Axis, title: str, is_named: bool = False) -> tuple[Panel, tuple[Row, ...]]:
    """The panel and the rows of one axis: single studies first, pooled ones next, those that we computed last.

    `is_named` where every row names its comparator.
    """
    has_levels = len(effects.levels(view, axis.reports)) > 1
    ordered = sorted(axis.reports, key=lambda report: report.study in view.evidence.groups)
    rows = [
        effects.row(
            view,
            each,
            view.entities[each.study].label,
            effects.arm_and_time(view, each, is_named),
            axis.key,
            each.fact,
            has_levels,
        )
        for each in ordered
    ]
    facts = {each.fact for each in ordered}
    rows += [
        _computed_row(view, pooling, axis, has_levels, is_named)
        for pooling in view.poolings
        if isinstance(pooling, OwnPooling) and pooling.row.fact in facts
    ]
    return effects.panel(view, axis, title), tuple(rows)


def _computed_row(view: View, pooling: OwnPooling, axis: Axis, level: bool, is_named: bool) -> Row:
    """The row of a pooling of our own: never in the place of a reported one, and labelled in every form."""
    result, reported = pooling.result, pooling.reported.row if pooling.reported else None
    ends = {"value": result.estimate, "ci_low": result.low, "ci_high": result.high}
    numbers = {name: number_format.fixed(end, pooling.places) for name, end in ends.items()}
    value, low, high = map(number_format.number, numbers.values())
    page = reported.study if isinstance(reported, Report) else ""
    unit = f" {pooling.row.unit}" if pooling.row.unit else ""
    symbol = f"{axis.measure.symbol} " if axis.measure.symbol else ""
    return Row(
        id=f"{pooling.facts[-1]}.computed",
        address=view.entities[page].address if page else links.address("results"),
        label="Pooled by this site",
        detail=f"computed; {effects.arm_and_time(view, pooling.row, is_named)}",
        printed=f"{symbol}{value}{unit} (95% CI {low} to {high}), computed by this site",
        short=f"{value} ({'95% CI ' if level else ''}{low} to {high})",
        kind="computed",
        panel=axis.key,
        line=f"{pooling.facts[-1]}.computed",
        value=result.estimate,
        low=result.low,
        high=result.high,
        source="computed by this site from the printed figures",
        data={
            "endpoint": axis.endpoint,
            "timepoint": pooling.row.timepoint or "",
            "statistic": pooling.row.statistic,
            "ci_level": "95",
            **numbers,
        },
    )


def caption_of(view: View, axes: Sequence[Axis], rows: Sequence[Row]) -> tuple[str, ...]:
    """How to read the plot; only what applies to its rows."""
    measures = [axis.measure for axis in axes]
    logarithmic = {axis.key for axis in axes if axis.measure.is_ratio}
    printed = [row for row in rows if row.cite]
    limits = {
        is_log: [
            number
            for row in printed
            if (row.panel in logarithmic) == is_log
            for name in ("ci_low", "ci_high")
            if (number := row.data[name])
        ]
        for is_log in (False, True)
    }
    zeros = [row for row in printed if row.panel in logarithmic and _is_zero(row.data["value"])]
    of = (view.evidence.endpoints[axis.endpoint] for axis in axes)
    instruments = [view.evidence.endpoints.get(each.instrument or "", each) for each in of]
    applies = {
        HOW.format(what=_what(measures), null=effect_wording.no_effect(measures)): True,
        LOGARITHMIC: bool(logarithmic),
        IN_WORDS: bool(logarithmic),
        BEYOND: bool(zeros) or any(map(_is_zero, limits[True])),
        MARGIN: any(row.margin is not None for row in rows),
        COMPARATORS: has_several_comparators(view, axes),
        POOLED: any(row.kind == "pooled" for row in rows),
        COMPUTED: any(row.kind == "computed" for row in rows),
        ROUNDED: any(map(_is_zero, limits[False])),
        ROUNDED_ONE: any(float(limit) == 1 for limit in limits[True]),
        ONE_PERSON: any(
            limit.kind == "minimal-improvement" for each in instruments for limit in each.thresholds.values()
        ),
        NO_INTERVAL: any(not row.data.get("ci_low") for row in rows),
    }
    return tuple(sentence for sentence, is_true in applies.items() if is_true)


def _is_zero(number: str) -> bool:
    return number.strip("-0.") == ""


def _what(measures: Sequence[EffectMeasure]) -> str:
    """What the points are, in the plural."""
    families = {"ratio" if measure.is_ratio else "difference" for measure in measures}
    return "differences and ratios" if len(families) > 1 else f"{families.pop()}s"
