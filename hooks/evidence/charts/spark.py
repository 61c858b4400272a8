"""Small marks beside an effect in a table: where its interval lies on a scale shared by the effects of its endpoint."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from evidence.analysis.view import View
from evidence.charts import effects


@dataclass(frozen=True)
class Spark:
    """Places from 0 to 100 from the left: estimate, ends of its interval (None where none was printed), no difference."""

    value: float
    zero: float
    low: float | None
    high: float | None
    kind: str


@lru_cache(maxsize=4)
def sparks(view: View) -> Mapping[str, Spark]:
    """Fact -> its small mark, for every effect with an endpoint."""
    found: dict[str, Spark] = {}
    endpoints = dict.fromkeys(effects.report_of(view, fact).endpoint for fact in view.effects)
    for endpoint in endpoints:
        facts = [fact for fact in view.effects if endpoint and effects.report_of(view, fact).endpoint == endpoint]
        numbers = {fact: _numbers(view, fact) for fact in facts}
        known = [0.0, *(number for own in numbers.values() for number in own if number is not None)]
        low, width = min(known), (max(known) - min(known)) or 1.0
        for fact, own in numbers.items():
            at = [None if number is None else round(4 + 92 * (number - low) / width, 1) for number in (*own, 0.0)]
            report = effects.report_of(view, fact)
            kind = effects.kind(view, report.arm, report.study)
            found[fact] = Spark(at[0] or 0.0, at[3] or 0.0, at[1], at[2], kind)
    return found


def _numbers(view: View, fact: str) -> tuple[float | None, float | None, float | None]:
    report = effects.report_of(view, fact)
    value, low, high = (None if n is None else float(n) for n in (report.value, report.ci_low, report.ci_high))
    return value, low, high
