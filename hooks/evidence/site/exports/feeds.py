"""Feeds of the log of changes, for the site and for each study: JSON Feed 1.1, and the same rendered as Atom."""

import hashlib
import html
from collections.abc import Iterable, Iterator
from operator import itemgetter

from evidence.analysis.changelog import Step
from evidence.model import links
from evidence.site.exports.json_file import json_file
from evidence.site.gather import Gatherer
from evidence.site.gather_changes import change
from evidence.site.output import Output
from evidence.site.render import Renderer

# Ending of a file -> its media type.
FORMATS = {"atom": "application/atom+xml", "json": "application/feed+json"}
# An item of a JSON Feed, as the format defines it.
Item = dict[str, str | list[str]]
_DAY = itemgetter("date_published")
# The namespace of the names in feeds and calendar: a random UUID that never changes.
_NAMESPACE = bytes.fromhex("32eabd02db65417695d99edca84a4e9f")


def urn(drug: str, name: str) -> str:
    """A permanent name that is the same wherever the site of this drug is: a UUID of version 5. `drug` is its code."""
    digest = bytearray(hashlib.sha1(_NAMESPACE + f"{drug}/{name}".encode(), usedforsecurity=False).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x50, digest[8] & 0x3F | 0x80
    digits = digest.hex()
    return f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def outputs(gather: Gatherer, render: Renderer) -> Iterator[Output]:
    """Two files for the site, two for each study and group."""
    view = gather.view
    site, items = view.evidence.site, {step.name: _item(gather, render, step) for step in view.history.steps}
    yield from _files(gather, render, "feed", "", links.address("changes"), site.name, items.values())
    for key in (*view.evidence.studies, *view.evidence.groups):
        study = view.entities[key]
        found = (items[step.name] for step in view.history.touching([key]))
        yield from _files(gather, render, "study-feed", key, study.address, f"{study.label} ({site.name})", found)


def _files(
    gather: Gatherer, render: Renderer, kind: str, key: str, page: str, title: str, items: Iterable[Item]
) -> Iterator[Output]:
    """A feed of one kind in both formats, newest item first. Whoever begins to follow finds the first day of the log."""
    site, begins = gather.view.evidence.site, gather.view.history.begins
    url, found = links.absolute(site.site_url, page), list(items)
    if begins:
        about = "From this day on every change of a fact is told here."
        id = urn(gather.view.evidence.drug.code, f"log/{begins}/{page}")
        found.append(_dated(id, url, "The log of changes begins", about, begins))
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{title}: changes",
        "home_page_url": url,
        "feed_url": links.absolute(site.site_url, links.address(kind, "json", key)),
        "description": "Every change of a fact: what stood there, what stands there now, and why.",
        "language": "en",
        "authors": [{"name": author} for author in site.authors],
        "items": sorted(found, key=_DAY, reverse=True),
    }
    updated = max(map(_DAY, found), default=f"{f'{gather.view.evidence.version}-01-01'[:10]}T00:00:00Z")
    own = links.absolute(site.site_url, links.address(kind, "atom", key))
    atom = render.part("follow/feed.atom.jinja", page, feed=feed, address=own, updated=updated)
    yield Output(links.address(kind, "atom", key), f"{atom}\n")
    yield json_file(links.address(kind, "json", key), feed)


def _item(gather: Gatherer, render: Renderer, step: Step) -> Item:
    """An entry of the log, rendered for the whole site as its page, so that its links are absolute."""
    site = gather.view.evidence.site
    title, _, content = render.part("follow/entry.jinja", site.site_url, row=change(gather, step)).partition("\n---\n")
    id = urn(gather.view.evidence.drug.code, f"change/{step.name}")
    url = links.absolute(site.site_url, links.address("change", step.name))
    return _dated(id, url, html.unescape(title), str(content), step.date, step.entry.kind, step.entry.reason_kind)


def _dated(id: str, url: str, title: str, content: str, day: str, *tags: str) -> Item:
    """An item of a JSON Feed. `id` never changes, whatever the address of the site; `title` is plain text, `content` HTML."""
    return {
        "id": id,
        "url": url,
        "title": title,
        "content_html": content,
        "date_published": f"{day}T00:00:00Z",
        "tags": list(tags),
    }
