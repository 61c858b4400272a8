"""The page of safety: groups side by side where counts are printed, and words where there are none."""

from __future__ import annotations

from collections.abc import Callable

from support.built_site import Built, words


def test_groups_stand_side_by_side_and_what_is_not_reported_is_said(built_site: Callable[[str], Built]) -> None:
    page = built_site("rich").at("safety/#safety-ozzle-2-events-share").getnext()
    head, *rows = ([words(cell) for cell in row.xpath("./*")] for row in page.xpath(".//tr"))
    assert [cell.removesuffix(" comparator") for cell in head[1:4]] == [
        "Fictabernil 100 mg",
        "Fictabernil, both doses",
        "Placebo",
    ]
    assert head[3].endswith("comparator") and all(cell.endswith("derived") for cell in head[4:])
    deaths = next(row for row in rows if row[0].startswith("Deaths"))
    assert deaths[1:4] == ["0% (0 of 40)", "– not reported", "0 of 42 people 0% derived"]
    assert "cannot be computed with no events" in deaths[5]


def test_words_without_counts_stay_a_list_of_what_was_reported(built_site: Callable[[str], Built]) -> None:
    page = built_site("rich").pages["safety/"].article
    assert not page.xpath(".//h3[starts-with(@id, 'safety-ozzle-programme')]")
    (table,) = page.xpath(".//*[@aria-label='Safety in OZZLE-2 and OZZLE-3, together']")
    assert [words(cell) for cell in table.xpath(".//th[@scope='col']")] == [
        "Fact",
        "As reported",
        "Reports",
        "Source shown",
    ]
