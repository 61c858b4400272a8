"""Other drugs in the same disease, in order of name: context, no ranking."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.verdicts import Finding
from evidence.model import Competitor, links
from evidence.site.gather import Gatherer, Number, Origin, Ref, Text
from evidence.site.gather_charts import frames
from evidence.site.gather_page_end import Feedback, feedback
from evidence.site.pages.page import Page


@dataclass(frozen=True)
class CompetitorRow:
    """One arm of one trial of another drug. `check` is the address of what the check of its numbers says."""

    ref: Ref
    key: str
    other: Competitor
    n: Number | None
    value: Number | None
    p: Number | None
    note: Text
    origins: tuple[Origin, ...]
    findings: tuple[Finding, ...]
    check: str
    feedback: Feedback


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    ordered = sorted(gather.view.evidence.landscape.items(), key=lambda item: (item[1].drug.casefold(), item[0]))
    rows = tuple(_row(gather, key, other) for key, other in ordered)
    checked = tuple(row for row in rows if row.findings)
    context = {
        "charts": frames(gather, "landscape"),
        "introduction": gather.prose("landscape"),
        "rows": rows,
        "checked": checked,
    }
    yield Page("landscape", links.address("landscape"), context, "data/landscape")


def _row(gather: Gatherer, key: str, other: Competitor) -> CompetitorRow:
    def number(field: str) -> Number | None:
        return None if getattr(other, field) is None else gather.number(f"{key}#{field}")

    return CompetitorRow(
        gather.ref(key),
        key,
        other,
        number("n"),
        number("value"),
        number("p") if other.value is None else None,
        gather.text(other.note or ""),
        gather.origins(other.cite),
        gather.view.findings_of[key],
        links.address("competitor-check", key),
        feedback(gather, key, other),
    )
