"""Safety as a map of what is reported: numbers, words only, or nothing, for the drug and for what it is compared with."""

from collections.abc import Iterator, Sequence

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row
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
    rows = tuple(rows_of(view))
    if not view.evidence.safety:
        reason = "No source that was read reports anything on safety."
        yield Chart("safety", "safety", subject, subject, "safety", reason=reason)
        return
    panels = tuple(Panel(name, name, zero=False) for name in dict.fromkeys(row.panel for row in rows))
    yield Chart(
        "safety",
        "safety",
        title(rows),
        subject,
        "safety",
        rows,
        panels,
        (ZERO, *([APART] if any(panel.key == ELSEWHERE for panel in panels) else [])),
        tuple((kind, text) for kind, text in KEY.items() if any(row.kind == kind for row in rows)),
        ("Topic", "Study, group, period", "Reported", ""),
        marks={"drug": view.evidence.drug.name, "columns": 3.0 if any(row.value == ALL for row in rows) else 2.0},
    )


def title(rows: Sequence[Row]) -> str:
    """How many topics have numbers for both sides, for one, or words only; other diseases are not counted."""
    topics: dict[str, list[Row]] = {}
    for row in rows:
        if row.panel != ELSEWHERE and not row.line.endswith(".silent"):
            topics.setdefault(row.line, []).append(row)
    counts = [{row.value for row in own if row.kind == "count"} for own in topics.values()]
    both = sum({DRUG, OTHER} <= found for found in counts)
    one = sum(bool(found) for found in counts) - both
    spoken = len(counts) - both - one
    has = "has" if both == 1 else "have"
    lead = f"Of {wording.counted(len(counts), 'safety topic')}, {both or 'none'} {has} numbers for both the drug and its comparator"
    return f"{lead}, {one} for one side only; {spoken} {'is' if spoken == 1 else 'are'} told in words"


def rows_of(view: View) -> Iterator[Row]:
    """Lines by study, category and period; groups before studies, other diseases last, silent studies named."""
    owners = [*view.evidence.groups, *view.evidence.studies]
    here = [key for key in owners if key in view.evidence.groups or _here(view, key)]
    covered = {
        member for key in view.evidence.groups if _reports(view, key) for member in view.evidence.groups[key].members
    }
    silent_ones = [
        key for key in here if not _reports(view, key) and key in view.evidence.studies and key not in covered
    ]
    for key in (*here, None, *(key for key in owners if key not in here)):
        if key is None:
            yield from (silent(view, study) for study in silent_ones)
            continue
        section = view.owner(key).label if key in here else ELSEWHERE
        topics: dict[tuple[str, str], list[SafetyReport]] = {}
        for report in _reports(view, key):
            topics.setdefault((report.category, report.period), []).append(report)
        for reports in topics.values():
            yield from line(view, key, section, reports)


def _here(view: View, key: str) -> bool:
    return is_here(view, view.evidence.studies[key].indication.value)


def _reports(view: View, key: str) -> list[SafetyReport]:
    shown = [view.preferred[fact] for fact in view.facts_of_study[key] if view.fact(fact).is_safety]
    return [report for report in shown if isinstance(report, SafetyReport)]


def line(view: View, owner: str, section: str, reports: Sequence[SafetyReport]) -> Iterator[Row]:
    """One topic: a row for each fact, in its column; what only one side has leaves the other said to be missing."""
    columns: set[float] = set()
    name = "" if section != ELSEWHERE else view.owner(owner).label
    topic = f"{owner}.{reports[0].category}.{reports[0].period}"
    for report in reports:
        column = ALL if report.arm is None else DRUG if wording.is_drug(view, report.arm) else OTHER
        columns |= {column, OTHER} if report.comparator and not numbers(report) else {column}
        yield row(view, report, name, section, topic, column)
    if ALL not in columns and len(columns) == 1:
        missing = OTHER if DRUG in columns else DRUG
        thing = view.owner(owner)
        what = "comparator" if missing == OTHER else view.evidence.drug.name
        label = number_format.sentence(reports[0].category)
        no = f"{what}: not reported"
        yield Row(owner, thing.address, label, no, "none", name, panel=section, line=topic, value=missing)


def row(view: View, report: SafetyReport, name: str, section: str, topic: str, column: float) -> Row:
    """The row of one fact. A statement that compares two arms lies across both columns."""
    figure = view.figure(report.fact)
    count = numbers(report)
    more = len({other.source for other in view.fact(report.fact).reports}) - 1
    who = _who(view, report.arm)
    period = "" if report.period == "not stated" else report.period
    text = f"{who}: {count}" if count else report.statement or "mentioned without a number"
    names = ("n_affected", "n_at_risk", "n_events", "percent_qualifier", "percent", "statement")
    return Row(
        id=report.fact,
        address=figure.address,
        label=number_format.sentence(report.category),
        detail=", ".join(part for part in (name, period) if part),
        printed=f"{text}. {report.statement}" if count and report.statement else text,
        short=text,
        extra=view.entities[report.source].label + (f" and {wording.counted(more, 'other source')}" if more else ""),
        kind="count" if count else "said",
        panel=section,
        line=topic,
        value=column,
        high=OTHER if report.comparator and not count else None,
        cite={other.source: other.locator for other in (report, *view.fact(report.fact).reports)},
        source=wording.sources(view, figure.cite),
        data={"study": report.study, "arm": report.arm or "", "category": report.category, "period": report.period}
        | {key: "" if getattr(report, key) is None else str(getattr(report, key)) for key in names},
    )


def _who(view: View, arm: str | None) -> str:
    """The arm as its label says it, or by dose and schedule where that is too long for a line."""
    label = view.entities[arm].label if arm else "All groups"
    return (
        label if arm is None or len(label) <= wording.LONGEST else number_format.sentence(wording.with_drug(view, arm))
    )


def numbers(report: SafetyReport) -> str:
    """Counts in words, as printed; nothing where there is none."""
    people, risk, events = report.n_affected, report.n_at_risk, report.n_events
    share = "" if report.percent is None else number_format.number(f"{report.percent}%")
    share = f"{report.percent_qualifier} {share}" if share and report.percent_qualifier else share
    parts = []
    if people is not None:
        parts.append(f"{people} of {risk}" if risk is not None else wording.counted(people, "person", "people"))
        parts[0] += f" ({share})" if share else ""
    elif share:
        parts.append(share)
    if events is not None:
        parts.append(wording.counted(events, "event"))
    return ", ".join(parts)


def silent(view: View, key: str) -> Row:
    """A study on whose safety nothing was found."""
    thing = view.owner(key)
    no = "no safety figure or statement found"
    section = "Nothing found"
    return Row(
        key,
        thing.address,
        thing.label,
        no,
        "none",
        short=no,
        panel=section,
        line=f"{key}.silent",
        value=DRUG,
        high=OTHER,
    )
