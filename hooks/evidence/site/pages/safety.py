"""The safety page: what is reported by whom, what is not; other diseases apart."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    evidence = view.evidence
    found = {
        owner: [key for key in view.facts_of_study[owner] if view.fact(key).is_safety]
        for owner in (*evidence.groups, *evidence.studies)
    }
    other = {key for key, study in evidence.studies.items() if evidence.drug.indication not in study.indication.value}
    covered = {member for key, group in evidence.groups.items() if found[key] for member in group.members}
    yield page(
        render,
        "safety",
        links.address("safety"),
        "data/safety.csv",
        here=[(owner, ids) for owner, ids in found.items() if ids and owner not in other],
        elsewhere=[(owner, ids) for owner, ids in found.items() if ids and owner in other],
        silent=[key for key in evidence.studies if not found[key] and key not in covered | other],
    )
