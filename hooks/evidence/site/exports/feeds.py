"""Feeds of the log of changes, for the site and for each study: Atom and JSON Feed, the same entries in both."""

import hashlib
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from evidence.analysis.changelog import Step
from evidence.model import links
from evidence.site.gather import Gatherer
from evidence.site.gather_changes import change
from evidence.site.output import Output
from evidence.site.render import Renderer

# Ending of a file -> its media type.
FORMATS = {"atom": "application/atom+xml", "json": "application/feed+json"}
# The namespace of the names in feeds and calendar: a random UUID that never changes.
_NAMESPACE = bytes.fromhex("32eabd02db65417695d99edca84a4e9f")


class Entry(NamedTuple):
    """An entry. `id` never changes, whatever the address of the site; `title` is plain text, `content` HTML."""

    id: str
    title: str
    content: str
    page: str
    day: str
    tags: tuple[str, ...] = ()


class Feed(NamedTuple):
    """A feed, newest entry first; `address` is the absolute address of its files without their ending."""

    title: str
    about: str
    address: str
    page: str
    updated: str
    entries: tuple[Entry, ...]


def urn(drug: str, name: str) -> str:
    """A permanent name that is the same wherever the site of this drug is: a UUID of version 5. `drug` is its code."""
    digest = bytearray(hashlib.sha1(_NAMESPACE + f"{drug}/{name}".encode(), usedforsecurity=False).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x50, digest[8] & 0x3F | 0x80
    digits = digest.hex()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def outputs(gather: Gatherer, render: Renderer) -> Iterator[Output]:
    """Two files for the site, two for each study and group."""
    view = gather.view
    site = view.evidence.site
    entries = {step.name: _entry(gather, render, step) for step in view.history.steps}
    addresses = {ending: links.address("feed", ending) for ending in FORMATS}
    yield from _files(gather, render, addresses, links.address("changes"), site.name, entries.values())
    for key in (*view.evidence.studies, *view.evidence.groups):
        study = view.entities[key]
        found = [entries[step.name] for step in view.history.touching([key])]
        addresses = {ending: links.address("study-feed", ending, key) for ending in FORMATS}
        yield from _files(gather, render, addresses, study.address, f"{study.label} ({site.name})", found)


def _files(
    gather: Gatherer, render: Renderer, addresses: Mapping[str, str], page: str, title: str, entries: Iterable[Entry]
) -> Iterator[Output]:
    """A file at the address of each ending. Whoever begins to follow finds the first day of the log."""
    site, begins = gather.view.evidence.site, gather.view.history.begins
    page_url = links.absolute(site.site_url, page)
    found = list(entries)
    if begins:
        id = urn(gather.view.evidence.drug.code, f"log/{begins}/{page}")
        about = "From this day on every change of a fact is told here."
        found.append(Entry(id, "The log of changes begins", about, page_url, begins))
    found.sort(key=lambda entry: entry.day, reverse=True)
    updated = found[0].day if found else site.as_of
    feed = Feed(
        f"{title}: changes",
        "Every change of a fact: what stood there, what stands there now, and why.",
        links.absolute(site.site_url, addresses["atom"].removesuffix(".atom")),
        page_url,
        f"{updated}-01-01"[:10],
        tuple(found),
    )
    yield Output(addresses["atom"], f"{render.part('follow/feed.atom.jinja', page, feed=feed)}\n")
    yield Output(addresses["json"], _json(feed, site.authors))


def _entry(gather: Gatherer, render: Renderer, step: Step) -> Entry:
    """An entry of the log, rendered for the whole site as its page, so that its links are absolute."""
    site = gather.view.evidence.site
    row = change(gather, step)
    title, _, content = render.part("follow/entry.jinja", site.site_url, row=row).partition("\n---\n")
    return Entry(
        urn(gather.view.evidence.drug.code, f"change/{step.name}"),
        html.unescape(title),
        str(content),
        links.absolute(site.site_url, links.address("change", step.name)),
        step.date,
        (step.entry.kind, step.entry.reason_kind),
    )


def _json(feed: Feed, authors: Iterable[str]) -> str:
    """The feed as JSON Feed 1.1."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": f"{feed.address}.json",
        "description": feed.about,
        "language": "en",
        "authors": [{"name": author} for author in authors],
        "items": [
            {
                "id": entry.id,
                "url": entry.page,
                "title": entry.title,
                "content_html": entry.content,
                "date_published": f"{entry.day}T00:00:00Z",
                "tags": list(entry.tags),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
