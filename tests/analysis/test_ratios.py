"""Ratios and reductions: checked on their own scale, pooled as logarithms; against expected verdicts and statsmodels."""

import csv
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from math import exp, inf, log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from scipy import stats
from statsmodels.stats import meta_analysis

from evidence.analysis import statistics
from evidence.analysis.statistics import Effect, Interval, Scale, Verdict
from evidence.analysis.statistics.feasible_region import bounded, feasible_region

always_the_same = settings(derandomize=True, deadline=None, max_examples=300)
LOG, SHARE_LEFT = (Scale.LOG,), (Scale.LINEAR, Scale.SHARE_LEFT)
SCALES = {"log": Scale.LOG, "linear": Scale.LINEAR, "share-left": Scale.SHARE_LEFT}
FILE = Path(__file__).parents[1] / "golden" / "integrity" / "ratios.csv"
with FILE.open(encoding="utf-8", newline="") as file:
    ROWS = {row["effect"]: row for row in csv.DictReader(file)}


def as_effect(row: dict[str, str]) -> Effect:
    plain = ("estimate", "low", "high", "level", "p", "p_qualifier")
    scales = tuple(SCALES[name] for name in row["scale"].split())
    only_normal = row["normal_without_n"] == "yes"
    return Effect(**{name: row[name] or None for name in plain}, scales=scales, normal_without_n=only_normal)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_an_effect_has_the_expected_verdict_and_implied_estimate_as_printed(row):
    found = statistics.check(as_effect(row))
    assert found.verdict == row["verdict"]
    if row["implied_estimate"]:
        low, high = map(float, row["implied_estimate"].split())
        assert found.implied_range("estimate").low == pytest.approx(low, abs=1e-3 * high)
        assert found.implied_range("estimate").high == pytest.approx(high, abs=1e-3 * high)


def test_a_limit_that_rounds_to_zero_bounds_nothing_from_below():
    found = statistics.check(as_effect(ROWS["rate ratio whose lower limit rounds to zero"]))
    assert found.implied_range("low").low >= 0
    assert found.implied_range("low").high <= 0.005


def test_a_ratio_that_rounds_to_zero_needs_its_exact_value():
    assert statistics.check(as_effect(ROWS["ratio that rounds to zero itself"])).missing == ("estimate",)


def test_the_suspects_of_a_ratio_are_told_as_ratios():
    found = {each.figure: each.implied for each in statistics.suspects(as_effect(ROWS["HR with another upper limit"]))}
    assert f"{found['high'].low:.2f} {found['high'].high:.2f}" == "0.89 0.90"


def test_the_detection_rate_of_a_ratio_counts_its_slips():
    rate = statistics.detection_rate(as_effect(ROWS["HR whose figures fit"]))
    assert rate.injected > 20
    assert 0.5 < rate.detected / rate.injected < 1
    assert ("estimate", "-0.70") not in rate.missed


@some.composite
def true_ratios(draw) -> tuple[float, float, Effect]:
    """The logarithm of a true ratio, its standard error, and the effect printed from them, each figure rounded in its own way."""
    e, s = draw(some.floats(-4, 4)), draw(some.floats(0.01, 2))
    level = draw(some.sampled_from(["90", "95", "97.5", "99"]))
    people = draw(some.none() | some.integers(4, 2000))
    df = people - 2 if people and draw(some.booleans()) else None
    only_normal = df is None and draw(some.booleans())
    spread = stats.norm if df is None else stats.t(df)
    reach = spread.ppf(0.5 + float(level) / 200) * s
    assume(e + reach < 20)

    def rounded(value: float, places: int | None = None) -> Decimal:
        step = Decimal(1).scaleb(-(draw(some.integers(0, 4)) if places is None else places))
        return Decimal(value).quantize(step, draw(some.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN])))

    figures = {
        "estimate": rounded(exp(e)),
        "se": rounded(s),
        "low": rounded(exp(e - reach)),
        "high": rounded(exp(e + reach)),
        "p": rounded(min(2 * spread.sf(abs(e) / s), 1.0), 4),
    }
    left_out = draw(some.sets(some.sampled_from(sorted(figures)), max_size=3))
    kept = {name: None if name in left_out else value for name, value in figures.items()}
    return e, s, Effect(**kept, level=level, n=people, scales=LOG, normal_without_n=only_normal)


@settings(always_the_same, max_examples=600)
@given(true_ratios())
def test_a_true_ratio_rounded_in_any_way_is_never_called_inconsistent(case):
    assert statistics.check(case[-1]).verdict is not Verdict.INCONSISTENT


@always_the_same
@given(true_ratios())
def test_the_true_ratio_lies_in_what_its_figures_imply(case):
    e, _, effect = case
    found = [one for one in statistics.feasible_regions(effect) if one]
    if found:
        low, high = min(one.estimate.low for one in found), max(one.estimate.high for one in found)
        assert low - 1e-8 <= e <= high + 1e-8


@always_the_same
@given(true_ratios(), some.sampled_from(SHARE_LEFT))
def test_a_true_reduction_is_never_called_inconsistent_whichever_scale_it_was_made_on(case, scale):
    e, s, _ = case
    reach = 1.959964 * s
    ends = [statistics.as_printed(scale, value) for value in (e, e - reach, e + reach)]
    assume(max(abs(end) for end in ends) < 1e6)
    estimate, low, high = (f"{end:.1f}" for end in ends)
    p = f"{2 * stats.norm.sf(abs(e) / s):.3f}"
    effect = Effect(estimate=estimate, low=low, high=high, level="95", p=p, scales=SHARE_LEFT)
    assert statistics.check(effect).verdict is not Verdict.INCONSISTENT


@always_the_same
@given(true_ratios(), some.sampled_from(["estimate", "low", "high", "se", "p"]), some.floats(0.2, 3))
def test_the_inverse_of_every_range_has_the_same_verdict(case, wrong, factor):
    """The ranges of the printed figures are turned upside down, not the printed figures: 1 / 0.70 cannot be printed."""
    ranges = {name: Interval(1 / 3, 3) for name in ("estimate", "low", "high")}
    effect = case[-1]
    for name in ranges:
        printed = getattr(effect, name)
        if printed is None or printed <= Decimal("0.0001"):
            return
        ranges[name] = statistics.interval_on_scale(Scale.LOG, statistics.interval(printed))
    ranges |= {name: statistics.interval(getattr(effect, name)) for name in ("se", "p") if getattr(effect, name)}
    if wrong in ranges and wrong != "p":
        shift = log(factor) if wrong != "se" else 0
        ranges[wrong] = Interval(ranges[wrong].low + shift, ranges[wrong].high + shift)
    turned = {**ranges, "estimate": -ranges["estimate"], "low": -ranges["high"], "high": -ranges["low"]}
    assert bounded(ranges) == bounded(turned)
    if bounded(ranges):
        one, other = feasible_region(ranges, 95.0), feasible_region(turned, 95.0)
        assert (one is None) == (other is None)


@always_the_same
@given(some.floats(-2, 2), some.floats(0.05, 1), some.sampled_from([1, 1.6]))
def test_a_ratio_printed_finely_has_the_verdict_of_its_inverse(e, s, wrong):
    def printed(middle: float) -> Effect:
        below, above = (wrong, 1) if middle == e else (1, wrong)  # the wrong limit becomes the other one
        ends = (middle, middle - 1.959964 * s * below, middle + 1.959964 * s * above)
        estimate, low, high = (f"{exp(end):.6f}" for end in ends)
        return Effect(estimate=estimate, low=low, high=high, level="95", se=f"{s:.6f}", scales=LOG)

    one, other = statistics.check(printed(e)), statistics.check(printed(-e))
    assert one.verdict == other.verdict == (Verdict.CONSISTENT if wrong == 1 else Verdict.INCONSISTENT)


@pytest.mark.parametrize("scale", list(Scale))
@given(value=some.floats(-30, 30))
@settings(derandomize=True, deadline=None, max_examples=100)
def test_the_way_to_a_scale_and_back_ends_where_it_began(scale, value):
    printed = statistics.as_printed(scale, value)
    assume(scale is not Scale.SHARE_LEFT or value < 15)
    assert statistics.on_scale(scale, printed) == pytest.approx(value, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize(
    ("scale", "printed", "on_scale"),
    [(Scale.LOG, 0, -inf), (Scale.LOG, -1, -inf), (Scale.SHARE_LEFT, 100, inf), (Scale.SHARE_LEFT, 100.05, inf)],
)
def test_what_cannot_be_on_a_scale_lies_at_its_end(scale, printed, on_scale):
    assert statistics.on_scale(scale, printed) == on_scale


RATIOS = some.integers(100, 50_000).map(lambda count: Decimal(count) / 10_000)


@always_the_same
@given(some.lists(some.tuples(RATIOS, some.floats(0.02, 2)), min_size=2, max_size=7))
def test_pooled_ratios_equal_statsmodels_to_ten_digits(contrasts):
    assume(len({ratio for ratio, _ in contrasts}) > 1)  # statsmodels divides by a Q of 0
    found = statistics.pool_ratios(contrasts)
    logs = np.array([log(ratio) for ratio, _ in contrasts])
    other = meta_analysis.combine_effects(logs, np.array([se**2 for _, se in contrasts]))
    assert log(found.estimate) == pytest.approx(other.mean_effect_fe, rel=1e-10, abs=1e-10)
    assert found.se == pytest.approx(other.sd_eff_w_fe, rel=1e-10)
    assert found.weights == pytest.approx(other.weights_rel_fe, rel=1e-10)
    assert (found.low, found.high) == pytest.approx(
        tuple(np.exp(other.conf_int(alpha=0.05, use_t=False)[0])), rel=1e-10
    )
    assert found.p == pytest.approx(2 * stats.norm.sf(abs(log(found.estimate)) / found.se), rel=1e-8, abs=1e-12)


def test_the_error_of_a_ratio_follows_from_its_interval():
    found = statistics.se_of_log("0.55", "0.89", "95")
    assert found == pytest.approx((log(0.89) - log(0.55)) / (2 * stats.norm.ppf(0.975)), rel=1e-10)


def test_an_interval_that_reaches_zero_gives_no_error():
    with pytest.raises(ValueError, match="ends of the interval of a ratio must be above 0"):
        statistics.se_of_log("0.00", "0.89", "95")
