"""Opinions stand apart from results, under the name of who says them; remarks of ours stand under ours."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from support.built_site import Built, words

BLOCK = "What others say"


def _said(built: Built, page: str) -> list[list[str]]:
    """The rows of a page's block of statements: who, what, where."""
    tables = built.pages[page].article.xpath(f".//*[@aria-label='{BLOCK}']")
    return [[words(cell) for cell in row.xpath("./*")] for table in tables for row in table.xpath(".//tbody/tr")]


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("safety/", ["The commentary"]),
        ("drug/", ["The sponsor"]),
        ("appraisal/", ["The commentary", "The speaker, Ø. | Hansen"]),
        ("studies/ozzle-2/", ["The commentary", "The speaker, Ø. | Hansen"]),
        ("studies/ozzle-3/", ["The commentary", "The commentary"]),
        ("studies/ozzle-programme/", ["The commentary"]),
        ("studies/ozzle-1/", []),
    ],
)
def test_a_page_shows_the_statements_on_its_topic_with_who_says_them(
    built_site: Callable[[str], Built], page: str, who: list[str]
) -> None:
    assert sorted(row[0] for row in _said(built_site("rich"), page)) == who


def test_each_statement_has_its_place_with_its_source_and_our_remark(built_site: Callable[[str], Built]) -> None:
    row = built_site("rich").at("statements/#sponsor-plan")
    cells = [words(cell) for cell in row.xpath("./*")]
    assert cells[1:3] == ["The sponsor", "More trials, and soon. Our remark: No trial was found."]
    assert "paragraph 2" in cells[4]
    assert row.xpath(".//*[@data-fact='sponsor-plan#text']")


def test_the_page_of_a_source_lists_the_opinions_in_it_apart(built_site: Callable[[str], Built]) -> None:
    article = built_site("rich").pages["sources/cme-note/"].article
    (table,) = article.xpath(".//*[@aria-label='Opinions, no results']")
    assert len(table.xpath(".//tbody/tr")) == 2


def test_prose_shows_a_statement_by_its_marker(built_site: Callable[[str], Built]) -> None:
    (shown,) = built_site("pooled").pages["appraisal/"].article.xpath(".//p//*[@data-fact='placebo-fog#text']")
    assert words(shown) == "Coughs come and go; those who came at their worst got better."


def test_a_drug_without_statements_says_so(built_site: Callable[[str], Built]) -> None:
    assert "no statement was recorded" in words(built_site("single").pages["statements/"].article)


def test_the_api_and_a_table_have_the_statements(built_site: Callable[[str], Built]) -> None:
    built = built_site("rich")
    document = json.loads((built.root / "api/v1/statements/placebo-why.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in document["links"]["groups"]] == ["ozzle-programme"]
    assert [each["id"] for each in document["links"]["sources"]] == ["cme-note", "trade-wire"]
    rows = json.loads((built.root / "data/statements.json").read_text(encoding="utf-8"))
    assert {row["key"]: row["said_by"] for row in rows}["speaker-hope"] == "speaker"


def test_a_remark_of_ours_is_under_no_source(built_site: Callable[[str], Built]) -> None:
    article = built_site("single").pages["endpoints/ague-score/"].article
    (remark,) = article.xpath(".//p[@id='translations']")
    before = [
        words(each) for each in remark.xpath("./preceding::h2[1] | ./following::p[contains(., 'Source of these')]")
    ]
    assert before == ["Our remarks"]
