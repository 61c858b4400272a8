"""Sparklines: a small interval beside each effect in a table, on a scale that alike effects share."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from evidence.analysis.view import View
from evidence.charts import effects
from evidence.charts.effects import Axis


@dataclass(frozen=True)
class Sparkline:
    """Where an interval is on a scale that the effects of one axis share, in a table: places from 0 to 100 from the left of
    estimate, no effect, and ends of the interval (None where none is reported). Ratios are on a logarithmic scale.
    """

    value: float
    zero: float
    low: float | None
    high: float | None
    kind: str


@lru_cache(maxsize=4)
def sparklines(view: View) -> Mapping[str, Sparkline]:
    """Fact -> its sparkline, for every effect with an endpoint and a place on its scale."""
    axes = effects.axes(view, view.effect_reports.values())
    return {fact: spark for axis in axes for fact, spark in _of_axis(view, axis).items()}


def _of_axis(view: View, axis: Axis) -> Mapping[str, Sparkline]:
    def place(number: object) -> float | None:
        found = effects.position(number, axis.measure.is_ratio)
        return None if found is None else axis.measure.on_scale(found)

    ends = {each.fact: [place(n) for n in (each.value, each.ci_low, each.ci_high)] for each in axis.reports}
    numbers = [0.0, *(number for three in ends.values() for number in three if number is not None)]
    least, width = min(numbers), (max(numbers) - min(numbers)) or 1.0
    # A limit of 0 printed for a ratio lies beyond the left end of any logarithmic scale: its bar ends at the edge.
    has_beyond = any(each.ci_low is not None and ends[each.fact][1] is None for each in axis.reports)
    left = 20 if has_beyond else 4

    def at(number: float | None, missing: float | None = None) -> float | None:
        return missing if number is None else round(left + (96 - left) * (number - least) / width, 1)

    found = {}
    for each in axis.reports:
        value, low, high = ends[each.fact]
        beyond = 0.0 if each.ci_low is not None else None
        if (estimate := at(value)) is not None:
            mark = effects.kind(view, each.arm, each.study)
            found[each.fact] = Sparkline(estimate, at(0.0) or 0.0, at(low, beyond), at(high), mark)
    return found
