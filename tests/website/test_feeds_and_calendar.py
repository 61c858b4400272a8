"""Feeds and the calendar, as feedparser and icalendar read them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import lxml.html
import pytest

from evidence.site.exports import feeds, ical
from evidence.site.exports.ical import span
from evidence.site.gather import Gatherer
from evidence.site.render import Renderer
from evidence.site.site import Site
from support import raw_data
from support.built_site import ADDRESS, DATA, ROOT, Built

BEGINS = re.compile(r"baseline-(\d{4}-\d\d-\d\d)\.csv")
URN = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def _atom(built: Built, address: str = "changes/") -> Any:
    found = feedparser.parse((built.root / address / "feed.atom").read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    return found


def _json(built: Built, address: str = "changes/") -> dict[str, Any]:
    return json.loads((built.root / address / "feed.json").read_text(encoding="utf-8"))


def _begins(built: Built) -> list[str]:
    """The day on which a log begins, if one is kept."""
    return [found[1] for path in (built.data / "changes").glob("*.csv") if (found := BEGINS.fullmatch(path.name))]


def test_the_feed_tells_every_entry_of_the_log_once_and_its_first_day(built: Built) -> None:
    written = raw_data.entities(built.data, "changes")
    entries = _atom(built).entries
    anchors = {entry.link.removeprefix(f"{ADDRESS}changes/#") for entry in entries}
    gone = {name for name in written if name not in anchors}
    # The going of a fact that was moved is told with its coming, whose row on the page bears both names.
    page = built.pages["changes/"]
    assert all(page.by_id[name].getparent().get("id") in anchors for name in gone)
    assert len(entries) == len(written) - len(gone) + len(_begins(built))
    days = [entry.published[:10] for entry in entries]
    assert days == sorted(days, reverse=True)
    assert sorted(days) == sorted(
        [*(each["date"] for name, each in written.items() if name in anchors), *_begins(built)]
    )
    for entry in entries:
        change = written.get(entry.link.rpartition("#")[2])
        if change:
            assert change["reason_kind"] in [tag.term for tag in entry.tags]
            assert "<script" not in entry.content[0].value


def test_an_entry_says_what_stood_there_what_stands_there_and_why(built_site: Callable[[str], Built]) -> None:
    entries = {entry.link.rpartition("#")[2]: entry for entry in _atom(built_site("rich")).entries}
    entry = entries["2026-12-15-ozzle-2.vid-cfb.w12.100mg-vs-placebo-journal-ozzle-2"]
    assert entry.title.endswith("value was \u22121.32, is \u22121.23")
    # Hostile text arrives as text, whatever a reader does with tags.
    said = lxml.html.fromstring(entry.content[0].value)
    assert "two digits of <b>table 2</b> the wrong way round" in said.text_content()
    assert {element.tag for element in said.iter()} <= {"div", "p", "a", "span"}


def test_both_formats_tell_the_same(built: Built) -> None:
    addresses = [
        "changes/",
        *(f"studies/{key}/" for kind in ("studies", "groups") for key in raw_data.entities(built.data, kind)),
    ]
    for address in addresses:
        atom, feed = _atom(built, address), _json(built, address)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert (feed["feed_url"], feed["home_page_url"]) == (f"{ADDRESS}{address}feed.json", f"{ADDRESS}{address}")
        assert (atom.feed.id, atom.feed.link) == (f"{ADDRESS}{address}feed.atom", f"{ADDRESS}{address}")
        assert feed["title"] == atom.feed.title
        assert [(each["id"], each["title"], each["url"], each["date_published"]) for each in feed["items"]] == [
            (entry.id, entry.title, entry.link, entry.published) for entry in atom.entries
        ]
        for page in (each["url"] for each in feed["items"]):
            assert built.is_published(page.removeprefix(ADDRESS)), page


def test_the_feed_of_a_study_tells_what_its_page_tells(built: Built) -> None:
    for kind in ("studies", "groups"):
        for key in raw_data.entities(built.data, kind):
            told = [entry.published[:10] for entry in _atom(built, f"studies/{key}/").entries if "#" in entry.link]
            shown = built.pages[f"studies/{key}/"].article.xpath(".//*[@class='version']//li/@data-changed")
            assert told == sorted(shown, reverse=True), key


def _ids(site: Site) -> set[str]:
    """The id of every entry of every feed, and of every date."""
    render = Renderer(site.view.evidence)
    made = [output for output in feeds.outputs(Gatherer(site.view), render) if output.uri.endswith(".json")]
    calendar = icalendar.Calendar.from_ical(ical.calendar(site.view))
    entries = {each["id"] for output in made for each in json.loads(output.content)["items"]}
    return entries | {str(each["UID"]) for each in calendar.events}


def test_ids_are_the_same_wherever_the_site_stands_and_those_of_no_other_site() -> None:
    here = {name: _ids(Site(ROOT / folder, {"SITE_URL": ADDRESS})) for name, folder in DATA.items()}
    there = {name: _ids(Site(ROOT / folder, {"SITE_URL": "https://example.net/"})) for name, folder in DATA.items()}
    assert here == there
    every = [id for ids in here.values() for id in ids]
    assert len(every) == len(set(every)) and all(URN.fullmatch(id) for id in every)


@pytest.mark.parametrize(
    ("name", "id"),
    [
        (
            "2026-12-15-ozzle-2.vid-cfb.w12.100mg-vs-placebo-journal-ozzle-2",
            "urn:uuid:85ee1b2d-35ec-5441-8c51-79d56548ac99",
        )
    ],
)
def test_an_id_that_was_published_once_is_still_that_of_its_entry(
    name: str, id: str, built_site: Callable[[str], Built]
) -> None:
    assert [entry.id for entry in _atom(built_site("rich")).entries if entry.link.endswith(f"#{name}")] == [id]


def _calendar(built: Built) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical((built.root / "timeline" / "calendar.ics").read_bytes())


def _by_anchor(built: Built) -> dict[str, list[icalendar.Event]]:
    found: dict[str, list[icalendar.Event]] = {}
    for event in _calendar(built).events:
        found.setdefault(str(event["URL"]).removeprefix(ADDRESS), []).append(event)
    return found


def test_the_calendar_holds_every_event_with_its_span_and_its_doubt(built: Built) -> None:
    found = _by_anchor(built)
    for key, event in raw_data.entities(built.data, "events").items():
        (entry,) = found[f"timeline/#{key}"]
        title, text = str(entry["SUMMARY"]), str(entry["DESCRIPTION"])
        assert title.startswith(event["title"])
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == _span(event["date"])
        assert ("some time in" in title) == (len(event["date"]) < len("2026-01-16"))
        assert (f"date of the {event['date_of']}" in title) == (event["date_of"] != "event")
        assert str(entry["STATUS"]) == ("CONFIRMED" if event["status"] == "happened" else "TENTATIVE")
        assert event["status"] == "happened" or event["status"] in title
        assert event["description"] in text and all(place in text for place in event["cite"].values())
        assert entry.errors == []


def _span(text: str) -> tuple[date, date]:
    """First day and the day after the last, counted day by day."""
    first = date.fromisoformat((text + "-01-01")[:10])
    after = first
    while after.isoformat().startswith(text):
        after += timedelta(days=1)
    return first, after


@pytest.mark.parametrize("text", ["2026", "2024-02", "2023-12", "2026-12-31", "2024-02-29", "2016-01-01"])
def test_a_date_spans_what_is_known_of_it(text: str) -> None:
    assert span(text) == _span(text)


def test_the_calendar_holds_every_date_of_a_study_once(built: Built) -> None:
    found = _by_anchor(built)
    events = raw_data.entities(built.data, "events").values()
    for key, study in raw_data.entities(built.data, "studies").items():
        for field in ("start_date", "primary_completion_date", "completion_date"):
            if field in study:
                day = study[field]["value"]
                told = [
                    e
                    for e in events
                    if key in e.get("studies", []) and e["date"] == day and e["kind"].startswith("trial")
                ]
                own = found.get(f"studies/{key}/#{field.replace('_', '-')}", [])
                assert bool(told) != bool(own), (key, field)
                assert all((entry["DTSTART"].dt, entry["DTEND"].dt) == _span(day) for entry in own)


def test_the_calendar_has_no_clock_and_folds_its_lines(built: Built) -> None:
    version = f"{built.site.view.evidence.version}-01-01"[:10]
    raw = (built.root / "timeline" / "calendar.ics").read_bytes()
    assert {event["DTSTAMP"].dt.date() for event in _calendar(built).events} == {date.fromisoformat(version)}
    assert all(isinstance(event["DTSTAMP"].dt, datetime) for event in _calendar(built).events)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    again = icalendar.Calendar.from_ical(_calendar(built).to_ical())
    assert [event["SUMMARY"] for event in again.events] == [event["SUMMARY"] for event in _calendar(built).events]


def test_pages_lead_readers_to_feeds_and_calendar(built: Built) -> None:
    def led(address: str) -> set[tuple[str, str]]:
        page = built.pages[address]
        found = page.tree.xpath("//head/link[@rel='alternate']")
        return {(link.get("type"), page.target(link.get("href")) or "") for link in found}

    everywhere = {("application/atom+xml", "changes/feed.atom"), ("application/feed+json", "changes/feed.json")}
    for address in built.pages:
        if address != "404.html":
            assert everywhere <= led(address), address
            assert all((built.root / Path(target)).is_file() for _, target in led(address)), address
    study = next(iter(raw_data.entities(built.data, "studies")))
    assert ("application/atom+xml", f"studies/{study}/feed.atom") in led(f"studies/{study}/")
    assert ("text/calendar", "timeline/calendar.ics") in led("timeline/")
    assert {"changes/feed.atom", "timeline/calendar.ics"} <= built.pages["data/"].links
