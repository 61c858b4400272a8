"""One page of every kind on a built site: of a kind that has many, the page that says most."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sized

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.site import Site
from support.built_site import ADDRESS, ROOT

# Pages of which there is one, by the name that `links` gives them.
SINGLE = (
    "home drug studies endpoints results facts safety timeline landscape contradictions statements sources glossary data "
    "checks changes corrections appraisal gaps analyses quote methods about api"
).split()
# Kinds with a page for each thing, by what they are called here.
MANY = "study group endpoint source fact safety-fact".split()
# Pages that people wrote, and what a wrong address shows.
WRITTEN = {
    "analysis": "analyses/pooling/",
    "contributing": "contributing/",
    "decision": "decisions/",
    "not-found": "no/such/page/",
}
ALL = (*SINGLE, *MANY, *WRITTEN)


def address(view: View, kind: str) -> str | None:
    """Where the page of a kind stands, as a path from the root of the site; None where there is no such thing."""
    if kind in WRITTEN:
        return WRITTEN[kind]
    if kind not in MANY:
        return links.address(kind)
    key = _fullest_of(view, kind)
    return key and links.address(kind.removeprefix("safety-"), key)


def _fullest_of(view: View, kind: str) -> str | None:
    evidence = view.evidence
    if kind.endswith("fact"):
        facts = [key for key, fact in evidence.facts.items() if fact.is_safety == (kind == "safety-fact")]
        return _fullest(facts, lambda key: view.evidence.facts[key].reports)
    if kind == "source":
        read = list(evidence.citable_sources)
        return _fullest(read, lambda key: view.citations_of_source[key])
    things = {"study": evidence.studies, "group": evidence.groups, "endpoint": evidence.endpoints}[kind]
    facts_of = view.facts_of_endpoint if kind == "endpoint" else view.facts_of_study
    return _fullest(things, lambda key: facts_of[key])


def _fullest(keys: Iterable[str], holds: Callable[[str], Sized]) -> str | None:
    return max(keys, key=lambda key: len(holds(key)), default=None)


def main(arguments: list[str]) -> None:
    """Print the addresses of these kinds on the site of data/, one a line."""
    view = Site(ROOT / os.environ.get("EVIDENCE_DATA", "data"), {"SITE_URL": ADDRESS}).view
    print(*filter(None, (address(view, kind) for kind in arguments)), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
