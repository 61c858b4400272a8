"""The arithmetic of the integrity checks: printed numbers in (Decimal or text), plain numbers and verdicts out.

It knows neither the model nor the pages, and imports the standard library alone.
"""

from evidence.analysis.statistics.consistency import (
    FIGURES,
    LEVELS,
    Check,
    Effect,
    SeDiscrepancy,
    Suspect,
    Verdict,
    allowed,
    check,
    fitting_levels,
    regions,
    suspects,
)
from evidence.analysis.statistics.counts import Share, numerators, share, sums, surplus
from evidence.analysis.statistics.detection_rate import Power, power, slips
from evidence.analysis.statistics.effect_size import (
    Contrast,
    HedgesG,
    between_arms,
    hedges_g,
    placebo_response_ratio,
    pooled_sd,
    probability_of_superiority,
    sd_from_difference,
    sd_from_se,
)
from evidence.analysis.statistics.feasible_region import Region
from evidence.analysis.statistics.fixed_effect import Pooled, pool, pooled_range, shares, weight_needed
from evidence.analysis.statistics.rounding import (
    EVERYTHING,
    Interval,
    Printed,
    agree,
    decimals,
    half_unit,
    interval,
    number,
)

__all__ = [
    "EVERYTHING",
    "FIGURES",
    "LEVELS",
    "Check",
    "Contrast",
    "Effect",
    "HedgesG",
    "Interval",
    "Pooled",
    "Power",
    "Printed",
    "Region",
    "SeDiscrepancy",
    "Share",
    "Suspect",
    "Verdict",
    "agree",
    "allowed",
    "between_arms",
    "check",
    "decimals",
    "fitting_levels",
    "half_unit",
    "hedges_g",
    "interval",
    "number",
    "numerators",
    "placebo_response_ratio",
    "pool",
    "pooled_range",
    "pooled_sd",
    "power",
    "probability_of_superiority",
    "regions",
    "sd_from_difference",
    "sd_from_se",
    "share",
    "shares",
    "slips",
    "sums",
    "surplus",
    "suspects",
    "weight_needed",
]  # fmt: skip
