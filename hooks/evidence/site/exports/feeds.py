"""Feeds of the log of changes, site-wide and a study: Atom and JSON Feed, the same entries in both."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from evidence.analysis.history import Step
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.exports import uids
from evidence.site.output import Output
from evidence.site.render import Renderer

# Ending of a file -> what it is called on the web.
FORMATS = {"atom": "application/atom+xml", "json": "application/feed+json"}


class Entry(NamedTuple):
    """An entry. `id` never changes, whatever the address of the site; `title` is plain text, `said` HTML."""

    id: str
    title: str
    said: str
    page: str
    day: str
    tags: tuple[str, ...]


class Feed(NamedTuple):
    """A feed, newest entry first; `address` is that of its files without their ending."""

    title: str
    about: str
    address: str
    page: str
    updated: str
    entries: tuple[Entry, ...]


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """Two files for the site, two for each study and group."""
    site, begins = view.evidence.site, view.history.begins
    told = {step.name: _entry(view, render, step) for step in view.history.steps}
    addresses = {ending: links.address("feed", ending) for ending in FORMATS}
    yield from _files(render, addresses, links.address("changes"), site.name, told.values(), begins)
    for key in (*view.evidence.studies, *view.evidence.groups):
        thing, steps = view.entities[key], view.history.touching([key])
        title = f"{thing.label} ({site.name})"
        entries = [told[step.name] for step in steps]
        addresses = {ending: links.address("study-feed", ending, key) for ending in FORMATS}
        yield from _files(render, addresses, thing.address, title, entries, begins)


def _files(
    render: Renderer, addresses: Mapping[str, str], page: str, title: str, entries: Iterable[Entry], begins: str
) -> Iterator[Output]:
    """A file at the address of each ending. Whoever begins to follow finds the first day of the log."""
    site, code = render.view.evidence.site, render.view.evidence.drug.code
    stem = links.absolute(site.site_url, addresses["atom"].removesuffix(".atom"))
    whole = links.absolute(site.site_url, page)
    found = [*entries, *([_beginning(code, page, whole, begins)] if begins else [])]
    found.sort(key=lambda entry: entry.day, reverse=True)
    about = "Every change of a fact: what stood there, what stands there now, and why."
    updated = max((entry.day for entry in found), default=site.as_of)
    feed = Feed(f"{title}: changes", about, stem, whole, f"{updated}-01-01"[:10], tuple(found))
    yield Output(addresses["atom"], f"{render.part('follow/feed.atom.jinja', page, feed=feed)}\n")
    yield Output(addresses["json"], _json(render.view, feed))


def _beginning(code: str, page: str, whole: str, day: str) -> Entry:
    said = "From this day on every change of a fact is told here."
    return Entry(uids.urn(code, f"log/{day}/{page}"), "The log of changes begins", said, whole, day, ())


def _entry(view: View, render: Renderer, step: Step) -> Entry:
    site = view.evidence.site
    title, _, said = render.part("follow/entry.jinja", site.site_url, step=step).partition("\n---\n")
    page = links.absolute(site.site_url, links.address("change", step.name))
    tags = (step.entry.kind, step.entry.reason_kind)
    return Entry(
        uids.urn(view.evidence.drug.code, f"change/{step.name}"),
        html.unescape(title),
        str(said),
        page,
        step.date,
        tags,
    )


def _json(view: View, feed: Feed) -> str:
    made = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": f"{feed.address}.json",
        "description": feed.about,
        "language": "en",
        "authors": [{"name": author} for author in view.evidence.site.authors],
        "items": [
            {
                "id": entry.id,
                "url": entry.page,
                "title": entry.title,
                "content_html": entry.said,
                "date_published": f"{entry.day}T00:00:00Z",
                "tags": list(entry.tags),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"
