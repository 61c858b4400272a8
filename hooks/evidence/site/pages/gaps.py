"""What is not known, and where it might appear."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from evidence.model import Gap, links
from evidence.model.vocabulary import GapTopic
from evidence.site.gather import Gatherer, Origin, Ref, Text
from evidence.site.pages.page import Page, edit_of

TOPICS: dict[str, str] = {
    "effects": "Effects",
    "safety": "Safety",
    "people": "The people in the trials",
    "methods": "How the trials were analysed",
    "follow-up": "Later on",
    "studies": "The studies themselves",
    "regulation": "Regulation and access",
    "instruments": "Instruments",
    "other drugs": "Other drugs",
}


@dataclass(frozen=True)
class GapRow:
    """A gap; `may_stand_in` are known texts with a part that was not read, `looked_in` those read that do not tell it."""

    key: str
    gap: Gap
    label: Text
    about: tuple[Ref, ...]
    may_appear: Text
    may_stand_in: tuple[Origin, ...]
    looked_in: tuple[Origin, ...]
    note: Text


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page; for a drug without a list of gaps it says so."""
    found = gather.view.evidence.gaps
    rows = tuple(_row(gather, key, gap) for key, gap in found.items())
    parts = tuple(
        (topic, TOPICS[topic], tuple(row for row in rows if row.gap.topic == topic)) for topic in get_args(GapTopic)
    )
    context = {"parts": tuple(part for part in parts if part[2]), "count": len(rows)}
    edit = edit_of(next(iter(found.values()))).partition("#")[0] if found else "data"
    yield Page("gaps", links.address("gaps"), context, edit)


def _row(gather: Gatherer, key: str, gap: Gap) -> GapRow:
    return GapRow(
        key,
        gap,
        gather.text(gap.label),
        gather.refs((*gap.studies, *gap.endpoints)),
        gather.text(gap.may_appear),
        gather.origins(gap.may_stand_in),
        gather.origins(gap.looked_in),
        gather.text(gap.note or ""),
    )
