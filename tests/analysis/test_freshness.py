"""A source that nobody has looked at for more than a year says so, against the day of the evidence and no clock."""

from __future__ import annotations

from typing import Any

import pytest

from evidence.model import Source, links
from support.built_site import Built, words

FIELDS = {
    "label": "x", "type": "regulator", "title": "x", "publisher": "x", "address_kind": "withheld", "tier": "1",
    "relation": "first-hand", "peer_reviewed": "no",
}  # fmt: skip


def source(accessed: str, last_verified: str | None = None) -> Source:
    more: dict[str, Any] = {"last_verified": last_verified} if last_verified else {}
    return Source.model_validate({**FIELDS, "accessed": accessed, **more})


@pytest.mark.parametrize(
    ("accessed", "verified", "day", "old"),
    [
        ("2026-02-28", None, "2027-02-28", False),
        ("2026-02-27", None, "2027-02-28", True),
        ("2020-01-01", "2026-03-01", "2027-02-28", False),
        ("2020-01-01", "2026-02-27", "2027-02-28", True),
        ("2026-02", None, "2027-02-28", False),  # it may have been the last day of the month
        ("2026-01", None, "2027-02-28", True),
        ("2026", None, "2027-02-28", False),
        ("2025", None, "2027-02-28", True),
        ("2027-02-28", None, "2028-02-29", True),
        ("2027-02-27", None, "2028-02", False),
        ("2027-01-31", None, "2028-02", True),
        ("2026-12-31", None, "2027", False),
        ("2025-12-31", None, "2027", True),
    ],
)
def test_a_source_is_old_when_every_day_that_its_date_can_mean_is(
    accessed: str, verified: str | None, day: str, old: bool
) -> None:
    assert source(accessed, verified).is_outdated(day) == old


def test_pages_say_so_quietly_and_only_where_it_is_so(built: Built) -> None:
    view = built.site.view
    listed = words(built.pages["sources/"].article)
    told = []
    for key, each in view.evidence.sources.items():
        if not each.is_citable:
            continue
        page = words(built.pages[links.address("source", key)].article)
        assert ("not looked at since" in page) == (key in view.old_sources), key
        assert ("Last found unchanged" in page) == (each.last_verified is not None), key
        told.append(key in view.old_sources)
    assert listed.count("not looked at since") == sum(told)


def test_the_rich_drug_has_sources_on_both_sides_of_the_line(built_site: Any) -> None:
    assert built_site("rich").site.view.old_sources == {"cme-note": "2026-01", "patients-page": "2026-02-27"}
