"""What the search can find of the evidence: one record for each thing that has an address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from evidence.analysis.entity_index import Entity, owner_label
from evidence.analysis.view import View
from evidence.model import links
from evidence.model.number_format import statement
from evidence.site.render import Renderer

# Kind of thing -> the word that stands beside its title. What is not listed is found through the thing it belongs to.
KINDS = {
    "drug": "Drug",
    "study": "Study",
    "group": "Studies together",
    "endpoint": "Endpoint",
    "fact": "Fact",
    "contradiction": "Contradiction",
    "event": "Event",
    "source": "Source",
    "withdrawn-source": "Source not used",
    "term": "Term",
    "drug-field": "About the drug",
    "study-field": "About a study",
    "endpoint-field": "About an endpoint",
    "arm": "Arm",
    "outcome-measure": "Planned outcome",
    "competitor": "Other drug",
}
FIELDS = ("drug-field", "study-field", "endpoint-field")


@dataclass(frozen=True, order=True)
class Searchable:
    """`kind`, `title` and `text` are shown; `names` are other names and the numbers by which it is known.

    All plain text. `address` is a path from the root of the site.
    """

    address: str
    kind: str
    title: str
    text: str
    names: tuple[str, ...] = ()


def things(view: View) -> tuple[Searchable, ...]:
    """A record for each thing of the evidence, one an address, in the order of things."""
    found = {thing.address: thing for thing in reversed(view.entities.values()) if _counts(thing)}
    listed = [thing for thing in view.entities.values() if found.get(thing.address) is thing]
    terms = {links.term_id(term.term): term for term in view.evidence.glossary}
    said = Renderer(view).page("search.jinja", "", things=listed, terms=terms).body.split("<hr>")
    return tuple(
        Searchable(thing.address, KINDS[thing.kind], _title(view, thing), _plain(text), tuple(_names(view, thing)))
        for thing, text in zip(listed, said[:-1], strict=True)
    )


def _counts(thing: Entity) -> bool:
    """Whether a thing is found by itself: parts of one that stand at its own address are not."""
    return thing.kind in KINDS and ("#" not in thing.id or thing.kind in FIELDS)


def _plain(html: str) -> str:
    return statement(" ".join(Markup(html).striptags().split()))


def _title(view: View, thing: Entity) -> str:
    """A title that can be told from others without the page around it."""
    if thing.kind == "arm":
        return f"{thing.label}, {owner_label(view.evidence, view.evidence.arms[thing.id][0])}"
    if thing.kind == "competitor":
        other = view.evidence.landscape[thing.id]
        return ", ".join(dict.fromkeys((other.drug, other.arm, other.trial)))
    return thing.label[:1].upper() + thing.label[1:]


def _names(view: View, thing: Entity) -> Iterator[str]:
    """What else a reader may type to find exactly this: numbers in registers, codes, long names, printed values."""
    evidence = view.evidence
    if thing.kind == "drug":
        yield from (evidence.drug.name, evidence.drug.code)
    elif thing.kind == "study":
        study = evidence.studies[thing.id]
        yield thing.label
        yield from (cited.value for cited in (study.nct, study.eudract, study.ctis, study.sponsor_code) if cited)
    elif thing.kind == "endpoint":
        endpoint = evidence.endpoints[thing.id]
        yield from (name for name in (endpoint.name, endpoint.abbreviation) if name)
    elif thing.kind == "source":
        source = evidence.sources[thing.id]
        yield from (*source.registry_ids, *((source.doi,) if source.doi else ()))
    elif thing.kind == "competitor":
        other = evidence.landscape[thing.id]
        yield from (other.drug, *((other.nct,) if other.nct else ()))
    elif thing.kind == "term":
        term = next(term for term in evidence.glossary if links.term_id(term.term) == thing.id)
        yield from (name for name in (term.term, term.expansion) if name)
    elif thing.kind == "fact":
        figure = view.figure(thing.id)
        yield from (number for number in (figure.value, figure.p) if number)
