"""What every page has in common: its template is rendered at its address, with its older anchors, its version and its end."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain

from evidence.analysis.entity_index import Entity
from evidence.analysis.view import View
from evidence.model import Record, links
from evidence.site.exports import bibliography
from evidence.site.exports.bibliography import Reference
from evidence.site.exports.citation import FORMATS
from evidence.site.gather import Gatherer, Number
from evidence.site.gather_changes import changes, move_row
from evidence.site.gather_page_end import citation, problem_form
from evidence.site.output import Output
from evidence.site.render import Renderer

_SHOWN = re.compile(r'\sdata-fact="([^"]+)"')
_CELL = re.compile(r"<t[dh]\b[^<>]*>")
_MAY_CONTAIN_TEXT = ("a", "dd", "div", "dt", "h2", "h3", "li", "p", "section", "span")


@dataclass(frozen=True)
class Page:
    """A page as gathered: its address and all that its template is given. `context` are plain values and frozen dataclasses
    by their names in the template; `edit` is a path in data/, with a line (`data/studies/x.yml#L3`); `updated` a date, empty for
    the day of the last logged change of what the page shows.
    """

    template: str
    address: str
    context: Mapping[str, object]
    edit: str
    updated: str = ""


def edit_of(record: Record) -> str:
    """The file and line of the data that state a record."""
    path, line, _ = record.location.at()
    return f"{path}#L{line}"


def edit_of_folder(gather: Gatherer, name: str) -> str:
    """The folder of the data with all things of a kind, such as events; that of all data where there is none of them."""
    return f"data/{name}" if getattr(gather.view.evidence, name) else "data"


def rendered(gather: Gatherer, render: Renderer, page: Page) -> Output:
    """A gathered page as HTML."""
    made = render.page(f"{page.template}.html.jinja", page.address, **page.context)
    day = page.updated or version(gather.view, page.address, made.body)
    content = with_moves(gather, render, page.address, made.body) + foot(gather, render, page.address, day)
    return Output(links.source_uri(page.address), content, made.title, made.description, page.edit, day)


def with_moves(gather: Gatherer, render: Renderer, address: str, body: str) -> str:
    """A page with the older anchors that point to it, and what its removed ones were."""
    moves = gather.view.moves
    for anchor, older in moves.old_anchors(address).items():
        body = _with_anchors(body, anchor, str(render.part("_older_anchors.jinja", address, anchors=older)))
    gone = [move_row(gather, move) for move in moves.notes(address)]
    return f"{body.rstrip()}\n\n{render.part('_gone.jinja', address, moves=gone)}\n" if gone else body


def _with_anchors(body: str, anchor: str, older: str) -> str:
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
        at = element.end() if element[1] in _MAY_CONTAIN_TEXT else element.start()
    return body[:at] + older + body[at:]


def version(view: View, address: str, body: str) -> str:
    """The version of a page: the day of the last logged change of what it is about or shows."""
    shown = {*_SHOWN.findall(body), *view.ids_at.get(address, ())}
    return view.history.version(tuple(sorted(shown))) or view.evidence.version


def foot(gather: Gatherer, render: Renderer, address: str, updated: str, from_all: bool = False) -> str:
    """The version of the page, and the changes of what it is about; `from_all` for one that is computed from all facts."""
    context = _foot(gather, address, updated)
    return f"\n{render.part('page_version.jinja', address, from_all=from_all, **context)}\n"


def _foot(gather: Gatherer, address: str, updated: str) -> Mapping[str, object]:
    view = gather.view
    ids = view.ids_at.get(address, ())
    fact = next((id for id in ids if id in view.evidence.facts), "")
    return {
        "version": updated,
        "log_begins": view.history.begins,
        "steps": () if fact else changes(gather, reversed(view.history.touching(ids))),
        "figures": tuple(view.history.shown(fact)) if fact and view.history.begins else (),
    }


def ends(
    gather: Gatherer, render: Renderer, address: str, entity: Entity | None, reference: Reference | None, edit: str
) -> Mapping[str, str]:
    """What follows the content of a page, as HTML: `feedback`, where a problem is reported and the page is edited, and
    `citation`, how to cite it, which is empty without a reference.
    """
    form = problem_form(gather, entity, address)
    cited = {**citation(gather, reference, entity), "formats": FORMATS} if reference else {}
    return {
        "feedback": str(render.part("page_feedback.jinja", address, form=form, edit=edit)),
        "citation": str(render.part("page_citation.jinja", address, **cited)) if cited else "",
    }


def values(gather: Gatherer, page: Page) -> Mapping[str, object]:
    """All values that a page is made of, without rendering it: those of its context by their names; `site` and `drug`, which
    every template knows; `page`, with its version, older anchors and what it ends with.

    Its title and description are part of none: templates make them of the context.
    """
    view, address = gather.view, page.address
    site, drug = view.evidence.site, view.evidence.drug
    ids = view.ids_at.get(address, ())
    day = page.updated or view.history.version((*_numbers(page.context), *ids)) or view.evidence.version
    entity = view.entities[ids[0]] if ids else None
    around = {
        **_foot(gather, address, day),
        "older_anchors": view.moves.old_anchors(address),
        "removed": tuple(move_row(gather, move) for move in view.moves.notes(address)),
        "edit": page.edit,
        "problem_form": problem_form(gather, entity, address),
        "citation": citation(gather, bibliography.of_page(site, address, "", day), entity),
    }
    named = {"name": drug.name, "code": drug.code, "indications": drug.indications}
    return {**page.context, "site": site, "drug": named, "evidence_version": view.evidence.version, "page": around}


def _numbers(value: object) -> Iterator[str]:
    """The id of every number in gathered values."""
    if isinstance(value, Number):
        yield value.id
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(map(_numbers, value.values()))
    elif isinstance(value, tuple):
        yield from chain.from_iterable(map(_numbers, value))
    elif is_dataclass(value):
        yield from chain.from_iterable(_numbers(getattr(value, field.name)) for field in fields(value))
