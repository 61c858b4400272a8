"""Other drugs in the same disease, in order of name: context, no ranking."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.verdicts import Finding
from evidence.model import Competitor, links
from evidence.site.gather import Gatherer, Number, Origin, Ref, Text
from evidence.site.gather_charts import frames
from evidence.site.gather_page_end import Feedback, feedback
from evidence.site.pages.page import Page, edit_of_folder


@dataclass(frozen=True)
class CompetitorRow:
    """One arm of one trial of another drug. `check` is the address of what the check of its numbers says; `against` says what
    a row is compared with, and by which measure, where the heading of the table cannot.
    """

    ref: Ref
    key: str
    other: Competitor
    n: Number | None
    value: Number | None
    p: Number | None
    against: str
    note: Text
    origins: tuple[Origin, ...]
    findings: tuple[Finding, ...]
    check: str
    feedback: Feedback


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    ordered = sorted(gather.view.evidence.landscape.items(), key=lambda item: (item[1].drug.casefold(), item[0]))
    comparisons = {_against(other) for _, other in ordered} - {""}
    is_shared = len(comparisons) == 1
    rows = tuple(_row(gather, key, other, "" if is_shared else _against(other)) for key, other in ordered)
    checked = tuple(row for row in rows if row.findings)
    context = {
        "charts": frames(gather, "landscape"),
        "introduction": gather.prose("landscape"),
        "rows": rows,
        "column": next(iter(comparisons)) if is_shared else "effect",
        "checked": checked,
    }
    yield Page("landscape", links.address("landscape"), context, edit_of_folder(gather, "landscape"))


def _against(other: Competitor) -> str:
    """`difference from placebo`, `hazard ratio against dapperol`; empty where nothing is compared."""
    if other.comparator is None:
        return ""
    measure = other.effect_measure
    if measure is None or measure.family == "difference":
        return f"difference from {other.comparator}"
    return f"{measure.label} against {other.comparator}"


def _row(gather: Gatherer, key: str, other: Competitor, against: str) -> CompetitorRow:
    def number(field: str) -> Number | None:
        return None if getattr(other, field) is None else gather.number(f"{key}#{field}")

    return CompetitorRow(
        gather.ref(key),
        key,
        other,
        number("n"),
        number("value"),
        number("p") if other.value is None else None,
        against,
        gather.text(other.note or ""),
        gather.origins(other.cite),
        gather.view.findings_of[key],
        links.address("competitor-check", key),
        feedback(gather, key, other),
    )
