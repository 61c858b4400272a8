"""Forest plots: every difference on one endpoint, and every difference of the programme, an axis for each endpoint."""

from collections.abc import Iterator, Sequence

from evidence.analysis.pooling import OwnPooling
from evidence.analysis.view import View
from evidence.charts import effects
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Report, links, number_format

# More rows than this nobody compares in one drawing, and the page would be too large to load.
MOST = 100
HEADS = ("Study", "Arm, when", "Difference", "P")
HOW = "Points are the differences as printed, bars their intervals as printed; the line stands at no difference."
OURS = (
    "The hollow diamond is computed by this site from the printed figures (fixed effect, inverse variance): it is nobody "
    "else's result, and no further study."
)
POOLED = "A pooled row is one analysis of the studies above it, not a further study."
ONE_PERSON = (
    "The smallest improvement that matters is not drawn: it concerns the change of one person, not a difference between "
    "the averages of two groups."
)
SCALES = "Each endpoint has a scale of its own: lengths can be compared within one endpoint only."


def charts(view: View) -> Iterator[Chart]:
    """One chart an endpoint that has any figure, then the whole programme. Instruments are measured through endpoints."""
    for endpoint, has in view.evidence.endpoints.items():
        if has.kind != "instrument" and view.facts_of_endpoint[endpoint]:
            yield of_endpoint(view, endpoint)
    yield of_programme(view)


def of_endpoint(view: View, endpoint: str) -> Chart:
    """Every difference on one endpoint."""
    facts = [fact for fact in view.effects if effects.report_of(view, fact).endpoint == endpoint]
    name = view.evidence.endpoints[endpoint].name
    subject = f"{name}: mean differences between arms"
    id = f"forest.{endpoint}"
    if not facts:
        reason = f"No source that was read prints a difference between two arms for {name}."
        return Chart(id, "forest", subject, subject, endpoint, reason=reason)
    rows = tuple(rows_of(view, facts, endpoint))
    return Chart(
        id,
        "forest",
        effects.finding(view, facts),
        subject,
        endpoint,
        rows,
        (panel_of(view, facts, endpoint),),
        caption(view, [endpoint], rows),
        effects.key_of(view, (row.kind for row in rows)),
        HEADS,
    )


def of_programme(view: View) -> Chart:
    """Every difference that is printed anywhere, by endpoint."""
    subject = "All differences between arms, by endpoint"
    by_endpoint: dict[str, list[str]] = {}
    for fact in view.effects:
        if endpoint := effects.report_of(view, fact).endpoint:
            by_endpoint.setdefault(endpoint, []).append(fact)
    if not by_endpoint:
        reason = "No source that was read prints a difference between arms."
        return Chart("forest", "forest", subject, subject, "results", reason=reason)
    many = sum(map(len, by_endpoint.values()))
    if many > MOST:
        reason = f"{many} differences are too many for one drawing; the page of each endpoint has those on it."
        return Chart("forest", "forest", subject, subject, "results", reason=reason)
    parts = [(panel_of(view, facts, key), tuple(rows_of(view, facts, key))) for key, facts in by_endpoint.items()]
    rows = tuple(row for _, own in parts for row in own)
    first = next(iter(by_endpoint))
    title = f"{effects.finding(view, by_endpoint[first])} ({effects.short_endpoint(view, first)})"
    return Chart(
        "forest",
        "forest",
        title,
        subject,
        "results",
        rows,
        tuple(panel for panel, _ in parts),
        (*caption(view, list(by_endpoint), rows), *([SCALES] if len(parts) > 1 else [])),
        effects.key_of(view, (row.kind for row in rows)),
        HEADS,
    )


def panel_of(view: View, facts: Sequence[str], endpoint: str) -> Panel:
    """The axis of one endpoint."""
    levels = {view.figure(fact).level for fact in facts}
    return effects.panel(view, endpoint, endpoint, levels, view.evidence.endpoints[endpoint].name)


def rows_of(view: View, facts: Sequence[str], endpoint: str) -> Iterator[Row]:
    """The rows of one endpoint: single studies first, pooled ones last."""
    levels = {view.figure(fact).level for fact in facts}
    for fact in sorted(facts, key=lambda fact: effects.report_of(view, fact).study in view.evidence.groups):
        report = effects.report_of(view, fact)
        detail = effects.who_and_when(view, report)
        yield effects.row(view, fact, view.owner(report.study).label, detail, endpoint, fact, len(levels) > 1)
    for own in view.poolings:
        if isinstance(own, OwnPooling) and own.row.endpoint == endpoint:
            yield computed(view, own, endpoint, len(levels) > 1)


def computed(view: View, own: OwnPooling, endpoint: str, level: bool) -> Row:
    """The row of a pooling of our own: never in the place of a reported one, and labelled in every form."""
    numbers = {
        name: number_format.fixed(value, own.places)
        for name, value in (("value", own.result.estimate), ("ci_low", own.result.low), ("ci_high", own.result.high))
    }
    value, low, high = (number_format.number(text) for text in numbers.values())
    ends = f"{low} to {high}"
    unit = f" {own.row.unit}" if own.row.unit else ""
    reported = own.reported.row if own.reported else None
    page = reported.study if isinstance(reported, Report) else ""
    return Row(
        id=f"{own.facts[-1]}.computed",
        address=view.entities[page].address if page else links.address("results"),
        label="Pooled by this site",
        detail=f"computed; {effects.who_and_when(view, own.row)}",
        printed=f"{value}{unit} (95% CI {ends}), computed by this site",
        short=f"{value} ({'95% CI ' if level else ''}{ends})",
        kind="computed",
        panel=endpoint,
        line=f"{own.facts[-1]}.computed",
        value=own.result.estimate,
        low=own.result.low,
        high=own.result.high,
        source="computed by this site from the printed figures",
        data={"endpoint": endpoint, "timepoint": own.row.timepoint or "", "ci_level": "95", **numbers},
    )


def caption(view: View, endpoints: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """How to read the plot; only what applies to its rows."""
    said = [HOW]
    if any(row.kind == "pooled" for row in rows):
        said.append(POOLED)
    if any(row.kind == "computed" for row in rows):
        said.append(OURS)
    if any(
        text.strip("-0.") == ""
        for row in rows
        if row.cite
        for text in (row.data["ci_low"], row.data["ci_high"])
        if text
    ):
        said.append(effects.ROUNDED)
    instruments = [view.evidence.endpoints[key].instrument or key for key in endpoints]
    thresholds = [limit.kind for key in instruments for limit in view.evidence.endpoints[key].thresholds.values()]
    if "minimal-improvement" in thresholds:
        said.append(ONE_PERSON)
    bare = [row for row in rows if row.low is None]
    if bare:
        said.append("Where no interval was printed none is drawn; that is no sign of certainty.")
    return tuple(said)
