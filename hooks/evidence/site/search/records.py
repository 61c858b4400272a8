"""What the search can find of the evidence: one record for each entity that has an address."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.analysis import figure_text
from evidence.analysis.entity_index import Entity, owner_label
from evidence.analysis.figures import Figure
from evidence.analysis.view import View
from evidence.model import Group, Report, Study, links
from evidence.model.number_format import date_in_words, sentence, statement

# Kind of entity -> the word for it beside its title. What is not listed is found through the entity it belongs to.
KINDS = {
    "drug": "Drug",
    "study": "Study",
    "group": "Studies together",
    "endpoint": "Endpoint",
    "fact": "Fact",
    "contradiction": "Contradiction",
    "statement": "Opinion",
    "event": "Event",
    "source": "Source",
    "withdrawn-source": "Source not used",
    "term": "Term",
    "drug-field": "About the drug",
    "drug-label": "Label of the drug",
    "study-field": "About a study",
    "endpoint-field": "About an endpoint",
    "arm": "Arm",
    "outcome-list": "List of planned outcomes",
    "outcome-measure": "Planned outcome",
    "gap": "Not known",
    "competitor": "Other drug",
}
_FIELDS = ("drug-field", "drug-label", "study-field", "endpoint-field")


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
    return tuple(_record(view, entity) for entity in found.values())


def _record(view: View, entity: Entity) -> SearchRecord:
    """The record of one entity."""
    title, (text, names) = sentence(entity.label), _words(view, entity)
    if entity.kind == "arm":
        title = f"{entity.label}, {owner_label(view.evidence, view.evidence.arms[entity.id][0])}"
    elif entity.kind == "competitor":
        other = view.evidence.landscape[entity.id]
        title = ", ".join(dict.fromkeys((other.drug, other.arm, other.trial)))
    text = statement(" ".join(text.split()))
    return SearchRecord(entity.address, KINDS[entity.kind], title, text, tuple(name for name in names if name))


def _words(view: View, entity: Entity) -> tuple[str, Iterable[str | None]]:
    """What the search shows under the title, where it finds words; and what else a reader may type to find exactly this:
    numbers in registers, codes, long names, printed values.
    """
    evidence, id = view.evidence, entity.id
    match entity.kind:
        case "fact":
            report, figure = view.preferred[id], view.figure(id)
            named = (report.source, report.endpoint if isinstance(report, Report) else None)
            labels = (f"{view.entities[each].label}." for each in named if each)
            return " ".join((f"{_number(figure)}.", *labels, report.note or "")), (figure.value, figure.p)
        case "competitor":
            other = evidence.landscape[id]
            against = f" against {other.comparator}" if other.comparator else ""
            number = f"{_number(view.figure(f'{id}#value'))}{against}." if other.value is not None else ""
            words = _sentences(
                other.instrument, other.timepoint, other.target, other.trial, other.nct, other.population,
                other.effect_text, other.status_text, other.note,
            )  # fmt: skip
            return f"{number} {words}", (other.drug, other.nct)
        case "drug":
            drug = evidence.drug
            return _sentences(drug.code, *drug.indications), (drug.name, drug.code)
        case "study":
            study = evidence.studies[id]
            shown = (
                study.official_title, study.nct, study.sponsor_code, study.design, study.population, study.background_therapy
            )  # fmt: skip
            text = " ".join((*(f"{each.value}." for each in shown if each), ", ".join(study.indication.value)))
            numbers = (study.nct, study.eudract, study.ctis, study.sponsor_code)
            return text, (entity.label, *(each.value for each in numbers if each))
        case "group":
            return evidence.groups[id].label, ()
        case "arm":
            arm = evidence.arms[id][1]
            dose = f"{arm.dose} {arm.unit}" if arm.dose is not None else ""
            return _sentences(arm.intervention, dose, arm.route, arm.schedule, arm.note), ()
        case "gap":
            gap = evidence.gaps[id.partition(".")[2]]
            about = (view.entities[each].label for each in (*gap.studies, *gap.endpoints))
            return _sentences(", ".join(about) or None, gap.may_appear, gap.note), ()
        case "outcome-list":
            found = next(owner.outcome_lists[id] for owner in evidence.owners.values() if id in owner.outcome_lists)
            return _sentences(f"read: {found.read}", found.note), ()
        case "outcome-measure":
            owners: list[Study | Group] = [*evidence.studies.values(), *evidence.groups.values()]
            outcome = next(owner.outcome_measures[id] for owner in owners if id in owner.outcome_measures)
            label = view.entities[outcome.endpoint].label
            return _sentences(label, outcome.timepoint, outcome.role.replace("-", " "), outcome.plan), ()
        case "endpoint":
            endpoint = evidence.endpoints[id]
            texts = (endpoint.name, endpoint.measures, endpoint.rater, endpoint.direction, endpoint.domains_text)
            return _sentences(*texts), (endpoint.name, endpoint.abbreviation)
        case "source" | "withdrawn-source":
            source = evidence.sources[id]
            date = date_in_words(source.date) if source.date else ""
            text = _sentences(source.title, ", ".join(source.authors), source.publisher, date, source.note)
            return text, (*source.registry_ids, source.doi) if entity.kind == "source" else ()
        case "event":
            event = evidence.events[id]
            return _sentences(date_in_words(event.date), event.description, event.agency, event.status), ()
        case "contradiction":
            topic = evidence.contradictions[id]
            positions = (f"{each.position} ({view.entities[each.source].label})." for each in topic.positions)
            return " ".join((topic.reading, *positions)), ()
        case "statement":
            said = evidence.statements[id]
            return _sentences(f"{sentence(said.said_by)}: {said.text}", said.name), ()
        case "term":
            term = next(each for each in evidence.glossary if links.term_id(each.term) == id)
            return _sentences(term.expansion, term.definition), (term.term, term.expansion)
        case _:  # a field of the drug, a study or an endpoint
            figure = view.figure(id)
            named_entity = view.entities.get(figure.text or "")
            return named_entity.label if named_entity else figure_text.value(figure), ()


def _number(figure: Figure) -> str:
    return figure_text.value(figure) + figure_text.uncertainty(figure)


def _sentences(*texts: str | None) -> str:
    """Texts as sentences, without those that are empty; the last one has no full stop."""
    return ". ".join(text.strip(".") for text in texts if text)
