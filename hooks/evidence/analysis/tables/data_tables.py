"""The evidence as flat tables: one a kind, every cell text as printed. Downloads and DataFrames are made from them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from evidence import model
from evidence.analysis.dictionary import Field, fields
from evidence.model import Cited, Evidence, Record
from evidence.model.number_format import as_text

# What a table adds to the fields of its records.
KEY = Field("key", "Key: what other tables and addresses call it.", "key", required=True, form="key")
OWNERS = {
    "study": Field("study", "Study or group to which it belongs.", "key", required=True, form="key"),
    "endpoint": Field("endpoint", "Endpoint to which it belongs.", "key", required=True, form="key"),
}
SCALE = Field(
    "scale",
    "Scale on which the measure of the effect is compared, checked and pooled: ratios on the logarithmic one.",
    "one of: linear, logarithmic",
    form="choice",
    values=("linear", "logarithmic"),
)
CITE = (
    Field("sources", "Keys of the sources, the weightiest first.", "list of key", form="list"),
    Field("locators", "Place in each of these sources.", "list of text", form="list"),
)

# Fields of records that are no column: each of their parts is a row of a table of its own.
_TABLES_OF_PARTS: Mapping[type[Record], tuple[str, ...]] = {
    model.Study: ("details", "arms", "outcome_lists", "outcome_measures"),
    model.Group: ("arms", "outcome_lists", "outcome_measures"),
    model.Endpoint: ("thresholds", "domains", "notes", "remarks"),
    model.Contradiction: ("positions",),
}
# A text as printed; a list; name -> value; or a number that is computed. An empty text is a cell that is not known.
Cell = str | tuple[str, ...] | Mapping[str, Any] | float


@dataclass(frozen=True)
class Table:
    """`rows` are tuples of cells in the order of `fields`.

    `key` are the columns that identify a row; `refers` is column -> (table, column) that it names.
    """

    name: str
    about: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...] = ()
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(field.name for field in self.fields)


def tables(evidence: Evidence) -> tuple[Table, ...]:
    """All tables, in the order of the data page. A source that may not be cited is only in the table of positions."""
    usable = evidence.citable_sources
    owners = {**evidence.studies, **evidence.groups}
    return (
        _of("reports", model.Report, (((), row) for row in evidence.reports)),
        _of("safety", model.SafetyReport, (((), row) for row in evidence.safety)),
        _study_values(evidence),
        _of("details", model.Detail, _nested(evidence.studies, "details"), OWNERS["study"], KEY),
        _of("arms", model.Arm, _nested(owners, "arms"), OWNERS["study"], KEY),
        _of("outcome_lists", model.OutcomeList, _nested(owners, "outcome_lists"), OWNERS["study"], KEY),
        _of("outcome_measures", model.OutcomeMeasure, _nested(owners, "outcome_measures"), OWNERS["study"], KEY),
        _of("groups", model.Group, _keyed(evidence.groups), KEY),
        _of("endpoints", model.Endpoint, _keyed(evidence.endpoints), KEY),
        _of("thresholds", model.Threshold, _nested(evidence.endpoints, "thresholds"), OWNERS["endpoint"], KEY),
        _of("domains", model.Domain, _nested(evidence.endpoints, "domains"), OWNERS["endpoint"], KEY),
        _of("events", model.Event, _keyed(evidence.events), KEY),
        _of("landscape", model.Competitor, _keyed(evidence.landscape), KEY),
        _of("contradictions", model.Contradiction, _keyed(evidence.contradictions), KEY),
        _positions(evidence),
        _of("statements", model.Statement, _keyed(evidence.statements), KEY),
        _of("drug", model.DrugFact, _keyed(evidence.drug.facts), KEY),
        _of("labels", model.Label, _keyed(evidence.drug.labels), KEY),
        _of("sources", model.Source, _keyed(usable), KEY),
        _of("changes", model.Change, _keyed(evidence.changes), KEY),
        _of("glossary", model.Term, (((), row) for row in evidence.glossary)),
        _of("gaps", model.Gap, _keyed(evidence.gaps), KEY),
    )


def _keyed(records: Mapping[str, Record]) -> Iterator[tuple[tuple[str, ...], Record]]:
    return (((key,), record) for key, record in records.items())


def _nested(owners: Mapping[str, Any], field: str) -> Iterator[tuple[tuple[str, ...], Record]]:
    return (((key, name), part) for key, has in owners.items() for name, part in getattr(has, field).items())


def _of(name: str, kind: type[Record], records: Iterable[tuple[tuple[str, ...], Record]], *lead: Field) -> Table:
    flat = [each for each in fields(kind) if each.name not in _TABLES_OF_PARTS.get(kind, ())]
    columns = [column for each in flat for column in (CITE if each.name == "cite" else (each,))]
    cells = tuple((*keys, *_cells(record, [each.name for each in flat])) for keys, record in records)
    # The key of an arm or a planned measure is unique; that of another part is unique within its owner.
    key = ("key",) if name in ("arms", "outcome_lists", "outcome_measures") else tuple(each.name for each in lead)
    return Table(name, (kind.__doc__ or "").strip().splitlines()[0], (*lead, *columns), cells, key)


def _cells(record: Record, names: list[str]) -> Iterator[Cell]:
    for name in names:
        value = getattr(record, name)
        if name == "cite":
            yield tuple(value)
            yield tuple(value.values())
        else:
            yield value if isinstance(value, (Mapping, tuple)) and value else text(value)


def flat(cell: object) -> str:
    """A cell as one text: the parts of a list joined by `;`, name -> value as JSON."""
    return json.dumps(cell, ensure_ascii=False, default=dict) if isinstance(cell, Mapping) else text(cell)


def text(value: object) -> str:
    """A value as text: nothing for unknown, lists joined by `;`, numbers with their printed decimals."""
    if value is None:
        return ""
    if isinstance(value, (Mapping, tuple)):
        return ";".join(item.replace(";", ",") for item in value)
    return as_text(value)


def _study_values(evidence: Evidence) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for key, study in evidence.studies.items():
        for name in type(study).model_fields:
            cited = getattr(study, name)
            if isinstance(cited, Cited):
                source = (tuple(cited.cite), tuple(cited.cite.values()))
                rows.append((key, name, text(cited.value), cited.qualifier or "", *source, cited.note or ""))
            elif isinstance(cited, str):
                rows.append((key, name, cited, "", "", "", "the fact that reports it"))
    qualifier, note = (each for each in fields(Cited) if each.name in ("qualifier", "note"))
    columns = (
        replace(OWNERS["study"], about="Study."),
        Field("field", "Which value, by its name in the dictionary of a study.", required=True),
        Field("value", "The value as printed; lists are joined by ;.", required=True),
        qualifier,
        *CITE,
        note,
    )
    about = "One sourced value of a study; numbers of people name their fact."
    return Table("studies", about, columns, tuple(rows), ("study", "field"))


def _positions(evidence: Evidence) -> Table:
    source, position, locator = fields(model.Position)
    columns = (
        Field("contradiction", "Contradiction.", "key", required=True, form="key"),
        Field("order", "Place of the position in the order of the page.", required=True, form="count"),
        source,
        Field("source_label", "Short name of the source.", required=True),
        Field("source_address", "Public address of the source."),
        position,
        locator,
    )
    rows = []
    for key, case in evidence.contradictions.items():
        for order, one in enumerate(case.positions, 1):
            where = evidence.sources[one.source]
            rows.append((key, str(order), one.source, where.label, where.url or "", one.position, one.locator))
    about = "What one source says on a topic that sources disagree on."
    return Table("positions", about, columns, tuple(rows), ("contradiction", "order"))
