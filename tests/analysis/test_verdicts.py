"""The site checks what it prints: verdicts, what they imply, our own pooling and sizes, and what we say of the whole."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from evidence.analysis.pooling import OwnPooling
from evidence.analysis.ranges import range_ends
from evidence.analysis.reading_basis import reported_texts
from evidence.analysis.selection import disputed_facts
from evidence.analysis.statistics import Interval
from evidence.analysis.verdicts import findings
from evidence.analysis.view import View
from evidence.checks import problems
from evidence.loading import read, read_or_raise
from evidence.model.number_format import significant
from evidence.model.problems import Problem
from support import raw_data
from support.built_site import DATA, ROOT, Built, words

VERDICTS = ("consistent", "inconsistent", "cannot be checked")
FACT = "cough-score-cfb.w24.active-vs-placebo"
LARKSPUR = tuple(f"larkspur-{which}.{FACT}" for which in ("1", "2", "pooled"))
SPARSE = "larkspur-2.cough-score-cfb.w24.sparse-vs-placebo"


def fact_page(built: Built, fact: str, section: str = "") -> str:
    """What the page of a fact says, or one section of it."""
    return section_of(built, f"facts/{fact}/", section) if section else words(built.at(f"facts/{fact}/"))


def section_of(built: Built, page: str, id: str) -> str:
    """What stands between a heading and the next one of its kind."""
    heading = built.pages[page].article.xpath(f".//h2[@id='{id}']")[0]
    said = []
    for element in heading.itersiblings():
        if element.tag == "h2":
            break
        said.append(words(element))
    return " ".join(said)


def changed(tmp_path: Path, file: str, old: str, new: str, data: str = "pooled") -> tuple[Problem, ...]:
    """What the check says of a copy of a data folder in which one text of one file is another."""
    folder = shutil.copytree(ROOT / DATA[data], tmp_path / "data")
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {file}"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return problems(read(folder))


# --- every effect is checked and listed


def test_every_effect_of_the_data_is_listed_with_a_verdict(built: Built) -> None:
    rows = raw_data.effects(built.data)
    others = [other for other in raw_data.entities(built.data, "landscape").values() if {"value", "p"} & other.keys()]
    listed = built.at("checks/#figures").getparent().xpath(".//table")[0].xpath(".//tbody/tr")
    assert len(listed) == len(rows) + len(others)
    verdicts = [words(row.xpath(".//*[contains(@class, 'verdict')]")[0]) for row in listed]
    assert set(verdicts) <= set(VERDICTS)
    text = section_of(built, "checks/", "figures")
    counted = [verdicts.count(name) for name in VERDICTS]
    assert re.search(rf"{counted[0]} (?:is|are) consistent, {counted[1]} inconsistent, {counted[2]} cannot", text)


def test_every_effect_has_its_verdict_in_words_where_it_is_shown(built: Built) -> None:
    for row in raw_data.effects(built.data):
        said = fact_page(built, row["fact"], "consistency")
        assert re.search(r"Consistent: |Inconsistent: |Cannot be checked: ", said)
    for key, other in raw_data.entities(built.data, "landscape").items():
        if {"value", "p"} & other.keys():
            tag = built.at(f"landscape/#{key}").xpath(".//a[contains(@class, 'verdict')]")[0]
            panel = words(built.at(built.pages["landscape/"].target(tag.get("href")) or ""))
            assert f"{words(tag).capitalize()}:" in panel


@pytest.mark.parametrize(
    ("effect", "verdict", "implied"),
    [
        (LARKSPUR[0], "consistent", "-2.415 to -2.383 -4.15 to -4.10 -0.681 to -0.669"),
        (LARKSPUR[1], "consistent", "-1.411 to -1.385 -2.81 to -2.77 -0.009 to -0.003"),
        (SPARSE, "consistent", "-0.608 to -0.587 -2.01 to -1.97 0.782 to 0.806"),
        (LARKSPUR[2], "consistent", "-2.14 to -2.08 -3.23 to -3.15 -1.05 to -1.00"),
        ("fewolimab", "consistent with t only", "-4.23 to -4.17 -7.35 to -7.25 -1.109 to -1.089"),
        ("labelstat", "inconsistent", "– none fits"),
        ("barely", "cannot be checked", "– not printed: a standard error and an interval"),
    ],
)
def test_each_effect_is_listed_with_what_its_figures_imply(
    effect: str, verdict: str, implied: str, pooled: Built
) -> None:
    _, told, last = (words(cell) for cell in pooled.at(f"checks/#{effect}").iterfind("td"))
    assert re.sub(r" \d+ of \d+ slips noticed$", "", told) == verdict
    assert last == implied


def test_the_rate_of_caught_slips_is_printed_and_adds_up(built: Built) -> None:
    text = section_of(built, "checks/", "figures")
    planted, caught = map(int, re.search(r"Of (\d+) slips .*? the check notices (\d+) \(", text).groups())
    each = [tuple(map(int, found)) for found in re.findall(r"(\d+) of (\d+)(?!\d)", text) if found[1] != str(planted)]
    assert (sum(one[1] for one in each), sum(one[0] for one in each)) == (planted, caught)
    assert "Consistent is not verified" in text


# --- what is said of single effects and of other drugs


def test_a_limit_printed_as_zero_is_told_to_stand_for_a_value_below_zero(pooled: Built) -> None:
    said = fact_page(pooled, LARKSPUR[1], "consistency")
    assert "The printed upper limit 0.0 stands for a value just below zero (-0.009 to -0.003)" in said
    assert "A P below 0.05 beside an interval that seems to touch zero is rounding, not a contradiction" in said
    assert "significance is never worked out again from a rounded interval" in said


def test_nothing_of_the_kind_is_said_where_no_limit_is_zero(pooled: Built) -> None:
    assert "zero" not in fact_page(pooled, SPARSE, "consistency")


def test_the_page_says_how_much_the_check_would_miss(pooled: Built) -> None:
    said = fact_page(pooled, LARKSPUR[0], "consistency")
    assert "Any P from 0.0054 to 0.0076 would have passed" in said
    assert "Of 43 slips of one digit or sign, planted one at a time, the check notices 32." in said


def test_the_mislabelled_interval_of_a_rival_is_settled_by_the_arithmetic(pooled: Built) -> None:
    said = words(pooled.at("landscape/#figures-of-labelstat"))
    assert "Without the P value 0.58 the others agree, and imply 0.47 to 0.56 for it." in said
    assert "With 90% in place of 95% for the interval, all figures agree." in said
    assert raw_data.entity(pooled.data / "expected.yml")["effects"]["labelstat"]["reason"] in said


def test_what_fits_with_t_alone_says_so(pooled: Built) -> None:
    said = words(pooled.at("landscape/#figures-of-fewolimab"))
    assert "with the t distribution on 27 degrees of freedom; with the normal distribution they cannot" in said
    assert "With 90% or 99% in place of 95% for the interval they could not all be right." in said


def test_what_is_missing_for_a_check_is_named(pooled: Built) -> None:
    assert "not printed are a standard error and an interval." in words(pooled.at("landscape/#figures-of-barely"))
    assert "not printed are an exact estimate, a standard error" in fact_page(pooled, LARKSPUR[2], "consistency")


# --- planted mistakes stop the build


@pytest.mark.parametrize(
    ("effect", "old", "new", "caught"),
    [
        (LARKSPUR[0], "-2.4,points,,,0.88", "-2.9,points,,,0.88", True),
        (LARKSPUR[0], "0.88,95", "0.78,95", True),
        (LARKSPUR[0], "0.0064", "0.0046", True),
        (LARKSPUR[0], "0.0064", "0.0074", False),
        (LARKSPUR[1], "-2.8,0.0", "-2.8,0.1", True),
        (LARKSPUR[1], "0.049", "0.094", True),
        (SPARSE, "-2.0,0.8", "-2.0,0.3", True),
        (SPARSE, "0.40", "0.41", False),
    ],
)
def test_a_planted_slip_stops_the_build_by_name_where_it_can_be_noticed(
    effect: str, old: str, new: str, caught: bool, tmp_path: Path
) -> None:
    lines = (ROOT / DATA["pooled"] / "reports.csv").read_text(encoding="utf-8").splitlines()
    line = next(each for each in lines if each.startswith(f"{effect},"))
    assert line.count(old) == 1
    found = changed(tmp_path, "reports.csv", line, line.replace(old, new))
    named = [each for each in found if f"'{effect}'" in each.message and lines[each.line - 1].startswith(f"{effect},")]
    assert len(named) == len(found) == caught


def test_an_inconsistency_must_be_listed_and_a_listed_one_must_hold(tmp_path: Path) -> None:
    shutil.copytree(ROOT / DATA["pooled"], tmp_path / "without")
    (tmp_path / "without" / "expected.yml").unlink()
    (unlisted,) = (each for each in problems(read(tmp_path / "without")) if each.rule == "figures_fit")
    assert (unlisted.path, unlisted.field) == ("without/landscape/labelstat.yml", "ci_high")
    assert "or a level of 90%" in unlisted.message
    mended = changed(tmp_path, "landscape/labelstat.yml", "ci_level: 95", "ci_level: 90")
    assert [each.path for each in mended if each.rule == "expected_holds"] == ["data/expected.yml"]


def test_a_reading_must_be_read_again_when_a_row_changes_on_which_it_rests(tmp_path: Path) -> None:
    whole = changed(tmp_path, "reports.csv", ",n,,112,participants", ",n,,113,participants", "single")
    (found,) = (each for each in whole if each.rule == "guard_holds")
    assert found.path == "data/contradictions/greywillow-1-randomised.yml"
    assert "must be " in found.message and "113" in found.message and "read again" in found.message


@pytest.mark.parametrize("data", DATA)
def test_every_reading_remembers_the_rows_on_which_it_rests(data: str) -> None:
    draft = read_or_raise(ROOT / DATA[data])
    for case in draft.contradictions.values():
        assert set(case.facts) <= case.guard.keys()
        assert {id: reported_texts(draft, id) for id in case.guard} == case.guard


# --- pooling of our own


def test_our_pooling_stands_beside_the_reported_one_and_both_say_whose_they_are(pooled: Built) -> None:
    rows = [words(row) for row in pooled.at("studies/larkspur-pooled/#pooled").getnext().xpath(".//tbody/tr")]
    assert [("reported: " in row, "computed by this site" in row) for row in rows] == [(True, False)] * 3 + [
        (False, True)
    ]
    assert "fixed effect, inverse variance" in rows[3]
    assert "-1.79 (SE 0.55; 95% CI -2.88 to -0.71) computed; P = 0.0012" in rows[3]
    assert "every 2 weeks" not in " ".join(rows)
    assert [row[-8:] for row in rows[:2]] == ["0.390.43", "0.610.57"]  # weight by precision, share of people


def test_the_page_says_why_the_two_differ_and_calls_neither_wrong(pooled: Built) -> None:
    said = section_of(pooled, "studies/larkspur-pooled/", "pooled")
    assert "The reported -2.1 is not this pooling." in said
    assert "it lies between -1.807 and -1.778" in said
    assert "LARKSPUR-1 would need a weight of at least 0.66; it has 0.39 by precision and 0.43 by people." in said
    assert "Neither is wrong." in said
    assert "Cochran’s Q 0.78 on 1 degree of freedom, I² 0%" in said


def test_what_we_compute_is_never_shown_as_a_reported_figure(built: Built) -> None:
    for page in built.pages.values():
        assert not page.tree.xpath("//*[@data-fact]//*[contains(@class, 'computed') or contains(@class, 'derived')]")
        marked = page.article.xpath(".//*[@class='computed' or @class='derived']")
        assert not [element for element in marked if element.xpath("ancestor::*[@data-fact]")]


@pytest.mark.parametrize(
    ("name", "why"), [("single", "it knows one study"), ("rich", "no two studies of one phase print")]
)
def test_a_drug_with_nothing_to_pool_says_why(name: str, why: str, built_site: Callable[[str], Built]) -> None:
    built = built_site(name)
    for page in ("results/", "appraisal/"):
        assert why in section_of(built, page, "pooled")


def test_studies_that_ask_the_same_are_pooled_without_a_reported_result_and_a_schedule_of_its_own_is_not() -> None:
    evidence = read_or_raise(ROOT / DATA["pooled"]).evidence()
    alone = tuple(row for row in evidence.reports if row.study in evidence.studies)
    safety = tuple(row for row in evidence.safety if row.study in evidence.studies)
    (own,) = View(replace(evidence, groups={}, reports=alone, safety=safety, contradictions={})).poolings
    assert isinstance(own, OwnPooling)
    assert (own.facts, own.reported, own.is_the_reported_one) == (LARKSPUR[:2], None, None)


# --- sizes and sums


@pytest.mark.parametrize(
    ("effect", "g", "superiority", "share"),
    [
        (LARKSPUR[0], "-0.49 derived (95% CI -0.85 to -0.13)", "64", "73"),
        (LARKSPUR[1], "-0.31 derived (95% CI -0.62 to 0.00)", "59", "82"),
        (SPARSE, "-0.13 derived (95% CI -0.44 to 0.18)", "54", ""),
        (LARKSPUR[2], "-0.45 derived (95% CI -0.69 to -0.21)", "63", "75"),
    ],
)
def test_a_difference_is_shown_in_context_with_these_sizes(
    effect: str, g: str, superiority: str, share: str, pooled: Built
) -> None:
    said = fact_page(pooled, effect, "size")
    assert f"(Hedges’ g): {g}" in said
    assert f"Probability of superiority: {superiority}% derived" in said
    found = re.search(r"as a share of the change with .*?: (\d+)% derived", said)
    assert (found[1] if found else "") == share
    assert "a threshold for the improvement of one person is no yardstick" in said


def test_two_schedules_are_compared_without_counting_placebo_twice(pooled: Built) -> None:
    said = section_of(pooled, "studies/larkspur-2/", "size")
    assert "-0.8 (SE 0.71; 95% CI -2.2 to 0.6) derived; not shown to differ" in said


def test_an_effect_that_cannot_be_right_gets_no_size(built_site: Callable[[str], Built]) -> None:
    said = fact_page(built_site("rich"), "ozzle-2.patient-rating-cfb.w12.100mg-vs-placebo", "size")
    assert "not computed, for the printed figures cannot all be right" in said


def test_people_who_were_in_both_arms_are_not_added_up(built_site: Callable[[str], Built]) -> None:
    said = fact_page(built_site("rich"), "ozzle-1.serum-flurin.h24.50mg-vs-placebo", "size")
    assert "or the same people were in both" in said


def test_a_number_that_nobody_prints_is_marked_as_derived(pooled: Built) -> None:
    arm = pooled.at("studies/larkspur-pooled/#larkspur-pooled-placebo")
    assert [words(each) for each in arm.xpath(".//*[@class='derived']")] == ["141"]
    assert "141 derived not printed; 60 + 81" in words(arm)
    assert not [
        page.address for page in pooled.pages.values() if page.tree.xpath("//*[@data-fact][normalize-space()='141']")
    ]


def test_sums_percentages_and_differences_between_facts_are_listed(built: Built) -> None:
    rows = [words(row) for row in built.at("checks/#arithmetic").getnext().getnext().xpath(".//tbody/tr")]
    assert rows
    assert all(row.endswith(("agrees", "derived")) for row in rows)


def test_the_extraction_table_holds_every_effect_as_printed(built: Built) -> None:
    rows = {row["fact"]: row for row in raw_data.rows(built.root / "data", "extraction.csv")}
    written = raw_data.effects(built.data)
    assert rows.keys() == {row["fact"] for row in written}
    same = (
        "study",
        "endpoint",
        "timepoint",
        "arm",
        "comparator",
        "value",
        "se",
        "ci_level",
        "ci_low",
        "ci_high",
        "p",
        "locator",
    )
    for row in rows.values():
        assert [
            each for each in written if each["fact"] == row["fact"] and all(each[name] == row[name] for name in same)
        ], row["fact"]
        assert {row["n_arm_is"], row["n_comparator_is"]} <= {"printed", "derived", ""}


# --- contradictions and appraisal


def test_a_contradiction_says_whether_it_is_open_resolved_or_an_error_in_a_source(built: Built) -> None:
    page = built.pages["contradictions/"]
    words_of = {"open": "open", "resolved": "resolved", "error": "error in a source"}
    cases = raw_data.entities(built.data, "contradictions")
    for key, case in cases.items():
        pill = page.by_id[key].getnext().xpath(".//*[contains(@class, 'pill')]")[0]
        assert words(pill) == words_of[case["state"]]
    counts = {state: sum(case["state"] == state for case in cases.values()) for state in words_of}
    lead = words(page.article.xpath(".//p[@class='lead']")[0])
    assert f"{counts['open']} open, {counts['error']} where our reading holds a source to be wrong" in lead


def test_the_appraisal_shows_each_outcome_with_its_figures_and_what_nobody_judged(pooled: Built) -> None:
    outcomes = raw_data.entity(pooled.data / "appraisal.yml")["outcomes"]
    assert 0 < len(outcomes) <= 7
    for key, outcome in outcomes.items():
        row = pooled.at(f"appraisal/#{key}")
        assert {element.get("data-fact") for element in row.xpath(".//*[@data-fact]")} == set(outcome.get("facts", ()))
        assert f"certainty: {outcome['certainty']} risk of bias: {outcome['risk_of_bias']}" in words(row)
    assert {outcome["certainty"] for outcome in outcomes.values()} == {"not rated"}
    assert {outcome["risk_of_bias"] for outcome in outcomes.values()} == {"not assessable"}


@pytest.mark.parametrize("name", ["single", "outcomes"])
def test_a_drug_that_nobody_appraised_says_so(name: str, built_site: Callable[[str], Built]) -> None:
    assert "no summary of findings has been written for" in words(built_site(name).at("appraisal/"))


# --- the words and digits of computed numbers


@pytest.mark.parametrize(
    ("low", "high", "beside", "shown"),
    [
        (-1.3062, -1.2861, "-1.3", ("-1.306", "-1.286")),
        (-0.00257, -0.00198, "0.0", ("-0.0026", "-0.0020")),
        (0.04171, 0.05948, "0.0496", ("0.0417", "0.0595")),
        (-3.85, -3.75, "-3.8", ("-3.85", "-3.75")),
        (float("-inf"), 2.0, "1", ("", "2")),
    ],
)
def test_a_range_is_shown_as_finely_as_it_needs(low: float, high: float, beside: str, shown: tuple[str, str]) -> None:
    assert range_ends(Interval(low, high), beside) == shown


@pytest.mark.parametrize(("value", "shown"), [(0.0058530, "0.0059"), (5.4525, "5.5"), (21.4, "21"), (0, "0")])
def test_a_derived_number_has_two_significant_digits(value: float, shown: str) -> None:
    assert significant(value) == shown


@pytest.mark.parametrize(("sign", "differs"), [(None, True), ("about", False), ("<", True), (">", False)])
def test_reports_differ_where_no_true_value_prints_as_both(sign: str | None, differs: bool) -> None:
    evidence = read_or_raise(ROOT / DATA["single"])
    fact = "greywillow-1.participants.randomised"
    rows = [row for row in evidence.reports if row.fact == fact]
    other = rows[1].model_copy(update={"value_qualifier": sign})
    assert (fact in disputed_facts(replace(evidence, reports=(rows[0], other)))) is differs


def test_each_report_of_an_effect_is_judged_by_what_its_own_source_prints() -> None:
    found = {(each.id, each.source): each for each in findings(read_or_raise(ROOT / DATA["pooled"]))}
    assert found[LARKSPUR[2], "annals-2030"].effect.arms == (Decimal("-8.3"), Decimal("-6.2"))
    assert found[LARKSPUR[2], "placeholder-2030-06-03"].effect.arms is None
