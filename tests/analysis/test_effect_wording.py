"""Effects in words: what the measure means, the printed ratio beside what we compute, the comparator by name."""

from typing import Any

import pytest

from evidence.analysis import effect_wording, figures
from evidence.analysis.entity_index import Entity
from evidence.analysis.figure_text import value as as_printed
from evidence.model import Report

# Statistic, what else the row holds, benefit sign of the endpoint, what a sentence says against candelpril.
SENTENCES = (
    ("ls-mean-difference", {"value": "-1.3", "unit": "points"}, -1, "1.3 points better than candelpril"),
    ("mean-difference", {"value": "1.3", "unit": "points"}, -1, "1.3 points worse than candelpril"),
    ("mean-difference", {"value": "-1.3", "unit": "points"}, 0, "1.3 points lower than candelpril"),
    ("median-difference", {"value": "-4", "unit": "days"}, 0, "4 days lower (difference of medians) than candelpril"),
    ("percentage-point-difference", {"value": "12.4", "unit": "percentage points"}, 1, "12.4 percentage points higher than candelpril"),
    ("risk-difference", {"value": "-3", "unit": "percentage points"}, -1, "3 percentage points lower than candelpril"),
    ("hazard-ratio", {"value": "0.80"}, -1, "20% lower hazard (HR 0.80) than candelpril"),
    ("hazard-ratio", {"value": "0.805"}, -1, "19.5% lower hazard (HR 0.805) than candelpril"),
    ("hazard-ratio", {"value": "0.8"}, -1, "20% lower hazard (HR 0.8) than candelpril"),
    ("hazard-ratio", {"value": "1.25"}, -1, "25% higher hazard (HR 1.25) than candelpril"),
    ("risk-ratio", {"value": "1.00"}, -1, "the same risk (RR 1.00) as candelpril"),
    ("odds-ratio", {"value": "3.2"}, 1, "3.2 times the odds (OR 3.2) of candelpril"),
    ("rate-ratio", {"value": "0.02", "value_qualifier": "<"}, -1, "more than 98% lower rate (rate ratio < 0.02) than candelpril"),
    ("rate-ratio", {"value": "0.75", "value_qualifier": "about"}, -1, "about 25% lower rate (rate ratio about 0.75) than candelpril"),
    ("geometric-mean-ratio", {"value": "1.5", "value_qualifier": ">"}, 0, "more than 50% higher geometric mean (GMR > 1.5) than candelpril"),
    ("percent-slowing", {"value": "27", "unit": "percent"}, -1, "27% slower than candelpril"),
    ("percent-slowing", {"value": "-5", "unit": "percent"}, -1, "5% faster than candelpril"),
    ("percent-reduction", {"value": "27", "unit": "percent"}, -1, "27% lower than candelpril"),
    ("standardised-mean-difference", {"value": "-0.40"}, -1, "0.40 standard deviations better (SMD −0.40) than candelpril"),
)  # fmt: skip
# Value, limits, P, margin and its side of a hazard ratio -> what it says against candelpril.
CONCLUSIONS = (
    (("0.80", "0.70", "0.92", "0.002", None, None), "20% lower hazard (HR 0.80) than candelpril"),
    (("0.80", "0.60", "1.06", "0.1", None, None), "not shown to differ from candelpril"),
    (("0.80", "0.64", "1.00", "0.04", None, None), "20% lower hazard (HR 0.80) than candelpril"),
    (("0.80", None, None, None, None, None), "20% lower hazard (HR 0.80) than candelpril (neither interval nor P printed)"),
    (("0.97", "0.80", "1.20", None, "1.30", "upper"), "within its margin against candelpril (HR 0.97)"),
    (("1.12", "0.90", "1.40", None, "1.30", "upper"), "not within its margin against candelpril (HR 1.12)"),
    (("1.12", "0.97", "1.30", None, "1.30", "upper"), "at its margin as printed against candelpril (HR 1.12)"),
    (("0.80", "0.70", "0.92", None, "1.30", "upper"), "20% lower hazard (HR 0.80) than candelpril, within its margin"),
    (("1.02", "0.85", "1.22", None, "0.80", "lower"), "within its margin against candelpril (HR 1.02)"),
)  # fmt: skip
# Statistic and benefit sign -> title of the axis, left end, right end.
AXES = (
    ("mean-difference", -1, "Difference, points", "better with A", "better with B"),
    ("mean-difference", 0, "Difference, points", "lower with A", "higher with A"),
    ("hazard-ratio", -1, "Hazard ratio (logarithmic scale)", "better with A", "better with B"),
    ("odds-ratio", 1, "Odds ratio (logarithmic scale)", "better with B", "better with A"),
    ("percent-slowing", -1, "Percent slowing", "better with B", "better with A"),
    ("percent-reduction", -1, "Percent reduction", "better with B", "better with A"),
    ("percent-reduction", 0, "Percent reduction", "higher with A", "lower with A"),
)


def _report(statistic: str, **cells: Any) -> Report:
    given = {name: cell for name, cell in cells.items() if cell is not None}
    return Report.model_validate(
        {"fact": "a.b", "study": "a", "statistic": statistic, "source": "s", "locator": "p. 1", **given}
    )


@pytest.mark.parametrize(("statistic", "cells", "sign", "expected"), SENTENCES)
def test_a_sentence_says_what_the_measure_means(
    statistic: str, cells: dict[str, str], sign: int, expected: str
) -> None:
    assert effect_wording.against(_report(statistic, **cells), sign, "candelpril") == expected


@pytest.mark.parametrize(("cells", "expected"), CONCLUSIONS)
def test_a_conclusion_follows_from_null_and_margin(cells: tuple[str | None, ...], expected: str) -> None:
    names = ("value", "ci_low", "ci_high", "p", "margin", "margin_side")
    report = _report("hazard-ratio", ci_level="95", **dict(zip(names, cells, strict=True)))
    assert effect_wording.conclusion([report], -1, "candelpril") == expected


def test_alike_effects_are_said_together() -> None:
    ratios = [effect_wording.words(_report("hazard-ratio", value=value), -1) for value in ("0.80", "0.89")]
    points = [
        effect_wording.words(_report("mean-difference", value=value, unit="points"), -1) for value in ("-1.3", "-1.0")
    ]
    assert effect_wording.joined(ratios, "placebo") == "20% and 11% lower hazard (HR 0.80 and 0.89) than placebo"
    assert effect_wording.joined(points, "placebo") == "1.3 and 1.0 points better than placebo"


@pytest.mark.parametrize(("statistic", "sign", "title", "low", "high"), AXES)
def test_an_axis_says_its_measure_and_which_side_is_better(
    statistic: str, sign: int, title: str, low: str, high: str
) -> None:
    (measure,) = effect_wording.measures_of([_report(statistic, value="1")])
    assert effect_wording.axis(measure, "points") == title
    assert effect_wording.sides(measure, sign, "A", "B") == (low, high)


def test_a_ratio_is_printed_with_what_it_is() -> None:
    figure = figures.of_report(_report("hazard-ratio", value="0.80"), Entity("a.b", "fact", "a", "facts/a.b/"))
    assert as_printed(figure) == "HR 0.80"
