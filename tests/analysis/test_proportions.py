"""Shares of people in two groups: against Newcombe's published intervals and against statsmodels."""

from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from statsmodels.stats import proportion

from evidence.analysis.statistics import risk_difference, risk_ratio, wilson_interval

always_the_same = settings(derandomize=True, deadline=None, max_examples=200)


@some.composite
def two_groups(draw, least: int = 0) -> tuple[int, int, int, int]:
    n1, n2 = draw(some.integers(2, 900)), draw(some.integers(2, 900))
    return draw(some.integers(least, n1 - least)), n1, draw(some.integers(least, n2 - least)), n2


# Newcombe, Statistics in Medicine 17, 1998, 873-890, table II, method 10, as printed there.
@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((56, 70, 48, 80), "+0.0524", "+0.3339"),
        ((9, 10, 3, 10), "+0.1705", "+0.8090"),
        ((6, 7, 2, 7), "+0.0582", "+0.8062"),
        ((5, 56, 0, 29), "-0.0381", "+0.1926"),
        ((0, 10, 0, 20), "-0.1611", "+0.2775"),
        ((0, 10, 0, 10), "-0.2775", "+0.2775"),
        ((10, 10, 0, 20), "+0.6791", "+1.0000"),
        ((10, 10, 0, 10), "+0.6075", "+1.0000"),
    ],
)
def test_a_risk_difference_has_the_interval_that_newcombe_printed(counts, low, high):
    found = risk_difference(*counts)
    assert [f"{end / 100:+.4f}" for end in (found.low, found.high)] == [low, high]


@always_the_same
@given(counts=two_groups(), level=some.sampled_from((90, 95, 99)))
def test_a_risk_difference_equals_statsmodels_to_ten_digits(counts, level):
    found = risk_difference(*counts, level=level)
    ends = proportion.confint_proportions_2indep(*counts, method="newcomb", compare="diff", alpha=1 - level / 100)
    assert isclose(found.estimate, 100 * (counts[0] / counts[1] - counts[2] / counts[3]), rel_tol=1e-10)
    assert [found.low, found.high] == pytest.approx([100 * end for end in ends], rel=1e-10, abs=1e-9)


@always_the_same
@given(counts=two_groups(least=1), level=some.sampled_from((90, 95, 99)))
def test_a_risk_ratio_equals_statsmodels_to_ten_digits(counts, level):
    found = risk_ratio(*counts, level=level)
    ends = proportion.confint_proportions_2indep(*counts, method="log", compare="ratio", alpha=1 - level / 100)
    assert found is not None
    assert [found.low, found.high] == pytest.approx(list(ends), rel=1e-10)


@always_the_same
@given(counts=two_groups())
def test_the_arms_in_the_other_order_turn_the_difference_round_and_the_ratio_upside_down(counts):
    a, n1, b, n2 = counts
    one, other = risk_difference(*counts), risk_difference(b, n2, a, n1)
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    ratio, inverse = risk_ratio(*counts), risk_ratio(b, n2, a, n1)
    assert (ratio is None) == (inverse is None)
    if ratio and inverse:
        assert (ratio.estimate, ratio.low, ratio.high) == pytest.approx(
            (1 / inverse.estimate, 1 / inverse.high, 1 / inverse.low)
        )


@always_the_same
@given(n=some.integers(1, 900), data=some.data(), level=some.sampled_from((90, 95, 99)))
def test_the_interval_of_a_share_equals_statsmodels_to_ten_digits(n, data, level):
    a = data.draw(some.integers(0, n))
    expected = proportion.proportion_confint(a, n, alpha=1 - level / 100, method="wilson")
    assert wilson_interval(a, n, level) == pytest.approx(expected, rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("counts", [(0, 10, 3, 10), (3, 10, 0, 10), (0, 10, 0, 10), (10, 10, 12, 12)])
def test_a_ratio_without_people_on_one_side_has_no_interval_of_ours(counts):
    assert risk_ratio(*counts) is None


@pytest.mark.parametrize("counts", [(11, 10, 3, 10), (3, 10, -1, 10), (0, 0, 3, 10), (3, 10, 0, 0)])
def test_counts_that_are_no_part_of_their_group_are_refused(counts):
    for compare in (risk_difference, risk_ratio):
        with pytest.raises(ValueError, match="a part of one person or more"):
            compare(*counts)


@pytest.mark.parametrize("level", [0, 100, -5])
def test_a_level_that_is_no_percentage_is_refused(level):
    for compare in (risk_difference, risk_ratio):
        with pytest.raises(ValueError, match="level must be above 0"):
            compare(1, 10, 2, 10, level=level)
