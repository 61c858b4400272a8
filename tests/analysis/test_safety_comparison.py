"""Adverse events side by side: who stands where, what is derived from which counts, and what is never derived."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from statsmodels.stats import proportion, rates

from evidence.analysis import safety_wording as wording
from evidence.analysis.safety_comparison import GROUPS, SafetyTable, Topic
from evidence.analysis.safety_contrasts import SAME_PEOPLE, TWO_SOURCES
from evidence.analysis.statistics import ShareComparison
from evidence.analysis.tables.safety_comparison import safety_comparison
from evidence.analysis.view import View
from evidence.checks import load_or_raise
from evidence.model import SafetyReport
from evidence.site.gather import Gatherer
from evidence.site.gather_safety import safety_of

DRUGS = Path(__file__).parents[1] / "drugs"
NAMES = ("outcomes", "pooled", "rich", "single")


@cache
def view_of(drug: str) -> View:
    return View(load_or_raise(DRUGS / drug / "data"))


def changed(drug: str, **of_fact: dict[str, object] | None) -> View:
    """A drug whose safety rows are changed: the end of their fact, with _ for each dot and hyphen -> fields, None for gone."""
    evidence, rows = view_of(drug).evidence, []
    for row in evidence.safety:
        ends = [end for end in of_fact if row.fact.replace(".", "_").replace("-", "_").endswith(end)]
        new = of_fact[ends[0]] if ends else {}
        rows += [row.model_copy(update=new)] if new is not None else []
    return View(replace(evidence, safety=tuple(rows)))


def topics(view: View, quantity: str = "share") -> dict[tuple[str, str], Topic]:
    """(study, category) -> topic of this quantity."""
    tables = (table for of in view.safety_tables.values() for table in of if table.quantity == quantity)
    return {(table.owner, topic.category): topic for table in tables for topic in table.topics}


def table(view: View, owner: str, group: str | None, quantity: str = "share") -> SafetyTable:
    (found,) = (each for each in view.safety_tables[owner] if (each.group, each.quantity) == (group, quantity))
    return found


def test_arms_stand_by_their_doses_with_what_they_are_compared_with_last() -> None:
    found = table(view_of("rich"), "ozzle-2", None)
    assert found.arms == ("ozzle-2-100mg", "ozzle-2-any", "ozzle-2-placebo")
    assert found.comparators == ("ozzle-2-placebo",)


def test_an_active_comparator_is_the_comparator() -> None:
    found = table(view_of("outcomes"), "kestrel", "serious")
    assert found.arms == ("kestrel-active", "kestrel-dapperol") and found.comparators == ("kestrel-dapperol",)


def test_deaths_come_first_and_others_are_sorted_by_the_size_of_their_difference() -> None:
    tables = view_of("outcomes").safety_tables["harrier-1"]
    places = [GROUPS.index(each.group) for each in tables]
    assert places == sorted(places) and tables[0].group == "death"
    names = [topic.category for topic in table(view_of("outcomes"), "harrier-1", "other").topics]
    assert names == ["hiccups", "falls", "itching"]


@pytest.mark.parametrize("drug", NAMES)
def test_differences_and_ratios_of_shares_equal_statsmodels(drug: str) -> None:
    tried = 0
    for topic in topics(view_of(drug)).values():
        for each in topic.against:
            if each.difference is None:
                continue
            one, two = topic.cells[each.arm], topic.cells[each.comparator]
            counts = (one.n_affected, one.n_at_risk, two.n_affected, two.n_at_risk)
            ends = proportion.confint_proportions_2indep(*counts, method="newcomb", compare="diff")
            assert [each.difference.low, each.difference.high] == pytest.approx([100 * end for end in ends], rel=1e-10)
            if each.ratio:
                ends = proportion.confint_proportions_2indep(*counts, method="log", compare="ratio")
                assert [each.ratio.low, each.ratio.high] == pytest.approx(list(ends), rel=1e-10)
            tried += 1
    assert tried


def test_rates_are_compared_in_the_unit_that_the_source_prints_and_equal_statsmodels() -> None:
    topic = topics(view_of("outcomes"), "rate")["harrier-1", "falls"]
    (each,) = topic.against
    assert topic.rate_unit == "per 100 patient-years" and topic.counts == "events"
    counts = (531, 10850.5, 571, 10790.2)
    assert each.difference and each.ratio
    ends = rates.confint_poisson_2indep(*counts, method="mover", compare="diff")
    assert [each.difference.low, each.difference.high] == pytest.approx([100 * end for end in ends], rel=1e-10)
    ends = rates.confint_poisson_2indep(*counts, method="wald-log", compare="ratio")
    assert [each.ratio.low, each.ratio.high] == pytest.approx(list(ends), rel=1e-10)
    assert [row.fact for row in each.printed] == ["harrier-1.falls.active-vs-placebo"]


@pytest.mark.parametrize("drug", NAMES)
def test_an_arm_without_a_report_is_never_said_to_have_had_no_event(drug: str) -> None:
    whole = view_of(drug)
    for table in (table for of in whole.safety_tables.values() for table in of):
        for topic in table.topics:
            for arm, report in topic.cells.items():
                rows = tuple(row for row in whole.evidence.safety if row.fact != report.fact)
                view = View(replace(whole.evidence, safety=rows, contradictions={}))
                for left in topics(view, table.quantity).values():
                    if (left.category, left.period) == (topic.category, topic.period):
                        assert arm not in left.cells or left.cells[arm].study != report.study
                        assert not any(arm in (each.arm, each.comparator) for each in left.against if each.difference)
                found = safety_of(Gatherer(view), table.owner, view.facts_of_study[table.owner])
                printed = {cell.number.id for block in found.tables for row in block.rows for cell in row.cells if cell}
                assert report.fact not in printed


@pytest.mark.parametrize("drug", NAMES)
def test_an_arm_is_shown_with_no_event_only_where_its_source_prints_that(drug: str) -> None:
    view = view_of(drug)
    for owner in view.safety_tables:
        for block in safety_of(Gatherer(view), owner, view.facts_of_study[owner]).tables:
            for cell in (cell for row in block.rows for cell in row.cells if cell):
                if cell.text.startswith("0 ") or cell.derived.startswith("0%"):
                    report = view.preferred[cell.number.id]
                    assert isinstance(report, SafetyReport) and 0 in (report.n_affected, report.n_events)


def test_without_events_in_a_group_there_is_a_difference_and_no_ratio() -> None:
    (each,) = topics(view_of("outcomes"))["harrier-1", "itching"].against
    assert each.difference and each.ratio is None and each.why_no_ratio == "no events"


def test_counts_in_one_group_alone_are_not_compared() -> None:
    gone = changed("single", any_adverse_event_placebo={"n_affected": None, "statement": "As often."})
    assert gone.safety_tables == {}


def test_two_facts_of_one_arm_on_one_topic_are_not_compared() -> None:
    view = view_of("single")
    twice = [
        row.model_copy(update={"fact": f"{row.fact}.b"}) for row in view.evidence.safety if row.fact.endswith("active")
    ]
    assert View(replace(view.evidence, safety=(*view.evidence.safety, *twice))).safety_tables == {}


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"source": "placeholder-2030-06-03"}, TWO_SOURCES),
        ({"n_at_risk": 90, "percent": None}, SAME_PEOPLE),
    ],
)
def test_nothing_is_derived_from_two_sources_or_from_the_same_people_twice(fields: dict[str, object], why: str) -> None:
    (topic,) = topics(changed("single", any_adverse_event_active=fields)).values()
    assert [(each.difference, each.ratio, each.why_not) for each in topic.against] == [(None, None, why)]


def test_each_comparison_of_the_pages_is_a_row_of_the_table_for_download() -> None:
    view = view_of("outcomes")
    made = safety_comparison(view)
    rows = [dict(zip(made.columns, row, strict=True)) for row in made.rows]
    shown = [
        (block.quantity, each.arm.id, each.comparator.id, each.difference.partition(" ")[0].replace("−", "-"))
        for owner in view.safety_tables
        for block in safety_of(Gatherer(view), owner, view.facts_of_study[owner]).tables
        for row in block.rows
        for each in row.against
    ]
    assert [
        tuple(row[name] for name in ("quantity", "arm", "comparator", "derived_difference")) for row in rows
    ] == shown
    assert len(shown) == len(rows) > 8


def report(**fields: object) -> SafetyReport:
    given = {"fact": "x.y", "study": "x", "category": "falls", "period": "not stated", "source": "s", "locator": "p"}
    return SafetyReport.model_validate({**given, **fields})


@pytest.mark.parametrize(
    ("fields", "share", "derived"),
    [
        ({"percent": "57.4", "n_affected": "35", "n_at_risk": "61"}, "57.4% (35 of 61)", ""),
        ({"n_affected": "31", "n_at_risk": "60"}, "31 of 60 people", "51.7%"),
        ({"n_affected": "0", "n_at_risk": "60"}, "0 of 60 people", "0%"),
        ({"n_affected": "3", "n_at_risk": "6240"}, "3 of 6240 people", "0.048%"),
        ({"n_affected": "1", "n_at_risk": "1"}, "1 of 1 person", "100.0%"),
        (
            {"percent": "0.1", "percent_qualifier": "<", "n_affected": "3", "n_at_risk": "6240"},
            "< 0.1% (3 of 6240)",
            "",
        ),
        ({"n_affected": "1"}, "1 person", ""),
        ({"percent": "12"}, "12%", ""),
    ],
)
def test_a_share_is_shown_as_printed_and_derived_only_from_counts(
    fields: dict[str, object], share: str, derived: str
) -> None:
    assert (wording.share(report(**fields)), wording.derived_share(report(**fields))) == (share, derived)


@pytest.mark.parametrize(
    ("low", "estimate", "high", "words"),
    [
        (-11.71, 5.71, 22.67, "5.7 (95% CI −11.7 to 22.7)"),
        (-0.141, -0.048, 0.021, "−0.048 (95% CI −0.141 to 0.021)"),
        (-0.22, -0.07, 0.03, "−0.07 (95% CI −0.22 to 0.03)"),
    ],
)
def test_a_derived_difference_has_the_decimals_that_its_interval_carries(
    low: float, estimate: float, high: float, words: str
) -> None:
    assert wording.contrast(ShareComparison(estimate, low, high, 95.0)) == words
