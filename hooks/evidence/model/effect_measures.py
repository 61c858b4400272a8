"""Effect measures: what a number that compares two arms is, where no effect lies, on which scale it is drawn and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from types import MappingProxyType
from typing import Literal

Family = Literal["difference", "ratio", "reduction", "standardised"]


@dataclass(frozen=True)
class EffectMeasure:
    """One effect measure.

    name: the word for it in the data (`statistic`), such as hazard-ratio.
    label, symbol: its name in a sentence, and the abbreviation printed before its value (empty where there is none).
    quantity: what is lower or higher, such as hazard; a difference has that of its endpoint, so nothing.
    family: ratios are compared on the logarithmic scale, all others on the linear one.
    unit: the unit that its values must have; None for that of the endpoint, empty for no unit at all.
    has_interval_theory: whether estimate, standard error, limits and P are tied by a normal distribution on the scale.
    """

    name: str
    label: str
    symbol: str
    quantity: str
    family: Family
    unit: str | None
    has_interval_theory: bool = True

    @property
    def is_ratio(self) -> bool:
        """Whether the scale is logarithmic and no effect is 1."""
        return self.family == "ratio"

    @property
    def scale(self) -> Literal["linear", "logarithmic"]:
        """The scale on which its values are compared, drawn, pooled and checked."""
        return "logarithmic" if self.is_ratio else "linear"

    @property
    def null(self) -> int:
        """The value that means no effect: 1 for a ratio, 0 for anything else."""
        return 1 if self.is_ratio else 0

    def on_scale(self, value: float) -> float:
        """A value on the scale on which effects are pooled and checked; no effect is 0 there.

        Raises ValueError for a ratio that is not above 0.
        """
        if not self.is_ratio:
            return float(value)
        if value <= 0:
            raise ValueError(f"a {self.label} must be above 0, got {value}")
        return log(value)

    def direction(self, value: float) -> int:
        """1 where the value means more with the first arm, -1 where it means less, 0 for no effect."""
        sign = (value > self.null) - (value < self.null)
        return -sign if self.name == "percent-reduction" else sign

    def benefit(self, value: float, benefit_sign: int) -> int:
        """1 where the value favours the first arm, -1 where it favours the comparator, 0 for no effect or an unknown direction.

        `benefit_sign` is that of the endpoint. A slowing is printed as such: more of it is better whatever the endpoint is.
        """
        return self.direction(value) * (1 if self.name == "percent-slowing" else benefit_sign)


def _difference(name: str, label: str, unit: str | None = None, theory: bool = True) -> EffectMeasure:
    return EffectMeasure(name, label, "", "", "difference", unit, theory)


def _ratio(name: str, label: str, symbol: str, quantity: str) -> EffectMeasure:
    return EffectMeasure(name, label, symbol, quantity, "ratio", "")


_ALL = (
    _difference("mean-difference", "difference of means"),
    _difference("ls-mean-difference", "difference of least-squares means"),
    _difference("median-difference", "difference of medians", theory=False),
    _difference("percentage-point-difference", "difference in percentage points", "percentage points"),
    _difference("risk-difference", "risk difference", "percentage points"),
    _ratio("hazard-ratio", "hazard ratio", "HR", "hazard"),
    _ratio("odds-ratio", "odds ratio", "OR", "odds"),
    _ratio("risk-ratio", "risk ratio", "RR", "risk"),
    _ratio("rate-ratio", "rate ratio", "rate ratio", "rate"),
    _ratio("geometric-mean-ratio", "ratio of geometric means", "GMR", "geometric mean"),
    EffectMeasure("percent-reduction", "percent reduction", "", "", "reduction", "percent"),
    EffectMeasure("percent-slowing", "percent slowing", "", "", "reduction", "percent"),
    EffectMeasure("standardised-mean-difference", "standardised mean difference", "SMD", "", "standardised", ""),
)
# Statistic -> the effect measure of that name.
EFFECT_MEASURES: Mapping[str, EffectMeasure] = MappingProxyType({each.name: each for each in _ALL})
