"""The table of adverse events for download: a row an arm against a comparator, counts as printed, comparison derived."""

from collections.abc import Iterator
from dataclasses import replace

from evidence.analysis.dictionary import Field, fields
from evidence.analysis.safety_comparison import SafetyTable, Topic
from evidence.analysis.safety_contrasts import Against
from evidence.analysis.safety_wording import rounded, rounded_ratio
from evidence.analysis.tables.data_tables import Table, text
from evidence.analysis.view import View
from evidence.model import SafetyReport

ABOUT = (
    "One arm against a comparator on one adverse event, where both print counts or rates; derived_... is computed by us, "
    "arm minus or divided by comparator."
)
# What a row has of each of the two arms, from their reports.
ARM = (
    "n_affected",
    "n_at_risk",
    "n_events",
    "percent_qualifier",
    "percent",
    "exposure",
    "rate_qualifier",
    "rate",
    "rate_unit",
)
_KNOWN = {field.name: replace(field, required=False) for field in fields(SafetyReport)}
_QUANTITY = Field(
    "quantity",
    "What is compared: share (people of people) or rate (events or people over time observed).",
    "one of: share, rate",
    "",
    True,
    "choice",
    "",
    ("share", "rate"),
)


def _derived(name: str, about: str, unit: str = "") -> Field:
    return Field(f"derived_{name}", f"{about}; computed by us.", "number", unit, form="number")


FIELDS = (
    *(replace(_KNOWN[name], required=True) for name in ("study", "category", "period")),
    _KNOWN["event_group"],
    _QUANTITY,
    replace(_KNOWN["fact"], about="Fact of the arm.", required=True),
    replace(_KNOWN["arm"], required=True),
    *(_KNOWN[name] for name in ARM),
    replace(_KNOWN["fact"], name="comparator_fact", about="Fact of the comparator.", required=True),
    replace(_KNOWN["comparator"], required=True),
    *(
        replace(_KNOWN[name], name=f"comparator_{name}", about=f"Of the comparator: {_KNOWN[name].about}")
        for name in ARM
    ),
    Field("difference_unit", "Unit of the derived difference."),
    _derived("difference", "Risk difference or difference of rates, in `difference_unit`"),
    _derived("difference_low", "Lower end of its 95% interval, in `difference_unit`"),
    _derived("difference_high", "Upper end of its 95% interval, in `difference_unit`"),
    _derived("ratio", "Risk ratio or rate ratio", "1"),
    _derived("ratio_low", "Lower end of its 95% interval", "1"),
    _derived("ratio_high", "Upper end of its 95% interval", "1"),
    Field("not_derived", "Why no difference or no ratio is derived."),
)


def safety_comparison(view: View) -> Table:
    """A row for each comparison on the pages."""
    rows = tuple(
        _row(table, topic, each)
        for tables in view.safety_tables.values()
        for table in tables
        for topic in table.topics
        for each in topic.against
    )
    return Table("safety_comparison", ABOUT, FIELDS, rows, ("fact", "comparator_fact", "quantity"))


def _row(table: SafetyTable, topic: Topic, each: Against) -> tuple[str, ...]:
    arm, comparator = topic.cells[each.arm], topic.cells[each.comparator]
    return (
        *(table.owner, topic.category, topic.period, table.group or "", table.quantity),
        *_arm(arm, each.arm),
        *_arm(comparator, each.comparator),
        (topic.rate_unit or "percentage points") if each.difference else "",
        *(rounded(each.difference) if each.difference else ("", "", "")),
        *(map(rounded_ratio, (each.ratio.estimate, each.ratio.low, each.ratio.high)) if each.ratio else ("", "", "")),
        each.why_not or each.why_no_ratio,
    )


def _arm(report: SafetyReport, arm: str) -> Iterator[str]:
    yield from (report.fact, arm)
    yield from (text(getattr(report, name)) for name in ARM)
