"""Rates of events in two groups: against statsmodels, and where no interval of ours exists."""

from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from statsmodels.stats import rates

from evidence.analysis.statistics import rate_agrees, rate_difference, rate_interval, rate_ratio

always_the_same = settings(derandomize=True, deadline=None, max_examples=200)
two_groups = some.tuples(some.integers(0, 900), some.floats(0.5, 9000), some.integers(0, 900), some.floats(0.5, 9000))


@always_the_same
@given(counts=two_groups, level=some.sampled_from((90, 95, 99)))
def test_a_rate_difference_equals_statsmodels_to_ten_digits(counts, level):
    a, t1, b, t2 = counts
    found = rate_difference(*counts, level=level)
    ends = rates.confint_poisson_2indep(
        a, t1, b, t2, method="mover", compare="diff", alpha=1 - level / 100, method_mover="score"
    )
    assert isclose(found.estimate, a / t1 - b / t2, rel_tol=1e-10)
    assert [found.low, found.high] == pytest.approx(list(ends), rel=1e-10, abs=1e-10)


@always_the_same
@given(counts=two_groups, level=some.sampled_from((90, 95, 99)))
def test_a_rate_ratio_equals_statsmodels_to_ten_digits_or_has_a_group_without_events(counts, level):
    a, t1, b, t2 = counts
    found = rate_ratio(*counts, level=level)
    if found is None:
        assert 0 in (a, b)
        return
    ends = rates.confint_poisson_2indep(a, t1, b, t2, method="wald-log", compare="ratio", alpha=1 - level / 100)
    assert [found.low, found.high] == pytest.approx(list(ends), rel=1e-10)


@always_the_same
@given(a=some.integers(0, 900), t=some.floats(0.5, 9000), level=some.sampled_from((90, 95, 99)))
def test_the_interval_of_a_rate_equals_statsmodels_to_ten_digits(a, t, level):
    expected = rates.confint_poisson(a, t, method="score", alpha=1 - level / 100)
    assert rate_interval(a, t, level) == pytest.approx(expected, rel=1e-10, abs=1e-12)


# Made-up counts; the ends are statsmodels', 4 decimals.
@pytest.mark.parametrize(
    ("counts", "difference", "ratio"),
    [
        ((15, 10, 6, 10), "+0.9000 -0.0231 +1.9278", "2.5000 0.9700 6.4433"),
        ((0, 310.5, 3, 298.2), "-0.0101 -0.0296 +0.0040", None),
        ((0, 50, 0, 50), "+0.0000 -0.0768 +0.0768", None),
    ],
)
def test_rates_of_few_events(counts, difference, ratio):
    found, times = rate_difference(*counts), rate_ratio(*counts)
    assert " ".join(f"{each:+.4f}" for each in (found.estimate, found.low, found.high)) == difference
    assert (" ".join(f"{each:.4f}" for each in (times.estimate, times.low, times.high)) if times else None) == ratio


@pytest.mark.parametrize(
    ("rate", "count", "exposure", "per", "qualifier", "agrees"),
    [
        ("4.2", 13, "310", 100, None, True),
        ("4.3", 13, "310", 100, None, False),
        ("0", 0, "310", 100, None, True),
        ("0.1", 0, "310", 100, "<", True),
        ("4.19", 13, "310", 100, None, True),
        ("13", 13, "1", 1, None, True),
        ("20", 13, "1", 1, None, True),  # 1 patient-year may be 0.65 or more as it is printed
        ("0.1", 3, "310", 100, "<", False),
        ("7", 13, "310", 100, "about", True),
    ],
)
def test_a_printed_rate_is_what_count_and_time_give_as_far_as_both_are_printed(
    rate, count, exposure, per, qualifier, agrees
):
    assert rate_agrees(rate, count, exposure, per, qualifier) is agrees


@pytest.mark.parametrize("counts", [(-1, 10, 3, 10), (3, 0, 3, 10), (3, 10, 3, -2.0)])
def test_counts_without_time_are_refused(counts):
    for compare in (rate_difference, rate_ratio):
        with pytest.raises(ValueError, match="0 events or more over a time above 0"):
            compare(*counts)


@pytest.mark.parametrize("level", [0, 100])
def test_a_level_that_is_no_percentage_is_refused(level):
    with pytest.raises(ValueError, match="level must be above 0"):
        rate_ratio(1, 10, 2, 10, level=level)
