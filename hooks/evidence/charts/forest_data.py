"""Forest plots: every difference on one endpoint, and every difference of the programme, an axis for each endpoint."""

from collections.abc import Iterator, Mapping, Sequence

from evidence.analysis.citation_index import by
from evidence.analysis.pooling import OwnPooling
from evidence.analysis.view import View
from evidence.charts import effects
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Report, links, number_format

# More rows than this nobody compares in one drawing, and the page would be too large to load.
MOST = 100
HEADS = ("Study", "Arm, when", "Difference", "P")
HOW = "Points are the differences as printed, bars their intervals as printed; the line stands at no difference."
COMPUTED = (
    "The hollow diamond is computed by this site from the printed figures (fixed effect, inverse variance): it is nobody "
    "else's result, and no further study."
)
POOLED = "A pooled row is one analysis of the studies above it, not a further study."
ROUNDED = "A limit printed as zero is rounded: the true limit may lie on either side of it."
ONE_PERSON = (
    "The smallest improvement that matters is not drawn: it concerns the change of one person, not a difference between "
    "the averages of two groups."
)
NO_INTERVAL = "Where no interval was printed none is drawn; that is no sign of certainty."
SCALES = "Each endpoint has a scale of its own: lengths can be compared within one endpoint only."


def charts(view: View) -> Iterator[Chart]:
    """One chart an endpoint that has any figure, then the whole programme. Instruments are measured through endpoints."""
    reports = by((report.endpoint, report) for report in view.effect_reports.values() if report.endpoint)
    for key, endpoint in view.evidence.endpoints.items():
        if endpoint.kind != "instrument" and view.facts_of_endpoint[key]:
            yield _of_endpoint(view, key, reports.get(key, ()))
    yield _of_programme(view, reports)


def _of_endpoint(view: View, endpoint: str, reports: Sequence[Report]) -> Chart:
    """Every difference on one endpoint."""
    id, name = f"forest.{endpoint}", view.evidence.endpoints[endpoint].name
    subject = f"{name}: mean differences between arms"
    if not reports:
        reason = f"No source that was read prints a difference between two arms for {name}."
        return Chart(id, "forest", subject, subject, endpoint, reason=reason)
    panel, rows = panel_of(view, endpoint, reports)
    title, legend = effects.finding(view, reports), effects.legend(view, rows)
    caption = _caption(view, [endpoint], rows)
    return Chart(id, "forest", title, subject, endpoint, rows, (panel,), caption, legend, HEADS)


def _of_programme(view: View, by_endpoint: Mapping[str, Sequence[Report]]) -> Chart:
    """Every difference that is reported anywhere, by endpoint."""
    subject = "All differences between arms, by endpoint"
    count, reason = sum(map(len, by_endpoint.values())), ""
    if not count:
        reason = "No source that was read prints a difference between arms."
    elif count > MOST:
        reason = f"{count} differences are too many for one drawing; the page of each endpoint has those on it."
    if reason:
        return Chart("forest", "forest", subject, subject, "results", reason=reason)
    panels, rows_of_panels = zip(*(panel_of(view, key, reports) for key, reports in by_endpoint.items()), strict=True)
    rows = tuple(row for rows_of_panel in rows_of_panels for row in rows_of_panel)
    first, reports = next(iter(by_endpoint.items()))
    title = f"{effects.finding(view, reports)} ({effects.short_endpoint(view, first)})"
    caption = (*_caption(view, list(by_endpoint), rows), *([SCALES] if len(panels) > 1 else []))
    return Chart(
        "forest", "forest", title, subject, "results", rows, panels, caption, effects.legend(view, rows), HEADS
    )


def panel_of(view: View, endpoint: str, reports: Sequence[Report]) -> tuple[Panel, tuple[Row, ...]]:
    """The axis and the rows of one endpoint: single studies first, pooled ones next, those that we computed last."""
    levels = effects.levels(view, reports)
    ordered = sorted(reports, key=lambda report: report.study in view.evidence.groups)
    rows = [
        effects.row(
            view,
            each,
            view.entities[each.study].label,
            effects.arm_and_time(view, each),
            endpoint,
            each.fact,
            len(levels) > 1,
        )
        for each in ordered
    ]
    rows += [
        _computed_row(view, pooling, endpoint, len(levels) > 1)
        for pooling in view.poolings
        if isinstance(pooling, OwnPooling) and pooling.row.endpoint == endpoint
    ]
    return effects.panel(view, endpoint, endpoint, levels, view.evidence.endpoints[endpoint].name), tuple(rows)


def _computed_row(view: View, pooling: OwnPooling, endpoint: str, level: bool) -> Row:
    """The row of a pooling of our own: never in the place of a reported one, and labelled in every form."""
    result, reported = pooling.result, pooling.reported.row if pooling.reported else None
    ends = {"value": result.estimate, "ci_low": result.low, "ci_high": result.high}
    numbers = {name: number_format.fixed(end, pooling.places) for name, end in ends.items()}
    value, low, high = map(number_format.number, numbers.values())
    page = reported.study if isinstance(reported, Report) else ""
    unit = f" {pooling.row.unit}" if pooling.row.unit else ""
    return Row(
        id=f"{pooling.facts[-1]}.computed",
        address=view.entities[page].address if page else links.address("results"),
        label="Pooled by this site",
        detail=f"computed; {effects.arm_and_time(view, pooling.row)}",
        printed=f"{value}{unit} (95% CI {low} to {high}), computed by this site",
        short=f"{value} ({'95% CI ' if level else ''}{low} to {high})",
        kind="computed",
        panel=endpoint,
        line=f"{pooling.facts[-1]}.computed",
        value=result.estimate,
        low=result.low,
        high=result.high,
        source="computed by this site from the printed figures",
        data={"endpoint": endpoint, "timepoint": pooling.row.timepoint or "", "ci_level": "95", **numbers},
    )


def _caption(view: View, endpoints: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """How to read the plot; only what applies to its rows."""
    limits = [row.data[name] for row in rows if row.cite for name in ("ci_low", "ci_high") if row.data[name]]
    instruments = [view.evidence.endpoints[view.evidence.endpoints[key].instrument or key] for key in endpoints]
    applies = {
        HOW: True,
        POOLED: any(row.kind == "pooled" for row in rows),
        COMPUTED: any(row.kind == "computed" for row in rows),
        ROUNDED: any(limit.strip("-0.") == "" for limit in limits),
        ONE_PERSON: any(
            limit.kind == "minimal-improvement" for each in instruments for limit in each.thresholds.values()
        ),
        NO_INTERVAL: any(row.low is None for row in rows),
    }
    return tuple(sentence for sentence, is_true in applies.items() if is_true)
