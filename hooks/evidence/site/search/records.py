"""What the search can find of the evidence: one record for each entity that has an address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence.analysis import figure_text
from evidence.analysis.entity_index import Entity, owner_label
from evidence.analysis.view import View
from evidence.model import Group, Report, Study, Term, links
from evidence.model.number_format import date_in_words, statement

# Kind of entity -> the word for it beside its title. What is not listed is found through the entity it belongs to.
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
_FIELDS = ("drug-field", "study-field", "endpoint-field")


@dataclass(frozen=True, order=True)
class SearchRecord:
    """`kind`, `title` and `text` are shown; `names` are other names and the numbers by which it is known.

    All plain text. `address` is a path from the root of the site.
    """

    address: str
    kind: str
    title: str
    text: str
    names: tuple[str, ...] = ()


def entity_records(view: View) -> tuple[SearchRecord, ...]:
    """A record for each entity of the evidence, one an address, in the order of entities."""
    found: dict[str, Entity] = {}
    for entity in view.entities.values():
        if entity.kind in KINDS and ("#" not in entity.id or entity.kind in _FIELDS):
            found.setdefault(entity.address, entity)
    words = _Words(view)
    return tuple(words.record(entity) for entity in found.values())


class _Words:
    """The words of one view's records."""

    def __init__(self, view: View) -> None:
        self._view, self._evidence = view, view.evidence
        self._terms: dict[str, Term] = {links.term_id(term.term): term for term in view.evidence.glossary}
        owners: list[Study | Group] = [*view.evidence.studies.values(), *view.evidence.groups.values()]
        self._outcomes = {key: outcome for owner in owners for key, outcome in owner.outcome_measures.items()}

    def record(self, entity: Entity) -> SearchRecord:
        """The record of one entity."""
        text = statement(" ".join(self._text(entity).split()))
        return SearchRecord(entity.address, KINDS[entity.kind], self._title(entity), text, tuple(self._names(entity)))

    def _text(self, entity: Entity) -> str:
        """What the search shows under the title, and where it finds words."""
        evidence, id = self._evidence, entity.id
        if entity.kind == "fact":
            return self._fact(id)
        if entity.kind == "competitor":
            return self._competitor(id)
        if entity.kind in _FIELDS:
            figure = self._view.figure(id)
            named = self._view.entities.get(figure.text or "")
            return named.label if named else figure_text.value(figure)
        if entity.kind == "drug":
            return _sentences([evidence.drug.code, evidence.drug.indication])
        if entity.kind == "study":
            study = evidence.studies[id]
            cited = (
                study.official_title, study.nct, study.sponsor_code, study.design, study.population, study.background_therapy
            )  # fmt: skip
            return " ".join((*(f"{each.value}." for each in cited if each), ", ".join(study.indication.value)))
        if entity.kind == "group":
            return evidence.groups[id].label
        if entity.kind == "arm":
            arm = evidence.arms[id][1]
            dose = f"{arm.dose} {arm.unit}" if arm.dose is not None else ""
            return _sentences([arm.intervention, dose, arm.route, arm.schedule, arm.note])
        if entity.kind == "outcome-measure":
            outcome = self._outcomes[id]
            role = outcome.role.replace("-", " ")
            return _sentences([self._label(outcome.endpoint), outcome.timepoint, role, outcome.plan])
        if entity.kind == "endpoint":
            endpoint = evidence.endpoints[id]
            return _sentences(
                [endpoint.name, endpoint.measures, endpoint.rater, endpoint.direction, endpoint.domains_text]
            )
        if entity.kind in ("source", "withdrawn-source"):
            source = evidence.sources[id]
            date = date_in_words(source.date) if source.date else ""
            return _sentences([source.title, ", ".join(source.authors), source.publisher, date, source.note])
        if entity.kind == "event":
            event = evidence.events[id]
            return _sentences([date_in_words(event.date), event.description, event.agency, event.status])
        if entity.kind == "contradiction":
            case = evidence.contradictions[id]
            return " ".join((case.reading, *(f"{p.position} ({self._label(p.source)})." for p in case.positions)))
        term = self._terms[id]
        return _sentences([term.expansion, term.definition])

    def _fact(self, id: str) -> str:
        report = self._view.preferred[id]
        endpoint = report.endpoint if isinstance(report, Report) else None
        labels = [self._label(report.source), *([self._label(endpoint)] if endpoint else [])]
        return " ".join((f"{self._number(id)}.", *(f"{label}." for label in labels), report.note or ""))

    def _competitor(self, id: str) -> str:
        other = self._evidence.landscape[id]
        number = f"{self._number(f'{id}#value')}." if other.value is not None else ""
        texts = [
            other.instrument, other.timepoint, other.target, other.trial, other.nct, other.population, other.effect_text,
            other.status_text, other.note,
        ]  # fmt: skip
        return f"{number} {_sentences(texts)}"

    def _number(self, id: str) -> str:
        figure = self._view.figure(id)
        return figure_text.value(figure) + figure_text.uncertainty(figure)

    def _label(self, id: str) -> str:
        return self._view.entities[id].label

    def _title(self, entity: Entity) -> str:
        """A title that can be told from others without the page around it."""
        if entity.kind == "arm":
            return f"{entity.label}, {owner_label(self._evidence, self._evidence.arms[entity.id][0])}"
        if entity.kind == "competitor":
            other = self._evidence.landscape[entity.id]
            return ", ".join(dict.fromkeys((other.drug, other.arm, other.trial)))
        return entity.label[:1].upper() + entity.label[1:]

    def _names(self, entity: Entity) -> Iterator[str]:
        """What else a reader may type to find exactly this: numbers in registers, codes, long names, printed values."""
        evidence = self._evidence
        if entity.kind == "drug":
            yield from (evidence.drug.name, evidence.drug.code)
        elif entity.kind == "study":
            study = evidence.studies[entity.id]
            yield entity.label
            yield from (cited.value for cited in (study.nct, study.eudract, study.ctis, study.sponsor_code) if cited)
        elif entity.kind == "endpoint":
            endpoint = evidence.endpoints[entity.id]
            yield from (name for name in (endpoint.name, endpoint.abbreviation) if name)
        elif entity.kind == "source":
            source = evidence.sources[entity.id]
            yield from (*source.registry_ids, *((source.doi,) if source.doi else ()))
        elif entity.kind == "competitor":
            other = evidence.landscape[entity.id]
            yield from (other.drug, *((other.nct,) if other.nct else ()))
        elif entity.kind == "term":
            term = self._terms[entity.id]
            yield from (name for name in (term.term, term.expansion) if name)
        elif entity.kind == "fact":
            figure = self._view.figure(entity.id)
            yield from (number for number in (figure.value, figure.p) if number)


def _sentences(texts: Iterable[str | None]) -> str:
    """Texts as sentences, without those that are empty; the last one has no full stop."""
    return ". ".join(text.strip(".") for text in texts if text)
