"""The safety page: what is reported by whom, what is not; other diseases apart."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.model import links
from evidence.model.gaps import gap_id
from evidence.site.gather import Gatherer, Ref
from evidence.site.gather_charts import frames
from evidence.site.gather_safety import OwnerSafety, safety_of
from evidence.site.gather_statements import on_topics
from evidence.site.pages.page import Page


@dataclass(frozen=True)
class StudySafety:
    """What is reported of one study or group; `indications` are those of a study in other diseases."""

    study: Ref
    found: OwnerSafety
    indications: tuple[str, ...] = ()


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    view, evidence = gather.view, gather.view.evidence
    found = {
        owner: [key for key in view.facts_of_study[owner] if view.evidence.facts[key].is_safety]
        for owner in (*evidence.groups, *evidence.studies)
    }
    other = {key for key, study in evidence.studies.items() if not evidence.drug.is_about(study.indication.value)}
    covered = {member for key, group in evidence.groups.items() if found[key] for member in group.members}
    context = {
        "charts": frames(gather, "safety"),
        "introduction": gather.prose("safety"),
        "here": tuple(
            StudySafety(gather.ref(owner), safety_of(gather, owner, ids))
            for owner, ids in found.items()
            if ids and owner not in other
        ),
        "elsewhere": tuple(
            StudySafety(
                gather.ref(owner), safety_of(gather, owner, ids), tuple(evidence.studies[owner].indication.value)
            )
            for owner, ids in found.items()
            if ids and owner in other
        ),
        "gaps": gather.refs(gap_id(key) for key, gap in evidence.gaps.items() if gap.topic == "safety"),
        "said": on_topics(gather, ("safety",)),
        "not_reported": gather.refs(key for key in evidence.studies if not found[key] and key not in covered | other),
    }
    yield Page("safety", links.address("safety"), context, "data/safety.csv")
