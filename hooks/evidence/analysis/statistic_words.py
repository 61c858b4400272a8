"""What each statistic of a report is, in words: its name in a sentence and its meaning."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from evidence.model.effect_measures import EFFECT_MEASURES, EffectMeasure


class StatisticWords(NamedTuple):
    """The name of a statistic in a sentence, and what it means in one sentence."""

    label: str
    meaning: str


# Effect measure -> its meaning; the arm is compared with the comparator.
_EFFECTS = {
    "mean-difference": "Mean of the arm minus mean of the comparator.",
    "ls-mean-difference": "Mean of the arm minus mean of the comparator, both estimated by one model of all people.",
    "median-difference": "Median of the arm minus median of the comparator, or the median of all differences.",
    "percentage-point-difference": "Percentage in the arm minus percentage in the comparator.",
    "risk-difference": "Percentage with the event in the arm minus percentage with it in the comparator.",
    "hazard-ratio": "Rate at which events happen over time in the arm, divided by that in the comparator.",
    "odds-ratio": "Odds in the arm divided by odds in the comparator; odds are the share with, divided by that without.",
    "risk-ratio": "Share of people with the event in the arm, divided by that share in the comparator.",
    "rate-ratio": "Events for each unit of time in the arm, divided by those in the comparator.",
    "geometric-mean-ratio": "Geometric mean of the arm divided by geometric mean of the comparator.",
    "percent-reduction": "How much lower than in the comparator, in percent of the comparator, as the source prints it.",
    "percent-slowing": "How much slower than in the comparator, in percent of the comparator, as the source prints it.",
    "standardised-mean-difference": "Mean difference divided by a standard deviation between people.",
}
_OTHERS = {
    "mean-change": ("mean change", "Mean change within one arm; it is no effect."),
    "mean": ("mean", "Mean of one arm at one time."),
    "median": ("median", "Median of one arm at one time."),
    "rate": ("rate", "Events or values for each unit of time in one arm."),
    "n": ("number of people", "A number of people."),
    "count": ("count", "A count of anything but people."),
    "percent": ("percentage", "A share of people in percent, with numerator and denominator where they are printed."),
    "p-value": ("P value", "A P value that stands by itself."),
    "qualitative": ("stated finding", "A statement without a number."),
}
# Statistic -> its words, effect measures first.
STATISTICS: Mapping[str, StatisticWords] = MappingProxyType(
    {name: StatisticWords(EFFECT_MEASURES[name].label, meaning) for name, meaning in _EFFECTS.items()}
    | {name: StatisticWords(*words) for name, words in _OTHERS.items()}
)
# Differences of which the value and its unit say the rest.
_PLAIN = ("mean-difference", "ls-mean-difference", "percentage-point-difference")


def noun(measure: EffectMeasure) -> str:
    """An effect in a sentence that has its value beside it: `difference`, `hazard ratio`, `difference of medians`."""
    return "difference" if measure.name in _PLAIN else measure.label
