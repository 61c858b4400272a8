"""Gathering of what speakers, the sponsor and commentaries say: opinions, apart from results."""

from collections.abc import Container
from dataclasses import dataclass

from evidence.model import Statement
from evidence.model.vocabulary import StatementTopic
from evidence.site.gather import Gatherer, Number, Origin, Ref, Text
from evidence.site.gather_page_end import Feedback, feedback

# Topic -> its heading, in the order of the page of statements.
TOPICS: dict[StatementTopic, str] = {
    "results": "On the results",
    "placebo response": "On improvement with placebo",
    "safety": "On safety",
    "disease": "On the disease",
    "regulation": "On regulation",
    "outlook": "On what follows",
}
_WHO = {"speaker": "The speaker", "sponsor": "The sponsor", "commentary": "The commentary"}


@dataclass(frozen=True)
class StatementRow:
    """A statement: its anchor, who says it, what as a link to its place and as text, about which studies, and where."""

    key: str
    ref: Ref
    who: str
    number: Number
    text: Text
    studies: tuple[Ref, ...]
    note: Text
    origins: tuple[Origin, ...]
    feedback: Feedback


def on_topics(gather: Gatherer, topics: Container[StatementTopic]) -> tuple[StatementRow, ...]:
    """The statements on some topics."""
    said = gather.view.evidence.statements
    return tuple(_row(gather, key, each) for key, each in said.items() if each.topic in topics)


def on_study(gather: Gatherer, key: str) -> tuple[StatementRow, ...]:
    """The statements about a study or group: those that name it, or a group of which it is a member."""
    evidence = gather.view.evidence
    names = {key, *(id for id, group in evidence.groups.items() if key in group.members)}
    said = evidence.statements.items()
    return tuple(_row(gather, id, each) for id, each in said if not names.isdisjoint(each.studies))


def _row(gather: Gatherer, key: str, said: Statement) -> StatementRow:
    return StatementRow(
        key,
        gather.ref(key),
        f"{_WHO[said.said_by]}, {said.name}" if said.name else _WHO[said.said_by],
        gather.number(f"{key}#text"),
        gather.text(said.text),
        gather.refs(said.studies),
        gather.text(said.note or ""),
        gather.origins(said.cite),
        feedback(gather, key, said),
    )
