"""An effect as the arithmetic takes it: the printed figures of a report or of a row of the landscape."""

from dataclasses import replace

from evidence.analysis.arms import ArmSizes
from evidence.analysis.statistics import Effect, Scale
from evidence.model import Competitor, Report
from evidence.model.effect_measures import EffectMeasure

Row = Report | Competitor

# Family of effect measures -> the scales on which their figures may fit together. A reduction in percent is printed both
# for a difference and for 100 * (1 - ratio), and no source says which.
_SCALES = {
    "difference": (Scale.LINEAR,),
    "ratio": (Scale.LOG,),
    "reduction": (Scale.LINEAR, Scale.SHARE_LEFT),
    "standardised": (Scale.LINEAR,),
}


def is_effect(row: Report) -> bool:
    """Whether a row compares two arms with a number."""
    return row.effect_measure is not None and row.value is not None


def scales(measure: EffectMeasure | None) -> tuple[Scale, ...]:
    """The scales on which the figures of a measure may fit together; none where nothing ties them."""
    return _SCALES[measure.family] if measure and measure.has_interval_theory else ()


def of_report(row: Report, groups: ArmSizes) -> Effect:
    """A report, with the values and sizes of its two arms where they are known."""
    measure = row.effect_measure
    is_difference = measure is not None and measure.family == "difference" and row.arm != row.comparator
    pair = [groups.value(row, arm) for arm in (row.arm, row.comparator)] if is_difference else []
    exact = [one.value for one in pair if one and one.value is not None and not one.value_qualifier]
    errors = [one.se for one in pair if one and one.se is not None]
    sizes = groups.pair(row)
    return replace(
        _of_row(row),
        estimate=row.value,
        qualifier=row.value_qualifier,
        arms=(exact[0], exact[1]) if len(exact) == 2 else None,
        arm_ses=(errors[0], errors[1]) if len(errors) == 2 else None,
        n=sum(found.n for found in sizes) if sizes else None,
        scales=scales(measure),
        normal_without_n=_is_normal(measure),
    )


def of_competitor(row: Competitor) -> Effect:
    """A row of the landscape. Of its people only the number in the whole trial is known."""
    measure = row.effect_measure
    return replace(
        _of_row(row),
        estimate=row.value,
        qualifier=row.qualifier,
        n=row.n,
        scales=scales(measure) if measure else (Scale.LINEAR,),
        normal_without_n=_is_normal(measure),
    )


def _is_normal(measure: EffectMeasure | None) -> bool:
    """Whether limits and P of a measure come from the normal distribution, whatever the number of people."""
    return measure is not None and measure.is_ratio and measure.name != "geometric-mean-ratio"


def _of_row(row: Row) -> Effect:
    return Effect(se=row.se, low=row.ci_low, high=row.ci_high, level=row.ci_level, p=row.p, p_qualifier=row.p_qualifier)
