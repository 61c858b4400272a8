"""What belongs together is linked, both ways, and every leading figure can be followed to its source."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support import raw_data
from support.built_site import Built, plain, words

# How many links a reader may have to follow from the first page to a fact.
CLICKS = 3


def _distances(built: Built) -> dict[str, int]:
    """How many links in running text lead from the first page to each page."""
    found, waiting = {"": 0}, deque([""])
    while waiting:
        page = waiting.popleft()
        for address in built.pages[page].links:
            path = address.partition("#")[0]
            if path in built.pages and path not in found:
                found[path] = found[page] + 1
                waiting.append(path)
    return found


def _leading_figures(built: Built) -> set[str]:
    """The effects shown first, what was measured in each of their arms, and how many people there were."""
    view = built.site.view
    found = set()
    for key in view.leading:
        effect = view.preferred[key]
        has = view.evidence.studies.get(effect.study) or view.evidence.groups[effect.study]
        found |= {key, *(arm.n for arm in has.arms.values() if arm.n)}
        found |= {getattr(has, name, None) for name in ("randomised", "enrolled", "planned")} - {None}
        rows = raw_data.rows(built.data, "reports.csv")
        found |= {
            row["fact"]
            for row in rows
            if (row["study"], row["endpoint"], row["timepoint"]) == (effect.study, effect.endpoint, effect.timepoint)
            and row["arm"] in (effect.arm, effect.comparator)
        }
    return found


def test_the_leading_figures_can_be_followed_from_the_first_page_to_source_and_place(built: Built) -> None:
    distances = _distances(built)
    facts = _leading_figures(built)
    assert len(facts) >= 3 * len(built.site.view.leading) > 0
    far = {fact: distances.get(f"facts/{fact}/") for fact in facts if distances.get(f"facts/{fact}/", 99) > CLICKS}
    assert far == {}
    for row in raw_data.reports(built.data):
        if row["fact"] in facts:
            page = built.pages[f"facts/{row['fact']}/"]
            place = "locator not recorded" if row["locator"] == "not recorded" else plain(row["locator"])
            assert f"sources/{row['source']}/" in page.links and place in words(page.article), row


def test_every_page_can_be_reached_from_the_first_one_by_links_in_the_text_or_the_navigation(built: Built) -> None:
    found, waiting = {""}, [""]
    while waiting:
        page = built.pages[waiting.pop()]
        linked = {
            (page.target(link.get("href")) or "404.html").partition("#")[0] for link in page.tree.xpath("//a[@href]")
        }
        waiting += sorted(new := (linked & set(built.pages)) - found)
        found |= new
    assert set(built.pages) - found <= {"404.html"}


def _reports_and_their_things(folder: Path) -> Iterator[tuple[str, str]]:
    """(page of a fact, page of what it is about or rests on), for every report."""
    for row in raw_data.reports(folder):
        fact = f"facts/{row['fact']}/"
        yield fact, f"studies/{row['study']}/"
        yield fact, f"sources/{row['source']}/"
        if row.get("endpoint"):
            yield fact, f"endpoints/{row['endpoint']}/"


def _studies_and_their_events(folder: Path) -> Iterator[tuple[str, str]]:
    for key, event in raw_data.entities(folder, "events").items():
        for study in event.get("studies", []):
            yield f"studies/{study}/", f"timeline/#{key}"


def _facts_and_their_contradictions(folder: Path) -> Iterator[tuple[str, str]]:
    for key, case in raw_data.entities(folder, "contradictions").items():
        for fact in case.get("facts", []):
            yield f"facts/{fact}/", f"contradictions/#{key}"


def _studies_and_their_groups(folder: Path) -> Iterator[tuple[str, str]]:
    for key, group in raw_data.entities(folder, "groups").items():
        for member in group["members"]:
            yield f"studies/{key}/", f"studies/{member}/"


def _endpoints_and_their_instruments(folder: Path) -> Iterator[tuple[str, str]]:
    for key, endpoint in raw_data.entities(folder, "endpoints").items():
        if "instrument" in endpoint:
            yield f"endpoints/{key}/", f"endpoints/{endpoint['instrument']}/"


def _endpoints_and_where_they_are_planned(folder: Path) -> Iterator[tuple[str, str]]:
    for kind in ("studies", "groups"):
        for owner, content in raw_data.entities(folder, kind).items():
            for key, measure in content.get("outcome_measures", {}).items():
                yield f"endpoints/{measure['endpoint']}/", f"studies/{owner}/#{key}"


def _sources_and_what_rests_on_them(folder: Path) -> Iterator[tuple[str, str]]:
    for kind, address in (
        ("studies", "studies/{}/"),
        ("groups", "studies/{}/"),
        ("endpoints", "endpoints/{}/"),
        ("events", "timeline/#{}"),
        ("landscape", "landscape/#{}"),
    ):
        for key, content in raw_data.entities(folder, kind).items():
            for source in set(_cited(content)):
                yield f"sources/{source}/", address.format(key)
    for name, fact in raw_data.entity(folder / "drug.yml")["facts"].items():
        for source in fact["cite"]:
            yield f"sources/{source}/", f"drug/#{name.replace('_', '-')}"
    usable = {key for key, source in raw_data.entities(folder, "sources").items() if source["tier"] != "3"}
    for key, case in raw_data.entities(folder, "contradictions").items():
        for source in {position["source"] for position in case["positions"]} & usable:
            yield f"sources/{source}/", f"contradictions/#{key}"


def _cited(content: Any) -> Iterator[str]:
    """Every source that an entity cites, however deep."""
    if isinstance(content, dict):
        for name, value in content.items():
            yield from value if name == "cite" else _cited(value)
    elif isinstance(content, list):
        for value in content:
            yield from _cited(value)


@pytest.mark.parametrize(
    "pairs",
    [
        pytest.param(_reports_and_their_things, id="reports with study, endpoint and source"),
        pytest.param(_studies_and_their_events, id="studies with events"),
        pytest.param(_facts_and_their_contradictions, id="facts with contradictions"),
        pytest.param(_studies_and_their_groups, id="studies with groups"),
        pytest.param(_endpoints_and_their_instruments, id="endpoints with instruments"),
        pytest.param(_endpoints_and_where_they_are_planned, id="endpoints with planned outcome measures"),
        pytest.param(_sources_and_what_rests_on_them, id="sources with all that rests on them"),
    ],
)
def test_what_belongs_together_is_linked_both_ways(built: Built, pairs: Any) -> None:
    asked = set(pairs(built.data))
    missing = []
    for one, other in sorted(asked):
        for here, there in ((one, other), (other, one)):
            if not _leads(built, here, there):
                missing.append(f"{here} does not link {there}")
    assert not missing, "\n".join(missing)


def _leads(built: Built, here: str, there: str) -> bool:
    """Whether a page, or the thing at an anchor of it, links to another; an anchor on a page is on that page."""
    page = built.page(here)
    inside = built.at(here)
    if inside.tag in ("h2", "h3"):  # what belongs to a heading follows it
        inside = page.article
    links = {page.target(link.get("href")) for link in inside.xpath("self::a | .//a[@href]")}
    return any(
        link is not None and (link == there or ("#" not in there and link.partition("#")[0] == there)) for link in links
    )


def test_every_fact_leads_to_its_arms(built: Built) -> None:
    homes = {
        arm: f"studies/{owner}/#{arm}"
        for kind in ("studies", "groups")
        for owner, content in raw_data.entities(built.data, kind).items()
        for arm in content.get("arms", {})
    }
    missing = [
        f"{row['fact']}: {homes[arm]}"
        for row in raw_data.reports(built.data)
        for arm in (row["arm"], row["comparator"])
        if arm and homes[arm] not in built.pages[f"facts/{row['fact']}/"].links
    ]
    assert not missing, "\n".join(missing)


def test_a_section_of_a_contradiction_links_each_position_to_its_source(built: Built) -> None:
    page = built.pages["contradictions/"]
    usable = {key for key, source in raw_data.entities(built.data, "sources").items() if source["tier"] != "3"}
    for key, case in raw_data.entities(built.data, "contradictions").items():
        (heading,) = page.article.xpath(".//*[@id=$key]", key=key)
        linked = set()
        for element in heading.itersiblings():
            if element.tag in ("h2", "h3"):
                break
            linked |= {page.target(link.get("href")) for link in element.xpath(".//a[@href]")}
        wanted = {
            f"sources/{source}/" if source in usable else f"contradictions/#{source}"
            for source in (position["source"] for position in case["positions"])
        }
        assert wanted <= linked, key
