"""The arithmetic of the integrity checks: against printed results, other people's code, and invented figures."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, replace
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from math import inf, isclose, isinf, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some
from scipy import optimize, stats
from statsmodels.stats import meta_analysis

from evidence.analysis import statistics
from evidence.analysis.statistics import Effect, Interval, Verdict, interval
from evidence.analysis.statistics.distributions import critical, two_sided_p
from evidence.analysis.statistics.feasible_region import feasible_region

CASES = Path(__file__).parents[1] / "golden" / "integrity"
always_the_same = settings(derandomize=True, deadline=None, max_examples=300)


def rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(row: Mapping[str, str]) -> str:
    return " ".join(row.values())


def as_effect(row: Mapping[str, str]) -> Effect:
    plain = ("estimate", "qualifier", "se", "low", "high", "level", "p", "p_qualifier")
    return Effect(
        **{name: row[name] or None for name in plain},
        arms=tuple(row["arms"].split()) or None,
        arm_ses=tuple(row["arm_ses"].split()) or None,
        n=int(row["n"]) if row["n"] else None,
    )


EFFECTS = {row["effect"]: row for row in rows("effects.csv")}
effect_named = {name: as_effect(row) for name, row in EFFECTS.items()}
each_effect = pytest.mark.parametrize("row", EFFECTS.values(), ids=EFFECTS)


def assert_range(found: Interval, expected: str) -> None:
    """`expected` holds two numbers; the found ends, rounded to their decimals, must print like them."""
    low, high = expected.split()
    assert [f"{end:.{len(low.partition('.')[2])}f}" for end in (found.low, found.high)] == [low, high]


# --- the verdict on each effect of the landscape and of the trials


@each_effect
def test_an_effect_has_the_expected_verdict_and_names_what_is_missing(row):
    found = statistics.check(as_effect(row))
    assert (found.verdict, " ".join(found.missing)) == (row["verdict"], row["missing"])


@each_effect
def test_an_effect_fits_the_expected_distributions_and_interval_levels(row):
    effect = as_effect(row)
    normal, student = statistics.feasible_regions(effect)
    fits = [name for name, left in (("normal", normal), ("t", student)) if left]
    if row["verdict"] != "cannot be checked":
        assert " ".join(fits) == row["on"]
    assert " ".join(f"{level:g}" for level in statistics.fitting_levels(effect)) == row["fits_at"]


@pytest.mark.parametrize("name", [name for name, row in EFFECTS.items() if row["implied_estimate"]])
def test_the_printed_figures_together_imply_narrower_true_values(name):
    implied = statistics.check(effect_named[name]).implied
    assert_range(implied.estimate, EFFECTS[name]["implied_estimate"])
    assert_range(implied.high, EFFECTS[name]["implied_high"])


def test_a_printed_limit_of_zero_stands_for_a_value_below_zero_where_p_is_below_five_percent():
    for name in list(EFFECTS)[:2]:
        assert EFFECTS[name]["high"] == "0.0"
        assert statistics.check(effect_named[name]).implied.high.high < 0


def test_without_an_error_or_limits_nothing_bounds_the_error_and_p_may_be_anything_above_its_bound():
    implied = statistics.check(Effect(estimate="-1.3", arms=("-6.4", "-5.1"), p="0.05", p_qualifier=">")).implied
    assert (implied.se.high, implied.low.low, implied.high.high, implied.p.high) == (inf, -inf, inf, 1.0)
    assert f"{implied.se.low:.3f} {implied.p.low:.3f}" == "0.638 0.050"


def test_the_check_says_how_far_it_is_blind():
    assert_range(statistics.allowed(next(iter(effect_named.values())), "p"), "0.0417 0.0595")


def test_a_figure_that_the_others_do_not_bound_is_allowed_any_value():
    assert statistics.allowed(Effect(low="-2.0", high="-0.4", level="95", p="0.0031"), "low") == statistics.EVERYTHING


def test_others_in_conflict_allow_no_value():
    effect = Effect(estimate="-9.0", se="0.41", low="-2.0", high="-0.4", level="95", p="0.0031")
    assert statistics.allowed(effect, "se") is None


def test_an_inconsistent_effect_names_the_single_figure_that_explains_it_and_what_it_should_be():
    (suspect,) = statistics.suspects(effect_named["nipocalimab-5"])
    assert suspect.figure == "p"
    assert_range(suspect.implied, "0.620 0.632")


def test_a_joint_reading_finds_what_no_pair_of_figures_shows():
    """The usual checks one by one: estimate amid its interval, width against error, P against estimate and error."""
    effect = Effect(estimate="-1.3", se="0.66", low="-2.5", high="0.0", level="95", p="0.0496")
    for kept in (("estimate", "low", "high"), ("se", "low", "high"), ("estimate", "se", "p"), ("low", "high", "p")):
        alone = Effect(level="95", **{name: getattr(effect, name) for name in kept})
        assert statistics.check(alone).verdict is Verdict.CONSISTENT
    assert statistics.check(effect).verdict is Verdict.INCONSISTENT


def test_group_errors_that_lead_to_the_printed_error_raise_no_warning():
    assert [statistics.check(effect).se_discrepancy for effect in effect_named.values() if effect.arm_ses] == [None] * 3


def test_group_errors_that_lead_elsewhere_warn_but_do_not_fail():
    effect = replace(next(iter(effect_named.values())), arm_ses=("0.47", "0.64"))
    found = statistics.check(effect)
    assert found.verdict is Verdict.CONSISTENT
    assert_range(found.se_discrepancy.expected, "0.79 0.80")
    assert_range(found.se_discrepancy.found, "0.655 0.665")


def test_group_errors_are_compared_with_the_error_that_an_interval_implies():
    effect = Effect(estimate="-1.3", low="-2.60", high="0.00", level="95", arm_ses=("0.2", "0.2"))
    assert_range(statistics.check(effect).se_discrepancy.found, "0.66 0.67")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"p": "1.2"}, "P must be from 0 to 1, got 1.2"),
        ({"p": "-0.2"}, "P must be from 0 to 1, got -0.2"),
        ({"level": "100"}, "a level must be above 0 and below 100 percent, got 100"),
        ({"level": "0"}, "a level must be above 0 and below 100 percent, got 0"),
        ({"se": "NaN"}, "must be a number as printed, got 'NaN'"),
        ({"p_qualifier": "=<"}, "must be about, < or >, got '=<'"),
    ],
)
def test_what_no_source_can_have_printed_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        statistics.check(replace(next(iter(effect_named.values())), **wrong))


def test_a_negative_standard_error_is_inconsistent_whatever_stands_beside_it():
    effect = Effect(estimate="-1.2", se="-0.41", p="0.0031")
    assert statistics.check(effect).verdict is Verdict.INCONSISTENT


def test_results_cannot_be_changed_after_the_check():
    found = statistics.check(next(iter(effect_named.values())))
    with pytest.raises(FrozenInstanceError):
        found.verdict = Verdict.INCONSISTENT


# --- planted errors


def planted(row: Mapping[str, str]) -> Effect:
    value = tuple(row["planted"].split()) if row["figure"] == "arms" else row["planted"]
    return replace(effect_named[row["effect"]], **{row["figure"]: value})


@pytest.mark.parametrize("row", rows("planted.csv"), ids=named)
def test_a_planted_error_is_caught_or_known_to_be_missed(row):
    caught = statistics.check(planted(row)).verdict is Verdict.INCONSISTENT
    assert ("yes" if caught else "no") == row["caught"]


@pytest.mark.parametrize("row", [row for row in rows("planted.csv") if row["caught"] == "yes"], ids=named)
def test_the_planted_figure_is_among_the_suspects_and_its_true_value_is_allowed(row):
    implied = {suspect.figure: suspect.implied for suspect in statistics.suspects(planted(row))}
    original = getattr(effect_named[row["effect"]], row["figure"])
    true = interval(original[0]) - interval(original[1]) if row["figure"] == "arms" else interval(original)
    assert implied[row["figure"]].overlaps(true)


def test_the_catch_rate_is_printed(capsys):
    cases = rows("planted.csv")
    caught = sum(row["caught"] == "yes" for row in cases)
    as_printed = [name for name, row in EFFECTS.items() if row["on"] and " " not in name]
    tried = {name: statistics.detection_rate(effect_named[name]) for name in as_printed}
    every, found = sum(one.injected for one in tried.values()), sum(one.detected for one in tried.values())
    with capsys.disabled():
        sys.stdout.write(
            f"\nplanted errors: {caught} of {len(cases)} caught; "
            f"all slips of one digit or sign in {len(tried)} effects: {found} of {every} caught\n"
        )
    assert (caught, len(cases)) == (13, 15)
    assert (found, every) == (293, 381)


def test_a_slip_is_a_digit_off_by_one_or_two_digits_swapped_or_a_sign():
    assert set(statistics.transcription_errors("0.49")) == {"1.49", "0.39", "0.59", "0.48", "4.09", "0.94", "-0.49"}
    assert set(statistics.transcription_errors("-1.0")) == {"-0.0", "-2.0", "-1.1", "-0.1", "1.0"}
    assert statistics.transcription_errors("0.0") == ("0.1", "1.0")


def test_detection_rate_names_the_slips_that_would_pass():
    found = statistics.detection_rate(next(iter(effect_named.values())))
    assert ("p", "0.0469") in found.missed
    assert found.detected == found.injected - len(found.missed) == 32


# --- a printed number


@pytest.mark.parametrize(
    ("printed", "qualifier", "low", "high"),
    [
        ("0.0", None, -0.05, 0.05),
        ("0.00", None, -0.005, 0.005),
        ("-1.3", None, -1.35, -1.25),
        ("275", None, 274.5, 275.5),
        (Decimal("0.0496"), None, 0.04955, 0.04965),
        ("0.0001", "<", -inf, 0.0001),
        ("0.5", ">", 0.5, inf),
        ("-6.5", "about", -inf, inf),
        (None, None, -inf, inf),
    ],
)
def test_a_printed_number_stands_for_every_value_that_rounds_to_it(printed, qualifier, low, high):
    assert interval(printed, qualifier) == Interval(low, high)


@pytest.mark.parametrize("printed", ["", "1,3", "−1.3", "1.3 points", "inf", "٣"])
def test_what_is_not_a_printed_number_is_refused(printed):
    with pytest.raises(ValueError, match="must be a number as printed"):
        interval(printed)


def test_a_float_is_refused_because_its_decimals_are_lost():
    with pytest.raises(TypeError, match=r"as printed, got 1\.3"):
        interval(1.3)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("5.1", "5.13", True),
        ("5.1", "5.2", False),
        ("275", "276", False),
        ("0.0", "0.04", True),
        ("5.1", "5.16", False),
    ],
)
def test_two_reports_agree_when_one_true_value_prints_as_both(one, other, agree):
    assert statistics.agree(one, other) is statistics.agree(other, one) is agree


def test_about_agrees_with_anything():
    assert statistics.agree("-6.5", "-1.0", "about")


def test_an_interval_does_not_end_before_it_begins():
    with pytest.raises(ValueError, match="got 2 to 1"):
        Interval(2, 1)


# --- counts and percentages


@pytest.mark.parametrize("row", rows("counts.csv"), ids=named)
def test_a_percentage_agrees_with_its_counts_under_rounding(row):
    percent, denominator, qualifier = row["percent"], int(row["denominator"]), row["qualifier"] or None
    agrees = statistics.share_agrees(percent, int(row["numerator"]), denominator, qualifier)
    assert agrees is (row["agrees"] == "yes")
    fitting = statistics.numerators(percent, denominator, qualifier)
    assert [*fitting] == [int(count) for count in row["fitting"].split()]


@always_the_same
@given(some.integers(1, 5000), some.data(), some.integers(0, 4))
def test_the_true_count_is_always_among_those_that_fit(denominator, data, places):
    numerator = data.draw(some.integers(0, denominator))
    exact = Decimal(100 * numerator) / Decimal(denominator)
    rounding = data.draw(some.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN]))
    assert statistics.share_agrees(exact.quantize(Decimal(1).scaleb(-places), rounding), numerator, denominator)


def test_a_part_larger_than_its_whole_is_refused():
    with pytest.raises(ValueError, match="got 11 of 10"):
        statistics.share_agrees("110", 11, 10)


# --- invented figures


NUMBERS = some.integers(-40_000, 40_000).map(lambda count: Decimal(count) / 2000)
PLACES = some.integers(0, 4)
ROUNDINGS = some.sampled_from([ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN])


@some.composite
def true_effects(draw):
    """A true estimate, its standard error, and the effect printed from them, each figure rounded in its own way."""
    first, second, s = draw(NUMBERS), draw(NUMBERS), draw(some.integers(1, 20_000)) / 2000
    e = first - second
    people = draw(some.none() | some.integers(4, 2000))
    level = draw(some.sampled_from(["80", "90", "95", "97.5", "99"]))
    # On t where the number of people is printed, on either distribution where it is: both are done in practice.
    df = people - 2 if people and draw(some.booleans()) else None
    spread = stats.norm if df is None else stats.t(df)
    reach = spread.ppf(0.5 + float(level) / 200) * s

    def rounded(value):
        return Decimal(value).quantize(Decimal(1).scaleb(-draw(PLACES)), draw(ROUNDINGS))

    p = 2 * spread.sf(abs(float(e)) / s)
    printed_p, qualifier = Decimal(min(p, 1.0)).quantize(Decimal("0.0001"), draw(ROUNDINGS)), None
    if draw(some.booleans()):
        bound = draw(some.sampled_from(["0.0001", "0.001", "0.05", "0.5"]))
        printed_p, qualifier = bound, "<" if p < float(bound) else ">"
    figures = {
        "estimate": rounded(e),
        "se": rounded(s),
        "low": rounded(float(e) - reach),
        "high": rounded(float(e) + reach),
        "p": printed_p,
        "arms": (rounded(first), rounded(second)),
    }
    left_out = draw(some.sets(some.sampled_from(sorted(figures)), max_size=4))
    kept = {name: None if name in left_out else value for name, value in figures.items()}
    return e, s, df, Effect(**kept, level=level, p_qualifier=qualifier, n=people)


@settings(always_the_same, max_examples=600)
@given(true_effects())
def test_true_values_rounded_in_any_way_are_never_called_inconsistent(case):
    assert statistics.check(case[-1]).verdict is not Verdict.INCONSISTENT


@always_the_same
@given(true_effects())
def test_the_true_values_lie_in_what_the_figures_imply(case):
    e, s, df, effect = case
    implied = statistics.feasible_regions(effect)[0 if df is None else 1]
    if implied is None:
        assert statistics.check(effect).verdict is Verdict.UNCHECKED
        return
    size = 1e-9 * (abs(float(e)) + s)
    assert implied.estimate.low - size <= e <= implied.estimate.high + size
    assert implied.se.low - size <= s <= implied.se.high + size


@some.composite
def printed_effects(draw):
    """Figures that need not fit each other, such as errors produce."""
    middle, s = draw(some.integers(-300, 300)), draw(some.integers(1, 150))
    m = draw(some.sampled_from([1.645, 1.96, 2.576]))
    low, high = round(middle - m * s) + draw(some.integers(-2, 2)), round(middle + m * s) + draw(some.integers(-2, 2))
    chance = two_sided_p(middle / s) * draw(some.floats(0.9, 1.1))
    figures = {
        "estimate": Decimal(middle + draw(some.integers(-1, 1))) / 100,
        "se": Decimal(s + draw(some.integers(-1, 1))).copy_abs() / 100,
        "low": Decimal(low) / 100,
        "high": Decimal(high) / 100,
        "p": Decimal(min(chance, 1)).quantize(Decimal("0.001")),
        "arms": (Decimal(middle + 500) / 100, Decimal(500 + draw(some.integers(-2, 2))) / 100),
    }
    left_out = draw(some.sets(some.sampled_from(sorted(figures)), max_size=3))
    people = draw(some.none() | some.integers(4, 600))
    return Effect(**{name: None if name in left_out else figures[name] for name in figures}, level="95", n=people)


def mirrored(effect: Effect) -> Effect:
    """The same comparison the other way round."""

    def turned(printed):
        return None if printed is None else -printed

    swapped = effect.arms and (effect.arms[1], effect.arms[0])
    return replace(
        effect, estimate=turned(effect.estimate), low=turned(effect.high), high=turned(effect.low), arms=swapped
    )


@always_the_same
@given(printed_effects())
def test_the_verdict_is_the_same_with_the_arms_in_either_order(effect):
    one, other = statistics.check(effect), statistics.check(mirrored(effect))
    assert (one.verdict, one.missing) == (other.verdict, other.missing)
    if one.implied:
        for name, turned in (("estimate", "estimate"), ("low", "high"), ("high", "low")):
            found, expected = other.implied.implied(name), -one.implied.implied(turned)
            assert found.low == pytest.approx(expected.low, abs=1e-8)
            assert found.high == pytest.approx(expected.high, abs=1e-8)
        assert other.implied.se.low == pytest.approx(one.implied.se.low, abs=1e-8)
        assert other.implied.p.high == pytest.approx(one.implied.p.high, abs=1e-8)


@always_the_same
@given(printed_effects())
def test_a_verdict_with_fewer_figures_is_never_harsher(effect):
    if statistics.check(effect).verdict is Verdict.CONSISTENT:
        for name in (*statistics.FIGURES, "arms"):
            assert statistics.check(replace(effect, **{name: None})).verdict is not Verdict.INCONSISTENT


@settings(always_the_same, max_examples=120)
@given(printed_effects())
@example(
    Effect(estimate=Decimal("-1.3"), se=Decimal("0.66"), low=Decimal("-2.6"), high=Decimal("0.0"), p=Decimal("0.0496"))
)
def test_the_polygon_agrees_with_linear_programming(effect):
    """scipy's solver on the same lines, one sign of e at a time."""
    names = ("estimate", "se", "low", "high", "p", "arms")
    given_figures = {name: getattr(effect, name) for name in names if getattr(effect, name) is not None}
    if not {"se", "low", "high"} <= given_figures.keys():
        return
    arms = given_figures.pop("arms", None)
    figures = {name: interval(printed) for name, printed in given_figures.items()}
    if arms:
        figures["arms"] = interval(arms[0]) - interval(arms[1])
    m, chance = stats.norm.isf(0.025), figures.get("p", Interval(0, 1))
    ends = {"e": [], "s": []}
    for sign in (1, -1):
        lines, bounds = [], []
        for name, k in (("estimate", 0), ("arms", 0), ("low", -m), ("high", m)):
            if name in figures:
                lines += [[1, k], [-1, -k]]
                bounds += [figures[name].high, -figures[name].low]
        lines += [[-sign, stats.norm.isf(min(chance.high, 1) / 2)], [-sign, 0]]
        bounds += [0, 0]
        if chance.low > 0:
            lines.append([sign, -stats.norm.isf(chance.low / 2)])
            bounds.append(0)
        box = [(None, None), (max(figures["se"].low, 0), figures["se"].high)]
        for axis, aim in (("e", [1, 0]), ("e", [-1, 0]), ("s", [0, 1]), ("s", [0, -1])):
            solved = optimize.linprog(aim, A_ub=lines, b_ub=bounds, bounds=box)
            if solved.success:
                ends[axis].append(solved.fun * (1 if sum(aim) > 0 else -1))
    left = feasible_region(figures, 95.0)
    assert (left is None) == (not ends["e"])
    if left:
        assert (left.estimate.low, left.estimate.high) == pytest.approx((min(ends["e"]), max(ends["e"])), abs=1e-6)
        assert (left.se.low, left.se.high) == pytest.approx((min(ends["s"]), max(ends["s"])), abs=1e-6)


# --- the distributions


@pytest.mark.parametrize("df", [1, 2, 3, 4, 7, 27, 60, 107, 273, 610, 2000])
def test_the_t_distribution_is_that_of_scipy(df):
    for p in (1e-20, 1e-8, 1e-4, 0.0018, 0.0496, 0.1, 0.32, 0.5, 0.68, 0.9, 0.99):
        assert critical(p, df) == pytest.approx(stats.t.isf(p / 2, df), rel=1e-11)
    for z in (0.0, 0.01, 0.5, 1.0, 1.96, 3.0, 8.0, 40.0, 1e4):
        assert two_sided_p(z, df) == pytest.approx(2 * stats.t.sf(z, df), rel=1e-11)


def test_the_normal_distribution_is_that_of_scipy():
    for p in (1e-200, 1e-20, 1e-4, 0.05, 0.5, 0.99):
        assert critical(p) == pytest.approx(stats.norm.isf(p / 2), rel=1e-12)
    for z in (0.0, 0.5, 1.96, 8.0, 30.0):
        assert two_sided_p(z) == pytest.approx(2 * stats.norm.sf(z), rel=1e-12)


@pytest.mark.parametrize("df", [None, 1, 273])
def test_certain_and_impossible_chances_have_their_limits(df):
    assert (critical(0, df), critical(1, df), two_sided_p(inf, df)) == (inf, 0, 0)


# --- pooling


TRIALS = list(effect_named.values())[:2]
CONTRASTS = [(effect.estimate, effect.se) for effect in TRIALS]
# Not a thousand times apart: statsmodels subtracts large sums to get Q and loses digits there, which ours does not.
ERRORS = some.integers(50, 5000).map(lambda count: Decimal(count) / 1000)


def test_pooling_two_trials_gives_the_expected_numbers():
    found = statistics.pool(CONTRASTS)
    assert f"{found.estimate:.3f} {found.se:.3f} {found.low:.3f} {found.high:.3f}" == "-1.112 0.404 -1.903 -0.321"
    assert f"{found.p:.4f} {found.weights[0]:.3f} {found.q:.2f} {found.i2:.0f}" == "0.0059 0.374 0.13 0"


@always_the_same
@given(some.lists(some.tuples(NUMBERS, ERRORS), min_size=2, max_size=7).filter(lambda pairs: len(dict(pairs)) > 1))
def test_pooling_equals_statsmodels_to_ten_digits(contrasts):
    found = statistics.pool(contrasts)
    effects, variances = np.array([float(e) for e, _ in contrasts]), np.array([float(s) ** 2 for _, s in contrasts])
    other = meta_analysis.combine_effects(effects, variances)
    size = max(abs(e) for e in effects) or 1
    assert isclose(found.estimate, other.mean_effect_fe, rel_tol=1e-10, abs_tol=1e-10 * size)
    assert isclose(found.se, other.sd_eff_w_fe, rel_tol=1e-10)
    assert isclose(found.q, other.q, rel_tol=1e-10, abs_tol=1e-10 * size**2 / min(variances))
    if found.q > 1e-3:  # below that the other Q is rounding error
        assert found.i2 == pytest.approx(max(0, other.i2), rel=1e-10, abs=1e-10)
    assert found.weights == pytest.approx(other.weights_rel_fe, rel=1e-10)
    low, high = other.conf_int(alpha=0.05, use_t=False)[0]
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-10, abs=1e-10 * size)


def test_no_rounding_explains_a_pooled_figure_further_off():
    left = [statistics.check(effect).normal_region for effect in TRIALS]
    assert_range(statistics.pooled_range(left), "-1.144 -1.125")


@always_the_same
@given(some.lists(some.tuples(some.floats(0, 1), some.floats(0, 1)), min_size=2, max_size=2))
def test_every_pooled_value_of_allowed_true_values_lies_in_the_pooled_range(places):
    left = [statistics.check(effect).normal_region for effect in TRIALS]
    points = []
    for one, (along, across) in zip(left, places, strict=True):
        corners = one.polygons[0]
        spot = along * len(corners)
        (e, s), (e_next, s_next) = corners[int(spot) % len(corners)], corners[(int(spot) + 1) % len(corners)]
        share = spot % 1
        e_mid, s_mid = (sum(axis) / len(corners) for axis in zip(*corners, strict=True))
        e, s = e + share * (e_next - e), s + share * (s_next - s)
        points.append((e + across * (e_mid - e), s + across * (s_mid - s)))
    mean = sum(e / s**2 for e, s in points) / sum(1 / s**2 for _, s in points)
    found = statistics.pooled_range(left)
    assert found.low - 1e-12 <= mean <= found.high + 1e-12


def test_the_pooled_range_reaches_further_than_the_corners_of_the_regions():
    """Along a sharp upper limit a lower estimate has a larger error and so less weight: the extreme lies in between."""
    one = feasible_region({"estimate": interval("0"), "high": interval("1.000")}, 95.0)
    other = feasible_region({"estimate": interval("0.80"), "se": interval("0.30")}, 95.0)
    pairs = [(a, b) for first in one.polygons for a in first for second in other.polygons for b in second]
    at_corners = [sum(e / s**2 for e, s in pair) / sum(1 / s**2 for _, s in pair) for pair in pairs]
    found = statistics.pooled_range([one, other])
    assert found.low < min(at_corners) - 0.001
    assert found.high == pytest.approx(max(at_corners))


def test_without_a_bound_on_an_error_any_mean_of_the_estimates_is_possible():
    loose = statistics.feasible_regions(Effect(estimate="-1.0", arms=("-6.0", "-5.0")))[0]
    other = statistics.check(TRIALS[0]).normal_region
    assert isinf(loose.se.high)
    found = statistics.pooled_range([loose, other])
    assert (found.low, found.high) == (other.estimate.low, loose.estimate.high)


def test_a_pooled_figure_needs_a_weight_that_precision_and_people_do_not_give():
    one, two, pooled = (
        statistics.check(list(effect_named.values())[place]).normal_region.estimate for place in (0, 1, 3)
    )
    needed = statistics.weight_needed(one, two, pooled)
    assert f"{needed.low:.2f}" == "0.57"
    assert statistics.pool(CONTRASTS).weights[0] < needed.low
    by_people = statistics.shares([effect.n for effect in TRIALS])
    assert f"{by_people[0]:.2f}" == "0.45"


def test_no_weight_is_named_where_two_studies_may_be_equal():
    assert statistics.weight_needed(interval("-1.0"), interval("-1.04"), interval("-1")) is None


@pytest.mark.parametrize("contrasts", [[("-1.3", "0.66")], [("-1.3", "0.66"), ("-1.0", "0.00")]])
def test_one_study_or_no_error_is_not_pooled(contrasts):
    with pytest.raises(ValueError, match="two or more contrasts"):
        statistics.pool(contrasts)


# --- sizes


@pytest.mark.parametrize("row", rows("sizes.csv"), ids=named)
def test_a_difference_is_as_large_as_expected_beside_the_spread_between_people(row):
    n1, n2 = map(int, row["groups"].split())
    if row["arm_ses"]:
        first, second = row["arm_ses"].split()
        sd = statistics.pooled_sd(statistics.sd_from_se(first, n1), n1, statistics.sd_from_se(second, n2), n2)
    else:
        sd = statistics.sd_from_difference(row["se"], n1, n2)
    found = statistics.hedges_g(row["difference"], sd, n1, n2)
    assert [f"{value:.2f}" for value in (found.g, found.low, found.high)] == [row["g"], row["g_low"], row["g_high"]]
    assert f"{100 * statistics.probability_of_superiority(found.g):.0f}" == row["superiority"]
    if row["arms"]:
        active, control = row["arms"].split()
        assert f"{100 * statistics.placebo_response_ratio(control, active):.0f}" == row["control_share"]


def test_hedges_g_is_that_of_statsmodels():
    found = statistics.hedges_g("-1.3", 5.4525, 137, 138)
    g, variance = meta_analysis.effectsize_smd(-1.3, 5.4525, 137, 0.0, 5.4525, 138)
    assert found.g == pytest.approx(g, abs=1e-5)
    assert (found.high - found.low) / 2 / 1.959964 == pytest.approx(sqrt(variance), rel=2e-3)


def test_the_spread_from_a_difference_and_from_its_groups_is_the_same_where_the_groups_are_alike():
    sd = statistics.sd_from_se("0.40", 100)
    assert sd == pytest.approx(4.0)
    assert statistics.pooled_sd(sd, 100, sd, 100) == pytest.approx(4.0)
    assert statistics.sd_from_difference("0.565685424949238", 100, 100) == pytest.approx(4.0)


def test_two_schedules_against_one_placebo_are_compared_without_counting_placebo_twice():
    found = statistics.shared_comparator_contrast(("-1.0", "0.51"), ("-0.5", "0.51"), "0.35")
    assert f"{found.estimate:.1f} {found.se:.2f} {found.low:.1f} {found.high:.1f}" == "-0.5 0.52 -1.5 0.5"


def test_a_shared_control_less_certain_than_its_contrasts_is_refused():
    with pytest.raises(ValueError, match=r"must be below those of its contrasts, got 0\.60"):
        statistics.shared_comparator_contrast(("-1.0", "0.51"), ("-0.5", "0.51"), "0.60")


@pytest.mark.parametrize(("control", "active"), [("0.0", "-6.4"), ("1.0", "-6.4"), ("-1.0", "0")])
def test_there_is_no_share_of_a_change_that_is_zero_or_goes_the_other_way(control, active):
    with pytest.raises(ValueError, match="two changes in one direction"):
        statistics.placebo_response_ratio(control, active)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: statistics.sd_from_se("0.4", 1),
        lambda: statistics.sd_from_se("0.0", 20),
        lambda: statistics.sd_from_difference("-0.1", 20, 20),
        lambda: statistics.hedges_g("1.0", 0.0, 20, 20),
        lambda: statistics.hedges_g("1.0", 2.0, 2, 2),
    ],
)
def test_a_spread_of_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match="must"):
        wrong()
