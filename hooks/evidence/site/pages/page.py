"""What every kind of page does: render its template at an address, say which data it came from, of which day it is, and
what stood on it once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.analysis.view import View
from evidence.model import Record, links
from evidence.site.output import Output
from evidence.site.render import Renderer

_SHOWN = re.compile(r'\sdata-fact="([^"]+)"')
_CELL = re.compile(r"<t[dh]\b[^<>]*>")
_HOLDS_TEXT = ("a", "dd", "div", "dt", "h2", "h3", "li", "p", "section", "span")


def page(
    render: Renderer, template: str, address: str, origin: Record | str, updated: str = "", **context: Any
) -> Output:
    """The page at an address. `origin` is the record that says it, or a path in data/; `updated` a date.

    Without a date its version is the day of the last logged change of what it is about or shows.
    """

    def make() -> Mapping[str, str]:
        made = render.page(f"{template}.md.jinja", address, **context)
        day = updated or version(render.view, address, made.body)
        content = with_moves(render, address, made.body) + foot(render, address, day)
        return {"content": content, "title": made.title, "description": made.description, "updated": day}

    if isinstance(origin, str):
        edit = origin
    else:
        path, line, _ = origin.location.at()
        edit = f"{path}#L{line}"
    made = make()
    return Output(uri=links.source_uri(address), edit=edit, **made)


@dataclass(frozen=True)
class Page:
    """A page as gathered: its address and all that its template is given. `context` is a frozen dataclass whose fields are
    the names in the template; `edit` is a path in data/, with a line (`data/studies/x.yml#L3`); `updated` a date, empty for
    the day of the last logged change of what the page shows.
    """

    template: str
    address: str
    context: object
    edit: str
    updated: str = ""


def edit_of(record: Record) -> str:
    """The file and line of the data that state a record."""
    path, line, _ = record.location.at()
    return f"{path}#L{line}"


def rendered(render: Renderer, page: Page) -> Output:
    """A gathered page as HTML."""
    made = render.page(f"{page.template}.html.jinja", page.address, **vars(page.context))
    day = page.updated or version(render.view, page.address, made.body)
    content = with_moves(render, page.address, made.body) + foot(render, page.address, day)
    return Output(links.source_uri(page.address), content, made.title, made.description, page.edit, day)


def with_moves(render: Renderer, address: str, body: str) -> str:
    """A page with the older anchors that lead to it, and what its lost ones were."""
    moves = render.view.moves
    for anchor, older in moves.old_anchors(address).items():
        body = _beside(body, anchor, str(render.part("_anchors.md.jinja", address, anchors=older)))
    notes = moves.notes(address)
    return f"{body.rstrip()}\n\n{render.part('_gone.md.jinja', address, moves=notes)}\n" if notes else body


def _beside(body: str, anchor: str, older: str) -> str:
    """A page with older anchors at one of its own, or at its head."""
    if not anchor:
        return f"{older}\n\n{body}"
    heading = re.search(rf"^#+ (?=.*\{{#{re.escape(anchor)}[ }}])", body, re.MULTILINE)
    element = re.search(rf'<(\w+)\b[^<>]*\sid="{re.escape(anchor)}"[^<>]*>', body)
    if heading or not element:
        at = heading.end() if heading else 0
    elif element[1] == "tr":
        cell = _CELL.search(body, element.end())
        at = cell.end() if cell else element.start()
    else:
        at = element.end() if element[1] in _HOLDS_TEXT else element.start()
    return body[:at] + older + body[at:]


def version(view: View, address: str, body: str) -> str:
    """The version of a page: the day of the last logged change of what it is about or shows."""
    shown = {*_SHOWN.findall(body), *view.ids_at.get(address, ())}
    return view.history.version(tuple(sorted(shown))) or view.evidence.site.as_of


def foot(render: Renderer, address: str, updated: str, from_all: bool = False) -> str:
    """The version of the page, and the changes of what it is about; `from_all` for one that is computed from all facts."""
    view = render.view
    ids = view.ids_at.get(address, ())
    fact = next((id for id in ids if id in view.evidence.facts), "")
    steps = () if fact else view.history.touching(ids)
    shown = view.as_of.shown(fact) if fact and view.history.begins else ()
    told = {"version": updated, "steps": steps, "shown": shown, "from_all": from_all}
    return f"\n{render.part('_version.md.jinja', address, **told)}\n"
