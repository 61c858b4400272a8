"""Sparklines next to effects in a table: where each interval lies on a scale that the effects of one endpoint share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.charts import effects


@dataclass(frozen=True)
class Sparkline:
    """Places from 0 to 100 from the left: estimate, no difference, ends of the interval (None where none is reported)."""

    value: float
    zero: float
    low: float | None
    high: float | None
    kind: str


@lru_cache(maxsize=4)
def sparklines(view: View) -> Mapping[str, Sparkline]:
    """Fact -> its sparkline, for every effect with an endpoint."""
    found: dict[str, Sparkline] = {}
    for reports in by((each.endpoint, each) for each in view.effect_reports.values() if each.endpoint).values():
        numbers = [float(n) for each in reports for n in (each.value, each.ci_low, each.ci_high, 0) if n is not None]
        least, width = min(numbers), (max(numbers) - min(numbers)) or 1.0
        for report in reports:
            ends = (report.value, 0, report.ci_low, report.ci_high)
            value, zero, low, high = (
                None if n is None else round(4 + 92 * (float(n) - least) / width, 1) for n in ends
            )
            kind = effects.kind(view, report.arm, report.study)
            found[report.fact] = Sparkline(value or 0.0, zero or 0.0, low, high, kind)
    return found
