"""Where sources disagree: computed differences, then readings, open ones first."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.verdicts import Finding
from evidence.model import Contradiction, links
from evidence.site.gather import Gatherer, Number, Origin, Ref, Text
from evidence.site.gather_page_end import Feedback, feedback
from evidence.site.pages.page import Page, edit_of_folder

STATES = {"open": "Open", "error": "Error in a source", "resolved": "Resolved by our reading"}


@dataclass(frozen=True)
class Disputed:
    """A fact whose reports cannot all be right: what each reports, and the contradictions that explain it."""

    fact: Ref
    reports: tuple[tuple[Number, Origin], ...]
    contradictions: tuple[tuple[Ref, str], ...]


@dataclass(frozen=True)
class Case:
    """A contradiction: what each source says, our reading, and what the check of the numbers says where it matters."""

    key: str
    case: Contradiction
    positions: tuple[tuple[Origin, Text], ...]
    reading: Text
    verdicts: tuple[tuple[Ref, Finding], ...]
    facts: tuple[Ref, ...]
    feedback: Feedback


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    view, evidence = gather.view, gather.view.evidence
    cases = {key: _case(gather, key, case) for key, case in evidence.contradictions.items()}
    states = {state: tuple(each for each in cases.values() if each.case.state == state) for state in STATES}
    context = {
        "count": len(cases),
        "counts": {state: len(found) for state, found in states.items()},
        "disputed": tuple(_disputed(gather, key) for key in view.disputed),
        "parts": tuple((title, state, states[state]) for state, title in STATES.items() if states[state]),
        "withdrawn": tuple((key, source) for key, source in evidence.sources.items() if not source.is_citable),
    }
    yield Page("contradictions", links.address("contradictions"), context, edit_of_folder(gather, "contradictions"))


def _disputed(gather: Gatherer, key: str) -> Disputed:
    view = gather.view
    reports = ((gather.report(row), Origin(gather.source(row.source), row.locator)) for row in view.disputed[key])
    cases = ((gather.ref(id), view.evidence.contradictions[id].state) for id in view.contradictions_of[key])
    return Disputed(gather.ref(key), tuple(reports), tuple(cases))


def _case(gather: Gatherer, key: str, case: Contradiction) -> Case:
    positions = (
        (Origin(gather.source(each.source), each.locator), gather.text(each.position)) for each in case.positions
    )
    verdicts = ((gather.ref(finding.id), finding) for finding in _findings(gather, case))
    return Case(
        key,
        case,
        tuple(positions),
        gather.text(case.reading),
        tuple(verdicts),
        gather.refs(case.facts),
        feedback(gather, key, case),
    )


def _findings(gather: Gatherer, case: Contradiction) -> list[Finding]:
    """What the check says of the rows that a reading is based on, where it says more than that they are consistent."""
    ids = dict.fromkeys((*case.guard, *case.facts))
    found = [finding for id in ids for finding in gather.view.findings_of[id]]
    says_more = any(finding.verdict == "inconsistent" or finding.touches_null for finding in found)
    return [finding for finding in found if finding.verdict != "cannot be checked"] if says_more else []
