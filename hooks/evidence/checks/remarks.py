"""What stands under a source is what that source says; what we did not read or find is a remark of ours."""

import re
from collections.abc import Iterator
from typing import Any

from evidence.checks.reporting import problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Cited, Record
from evidence.model.problems import Problem

# Words about our reading, which no source says of itself.
_OURS = re.compile(r"\bnot (?:yet )?(?:read|found)\b|\bin (?:the|a) texts? read\b|\bby us\b", re.IGNORECASE)
_Place = tuple[Record, tuple[Any, ...], str | None, str]  # a record, the path to a text, the text, where remarks go


@rule("evidence")
def remark_apart(draft: Draft) -> Iterator[Problem]:
    """A text under a source must be what it says, and a remark of ours must stand in its own field."""
    for record, path, text, home in _sourced(draft):
        if text and (found := _OURS.search(text)):
            must = f"be what the source says, with what we did not read or find {home}"
            yield problem_at(record, *path, must=must, got=found[0])


def _sourced(draft: Draft) -> Iterator[_Place]:
    """Every text that pages show as said by a source."""
    for endpoint in draft.endpoints.values():
        yield endpoint, ("domains_text",), endpoint.domains_text, "in remarks"
        yield from ((endpoint, ("notes", key), text, "in remarks") for key, text in endpoint.notes.items())
        for key, limit in endpoint.thresholds.items():
            yield endpoint, ("thresholds", key, "text"), limit.text, "in the remarks of the endpoint"
    for study in draft.studies.values():
        for name in type(study).model_fields:
            cited = getattr(study, name)
            if isinstance(cited, Cited) and isinstance(cited.value, str):
                yield study, (name, "value"), cited.value, "in the note beside it"
        for key, detail in study.details.items():
            yield study, ("details", key, "value"), detail.value, "left out"
    for key, fact in draft.drug.facts.items():
        yield draft.drug, ("facts", key, "value"), fact.value, "in the note beside it"
    for event in draft.events.values():
        yield event, ("description",), event.description, "in the note"
    for other in draft.landscape.values():
        for name in ("n_note", "primary_met", "effect_text", "status_text"):
            yield other, (name,), getattr(other, name), "in the note"
    for said in draft.statements.values():
        yield said, ("text",), said.text, "in the note"
    for row in draft.all_reports:
        yield row, ("statement",), row.statement, "in the note"
