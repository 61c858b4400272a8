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
    feasible_regions,
    fitting_levels,
    suspects,
)
from evidence.analysis.statistics.detection_rate import DetectionRate, detection_rate, transcription_errors
from evidence.analysis.statistics.effect_size import (
    Contrast,
    HedgesG,
    hedges_g,
    placebo_response_ratio,
    pooled_sd,
    probability_of_superiority,
    sd_from_difference,
    sd_from_se,
    shared_comparator_contrast,
)
from evidence.analysis.statistics.feasible_region import FeasibleRegion
from evidence.analysis.statistics.fixed_effect import Pooled, pool, pooled_range, shares, weight_needed
from evidence.analysis.statistics.proportions import ShareComparison, risk_difference, risk_ratio, wilson_interval
from evidence.analysis.statistics.rounding import (
    EVERYTHING,
    Interval,
    Reported,
    agree,
    decimals,
    interval,
    number,
    numerators,
    share_agrees,
)

__all__ = [
    "EVERYTHING",
    "FIGURES",
    "LEVELS",
    "Check",
    "Contrast",
    "DetectionRate",
    "Effect",
    "FeasibleRegion",
    "HedgesG",
    "Interval",
    "Pooled",
    "Reported",
    "SeDiscrepancy",
    "ShareComparison",
    "Suspect",
    "Verdict",
    "agree",
    "allowed",
    "check",
    "decimals",
    "detection_rate",
    "feasible_regions",
    "fitting_levels",
    "hedges_g",
    "interval",
    "number",
    "numerators",
    "placebo_response_ratio",
    "pool",
    "pooled_range",
    "pooled_sd",
    "probability_of_superiority",
    "risk_difference",
    "risk_ratio",
    "sd_from_difference",
    "sd_from_se",
    "share_agrees",
    "shared_comparator_contrast",
    "shares",
    "suspects",
    "transcription_errors",
    "weight_needed",
    "wilson_interval",
]  # fmt: skip
