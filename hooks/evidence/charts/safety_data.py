"""Safety as a map of what is reported: numbers, words only, or nothing, for the drug and for what it is compared with."""

from collections.abc import Iterator, Sequence

from evidence.analysis import arm_names, figure_text, safety_wording
from evidence.analysis.citation_index import by
from evidence.analysis.entity_index import within
from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row, legend
from evidence.charts.timeline_data import is_here
from evidence.model import SafetyReport, number_format

# Columns of the map, from the left; a row's `value` is the place of its column.
DRUG, OTHER, ALL = 0.0, 1.0, 2.0
ELSEWHERE = "Other diseases"
KEY = {"count": "a number is printed", "said": "words only", "none": "nothing in the texts that were read"}
ZERO = "A missing count is not a count of zero."
APART = "Studies in other diseases stand apart: other people, perhaps other doses and other drugs beside."


def charts(view: View) -> Iterator[Chart]:
    """One chart, or the reason for none."""
    subject = f"Safety of {view.evidence.drug.name}: what is reported, for whom"
    if not view.evidence.safety:
        reason = "No source that was read reports anything on safety."
        yield Chart("safety", "safety", subject, subject, "safety", reason=reason)
        return
    rows = tuple(_rows(view))
    panels = tuple(Panel(name, name, zero=False) for name in dict.fromkeys(row.panel for row in rows))
    yield Chart(
        "safety",
        "safety",
        _title(rows),
        subject,
        "safety",
        rows,
        panels,
        (ZERO, *([APART] if any(panel.key == ELSEWHERE for panel in panels) else [])),
        legend(KEY, rows),
        ("Topic", "Study, group, period", "Reported", ""),
        marks={"drug": view.evidence.drug.name, "columns": 3.0 if any(row.value == ALL for row in rows) else 2.0},
    )


def _title(rows: Sequence[Row]) -> str:
    """How many topics have numbers for both sides, for one, or words only; other diseases are not counted."""
    topics = by((row.line, row) for row in rows if row.panel != ELSEWHERE and not row.line.endswith(".silent"))
    counts = [{row.value for row in own if row.kind == "count"} for own in topics.values()]
    both = sum({DRUG, OTHER} <= columns for columns in counts)
    words = counts.count(set())
    return (
        f"Of {wording.pluralise(len(counts), 'safety topic')}, {both or 'none'} {'has' if both == 1 else 'have'} numbers for "
        f"both the drug and its comparator, {len(counts) - both - words} for one side only; "
        f"{words} {'is' if words == 1 else 'are'} told in words"
    )


def _rows(view: View) -> Iterator[Row]:
    """Lines by study, category and period; groups before studies, other diseases last, studies without reports named."""
    groups, studies = view.evidence.groups, view.evidence.studies
    here = [*groups, *(key for key, study in studies.items() if is_here(view, study.indication.value))]
    reports = {key: _reports(view, key) for key in (*groups, *studies)}
    covered = {member for key, group in groups.items() if reports[key] for member in group.members}
    for key in here:
        yield from _lines(view, key, view.entities[key].label, reports[key])
    for key in here:
        if key in studies and not reports[key] and key not in covered:
            entity, no = view.entities[key], "no safety figure or statement found"
            yield Row(
                id=key,
                address=entity.address,
                label=entity.label,
                printed=no,
                kind="none",
                short=no,
                panel="Nothing found",
                line=f"{key}.silent",
                value=DRUG,
                high=OTHER,
            )
    for key in studies:
        if key not in here:
            yield from _lines(view, key, ELSEWHERE, reports[key])


def _reports(view: View, key: str) -> list[SafetyReport]:
    shown = (view.preferred[fact] for fact in view.facts_of_study[key] if view.evidence.facts[fact].is_safety)
    return [report for report in shown if isinstance(report, SafetyReport)]


def _lines(view: View, owner: str, section: str, reports: Sequence[SafetyReport]) -> Iterator[Row]:
    """One topic a line: a row for each fact, in its column, and one for the column of the side on which nothing is reported."""
    entity = view.entities[owner]
    name = "" if section != ELSEWHERE else entity.label
    for (category, period), alike in by(((each.category, each.period), each) for each in reports).items():
        topic = f"{owner}.{category}.{period}"
        columns: set[float | None] = set()
        for report in alike:
            row = _row(view, report, name, section, topic)
            columns |= {row.value, row.value if row.high is None else row.high}
            yield row
        if ALL not in columns and len(columns) == 1:
            missing, what = (OTHER, "comparator") if DRUG in columns else (DRUG, view.evidence.drug.name)
            label, no = number_format.sentence(category), f"{what}: not reported"
            yield Row(owner, entity.address, label, no, "none", name, panel=section, line=topic, value=missing)


def _row(view: View, report: SafetyReport, name: str, section: str, topic: str) -> Row:
    """The row of one fact. A statement that compares two arms lies across both columns."""
    figure, reports = view.figure(report.fact), view.evidence.facts[report.fact].reports
    count, who = _counts(report), _arm(view, report.arm)
    if report.effect is not None and report.comparator:
        who += f" against {within(_arm(view, report.comparator))}"
        count = ", ".join(part for part in (figure_text.value(figure) + figure_text.uncertainty(figure), count) if part)
    more = len({other.source for other in reports}) - 1
    text = f"{who}: {count}" if count else report.statement or "mentioned without a number"
    period = "" if report.period == "not stated" else report.period
    names = "study arm category period n_affected n_at_risk n_events percent_qualifier percent statement"
    return Row(
        id=report.fact,
        address=figure.address,
        label=number_format.sentence(report.category),
        detail=", ".join(part for part in (name, period) if part),
        printed=f"{text}. {report.statement}" if count and report.statement else text,
        short=text,
        extra=view.entities[report.source].label + (f" and {wording.pluralise(more, 'other source')}" if more else ""),
        kind="count" if count else "said",
        panel=section,
        line=topic,
        value=ALL if report.arm is None else DRUG if arm_names.is_drug(view.evidence, report.arm) else OTHER,
        high=OTHER if report.comparator and not count else None,
        cite={other.source: other.locator for other in (report, *reports)},
        source=wording.sources(view, figure.cite),
        data={name: wording.text(getattr(report, name)) for name in names.split()},
    )


def _arm(view: View, arm: str | None) -> str:
    """The label of an arm, or dose and schedule where that is too long for a line."""
    label = view.entities[arm].label if arm else "All groups"
    return (
        number_format.sentence(arm_names.with_drug(view.evidence, arm))
        if arm and len(label) > arm_names.LONGEST
        else label
    )


def _counts(report: SafetyReport) -> str:
    """Counts in words, as reported; nothing where there is none."""
    people, risk = report.n_affected, report.n_at_risk
    qualifier = f"{report.percent_qualifier} " if report.percent_qualifier else ""
    parts = [] if report.percent is None else [f"{qualifier}{number_format.number(report.percent)}%"]
    if people is not None:
        affected = f"{people} of {risk}" if risk is not None else wording.pluralise(people, "person", "people")
        parts = [f"{affected} ({parts[0]})" if parts else affected]
    parts += [] if report.n_events is None else [wording.pluralise(report.n_events, "event")]
    return ", ".join([*parts, *([] if report.rate is None else [safety_wording.rate(report)])])
