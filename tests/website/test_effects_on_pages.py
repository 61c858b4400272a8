"""Pages of a drug with effects of every kind: parts of trials, comparators, counts of studies, names in place of codes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from lxml import html

from evidence.analysis.part_of_trial import part_of_trial
from evidence.analysis.view import View
from evidence.charts import sparklines
from evidence.checks import load_or_raise
from evidence.model import links
from evidence.site.cards.wording import cards
from evidence.site.gather import Gatherer, Marked
from evidence.site.pages import checks, endpoints, facts, results, studies, timeline
from evidence.site.pages.page import Page, rendered
from evidence.site.render import Renderer
from support.built_site import ADDRESS, DATA, ROOT, words

PAGES = (checks, endpoints, facts, results, studies, timeline)


@cache
def _gather() -> Gatherer:
    return Gatherer(View(load_or_raise(ROOT / DATA["outcomes"], {"SITE_URL": ADDRESS})))


@cache
def _page(address: str) -> html.HtmlElement:
    """A page of those that this file is about."""
    (found,) = (page for page in _pages() if page.address == address)
    evidence = _gather().view.evidence
    said = rendered(_gather(), Renderer(evidence), found)
    return html.fragment_fromstring(str(said.content), create_parent="article")


@cache
def _pages() -> tuple[Page, ...]:
    return tuple(page for each in PAGES for page in each.pages(_gather()))


def _rows(address: str, label: str) -> Iterator[list[str]]:
    """The cells of a table, its head first."""
    for row in _page(address).xpath(f".//*[@aria-label='{label}']//tr"):
        yield [words(cell) for cell in row.xpath("./th | ./td")]


def _parts() -> dict[str, str]:
    """Fact of an effect -> the part of the people of its trial, of those that are about a part."""
    view = _gather().view
    found = {fact: part_of_trial(view.evidence, row) for fact, row in view.effect_reports.items()}
    return {fact: part for fact, part in found.items() if part}


def test_a_part_of_a_trial_has_no_number_of_people_of_a_whole_arm() -> None:
    head, *rows = _rows("results/", "Extraction table")
    people = [place for place, title in enumerate(head) if title == "n"]
    told = [row for row in rows if " only " in row[1]]
    assert len(told) == len(_parts()) > 3 and len(people) == 2
    assert {row[place] for row in told for place in people} == {"– not reported"}
    assert all(row[place].isdigit() for row in rows if row not in told for place in people)


@pytest.mark.parametrize("fact", _parts())
def test_nothing_is_concluded_from_a_part_of_a_trial(fact: str) -> None:
    said = words(_page(links.address("fact", fact)))
    assert "In words:" not in said and "not shown to differ" not in said
    assert f"Only {_parts()[fact]}" in said or f"Analysed: {_parts()[fact]}" in said


@pytest.mark.parametrize(
    "address",
    [
        "studies/kestrel/",
        "studies/swift/",
        "studies/dunnock/",
        "studies/rook/",
        "endpoints/wick-protein/",
        "facts/kestrel.serious-adverse-event.dapperol/",
        "facts/swift.wick-protein.w4.40mg-vs-10mg/",
    ],
)
def test_a_page_without_placebo_does_not_speak_of_it(address: str) -> None:
    assert "placebo" not in words(_page(address)).lower()


@pytest.mark.parametrize(
    ("kind", "has_range"), [("Instruments", True), ("Clinical events", False), ("Composite endpoints", False)]
)
def test_a_list_of_endpoints_has_a_range_where_there_can_be_one(kind: str, has_range: bool) -> None:
    head, *rows = _rows("endpoints/", kind)
    assert ("Range" in head) == has_range
    assert {len(row) for row in rows} == {len(head)}


def test_a_size_is_the_number_randomised_where_none_is_enrolled() -> None:
    sizes = {row[0].split(" extension")[0]: row[3] for row in _rows("studies/", "Studies")}
    assert (sizes["HARRIER-1"], sizes["SWIFT"]) == ("8031 participants randomised", "16 participants")
    assert "– not reported" not in sizes.values()


@pytest.mark.parametrize(
    ("study", "line"),
    [
        ("kestrel", "5998 participants; two parallel groups, non-inferiority"),
        ("harrier-1-open", "310 participants; extension of HARRIER-1"),
    ],
)
def test_the_card_of_a_study_has_its_size_whatever_was_counted(study: str, line: str) -> None:
    (lines,) = (dict(card.lines) for card in cards(_gather().view) if card.image == f"studies/{study}/card.png")
    assert lines["about"] == line
    assert "No difference" not in " ".join(lines.values())


def test_an_extension_is_counted_apart_from_studies() -> None:
    said = words(_page("studies/"))
    assert said.startswith("9 studies and 1 extension are recorded here.") and "10 studies" not in said


def test_the_groups_of_a_crossover_are_not_added_up() -> None:
    names = [row[0] for row in _rows("checks/", "Arithmetic between facts")]
    assert any("KESTREL" in name for name in names) and not any("PLOVER" in name for name in names)


@pytest.mark.parametrize("study", ["rook", "harrier-1-open"])
def test_the_reason_of_a_stopped_study_ends_in_one_full_stop(study: str) -> None:
    assert not any(words(each).endswith("..") for each in _page(f"studies/{study}/").xpath(".//p"))


def test_the_timeline_names_countries_and_shows_no_codes() -> None:
    tags = {words(tag) for tag in _page("timeline/").xpath(".//td/*[@class='tag']")}
    assert tags == {"Norway", "European Union", "Japan", "Canada", "United States"}


def test_a_list_without_entries_says_so() -> None:
    assert "– none in the texts read" in words(
        _page("results/").xpath(".//*[@id='statements']/following-sibling::p")[0]
    )
    assert words(_page("checks/").xpath(".//*[@id='addresses']/following-sibling::*")[0]) == "None."


def test_a_marker_names_all_diseases_of_the_site() -> None:
    (_, diseases, _) = _gather().marked("In [[indications]].")
    assert isinstance(diseases, Marked) and diseases.shown == "Lampwright's heart and Tinker's tremor"


def test_a_small_interval_whose_limit_is_printed_as_zero_reaches_the_edge() -> None:
    spark = sparklines(_gather().view)["wren.lamp-visits.w24.active-vs-placebo"]
    assert spark.low == 0 and spark.value - spark.low > 10


@pytest.mark.parametrize(
    ("field", "label"),
    [
        ("harrier-1-open#extends", "HARRIER-1 open: Follows the people of"),
        ("rook#stop_reason", "ROOK: Why it stopped"),
        ("kestrel#nct", "KESTREL: ClinicalTrials.gov"),
        ("kestrel#start_date", "KESTREL: Start"),
        ("kestrel#design", "KESTREL: Design"),
    ],
)
def test_a_field_of_a_study_is_named_in_words(field: str, label: str) -> None:
    assert _gather().view.entities[field].label == label
