"""What is planned is set against what is reported: by endpoint, time and people, in lists that were read whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from evidence.analysis.planned_outcomes import list_counts, planned_outcomes
from evidence.analysis.tables.downloads import downloads
from evidence.analysis.view import View
from evidence.checks import load_or_raise
from evidence.model import Evidence, Report
from support.built_site import ADDRESS, DATA, ROOT, Built, words

NUMBERS, WORDS, TOGETHER, NONE = "in numbers", "in words", "together only", "not at all"


@cache
def _rich() -> Evidence:
    return load_or_raise(ROOT / DATA["rich"], {"SITE_URL": ADDRESS})


def _results(evidence: Evidence) -> dict[tuple[str, str], str]:
    return {(key, each.key): each.result for key, found in planned_outcomes(evidence).items() for each in found}


def _with(*changed: Report, drop: Callable[[Report], bool] = lambda row: False) -> Evidence:
    """The rich drug with further reports, and without some."""
    kept = tuple(row for row in _rich().reports if not drop(row))
    return replace(_rich(), reports=(*kept, *changed))


def _row(key: str, **changed: object) -> Report:
    """A report of the rich drug with other values."""
    row = next(row for row in _rich().reports if row.fact == key)
    return row.model_copy(update=changed)


@pytest.mark.parametrize(
    ("study", "outcome", "result"),
    [
        pytest.param("ozzle-2", "ozzle-2.vid-cfb.w12.primary", NUMBERS, id="a figure at its week"),
        pytest.param("ozzle-2", "ozzle-2.patient-rating-cfb.w24.secondary", NONE, id="a figure at another week only"),
        pytest.param("ozzle-4", "ozzle-4.composite-five-response.w52.primary", NONE, id="another trial's figure"),
        pytest.param("ozzle-2", "ozzle-programme.walk-cfb.release", NUMBERS, id="named for a group, reported by the trial"),
        pytest.param("ozzle-programme", "ozzle-programme.walk-cfb.release", NONE, id="reported by a member, not together"),
    ],
)  # fmt: skip
def test_a_planned_outcome_is_reported_where_its_study_endpoint_and_time_are(
    study: str, outcome: str, result: str
) -> None:
    assert _results(_rich())[study, outcome] == result


WALK = "ozzle-2.walk-cfb.w12.key"


def _is_walk(row: Report) -> bool:
    return row.endpoint == "walk-cfb"


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        pytest.param({}, WORDS, id="a statement"),
        pytest.param({"timepoint": "not stated"}, WORDS, id="a statement without a time"),
        pytest.param({"timepoint": "week 52"}, NONE, id="a statement on another week"),
        pytest.param({"subgroup": "women"}, NONE, id="a statement on a part of the people"),
        pytest.param({"study": "ozzle-programme"}, TOGETHER, id="a statement on several trials"),
        pytest.param({"study": "ozzle-3"}, NONE, id="a statement on another trial"),
    ],
)
def test_a_statement_counts_as_words_of_the_trial_and_people_that_it_is_about(
    changed: dict[str, object], result: str
) -> None:
    row = _row("ozzle-2.walk-cfb.w12.impression", **changed)
    assert _results(_with(row, drop=_is_walk))["ozzle-2", WALK] == result


def test_a_part_of_the_people_is_shown_beside_an_outcome_that_is_not_reported() -> None:
    row = _row("ozzle-2.walk-cfb.w12.impression", subgroup="women")
    (found,) = (each for each in planned_outcomes(_with(row, drop=_is_walk))["ozzle-2"] if each.key == WALK)
    assert (found.facts, found.parts) == ((), ("ozzle-2.walk-cfb.w12.impression",))


def test_what_several_trials_report_together_stands_beside_what_one_reports_alone() -> None:
    row = _row("ozzle-2.walk-cfb.w12.impression", study="ozzle-programme", fact="ozzle-programme.walk")
    (found,) = (each for each in planned_outcomes(_with(row))["ozzle-2"] if each.key == WALK)
    assert (found.result, found.result_together, found.together) == (NUMBERS, WORDS, ("ozzle-programme.walk",))


def test_a_list_counts_its_own_outcomes_and_those_of_a_group_count_for_each_member() -> None:
    outcomes = planned_outcomes(_rich())["ozzle-2"]
    lists = {each.key: each for each in list_counts(_rich(), "ozzle-2", outcomes)}
    counts = {key: [each.count(result) for result in (NUMBERS, WORDS, NONE)] for key, each in lists.items()}  # type: ignore[arg-type]
    assert counts == {
        "ozzle-2.register": [2, 0, 1],
        "ozzle-2.paper": [1, 0, 0],
        "ozzle-2.congress": [0, 0, 0],
        "ozzle-programme.release": [1, 0, 0],
    }
    assert [key for key, each in lists.items() if each.is_whole] == ["ozzle-2.register"]


def test_the_tables_tell_how_each_outcome_is_reported_and_how_each_study_was_judged() -> None:
    tables = {table.name: table for table in downloads(View(_rich()))}
    planned = [
        dict(zip(tables["planned_outcomes"].columns, row, strict=True)) for row in tables["planned_outcomes"].rows
    ]
    rating = next(row for row in planned if row["outcome"] == "ozzle-2.patient-rating-cfb.w24.secondary")
    assert (rating["lists_read"], rating["result"], rating["facts"]) == (("whole",), NONE, ())
    bias = [dict(zip(tables["risk_of_bias"].columns, row, strict=True)) for row in tables["risk_of_bias"].rows]
    assert [row["judgement"] for row in bias] == ["low", "some concerns", "low", "low", "low"]
    assert {row["overall"] for row in bias} == {"some concerns"}
    assert len(tables["gaps"].rows) == len(_rich().gaps)


def test_a_page_counts_what_is_missing_in_a_whole_list_and_in_no_other(built_site: Callable[[str], Built]) -> None:
    page = built_site("rich").pages["studies/ozzle-2/"]
    rows = {
        key: [words(cell) for cell in page.article.xpath(f".//tr[@id='ozzle-2.{key}']/td")]
        for key in ("register", "paper", "congress")
    }
    assert rows["register"][:6] == ["whole", "3", "2", "0", "0", "1"]
    assert rows["paper"][5] == "– not counted, the list was not read whole"
    assert rows["congress"][:3] == ["not read", "– not read", ""]


def test_gaps_stand_on_one_page_and_the_first_page_and_safety_lead_there(built_site: Callable[[str], Built]) -> None:
    built = built_site("rich")
    assert "once the trial has ended" in words(built.at("not-known/#rating-at-week-24"))
    for page, anchors in (("", ("rating-at-week-24", "long-term-harm")), ("safety/", ("long-term-harm",))):
        assert {f"not-known/#{anchor}" for anchor in anchors} <= built.pages[page].links
    assert "not-known/" in built.pages["appraisal/"].links
    assert "nobody has listed" in words(built_site("single").at("not-known/"))
