"""Printed figures of one effect fit together, or are known not to; and our own summary names what there is."""

from collections.abc import Container, Iterator

from evidence.analysis.printed_effects import Row
from evidence.analysis.ranges import Range
from evidence.analysis.statistics import Verdict
from evidence.analysis.verdicts import FIELDS, Finding, findings
from evidence.checks.reporting import problem_at, unknown_keys
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.loading.yaml_documents import KEY
from evidence.model.problems import Problem

NAMES = {"arms": "values of the two arms that differ by"}


def _sound(row: Row) -> bool:
    """Whether a row breaks none of the plain rules for intervals, which say more clearly what is wrong with it."""
    low, value, high = row.ci_low, row.value, row.ci_high
    ends = [end for end in (low, value, high) if end is not None]
    level = row.ci_level is None or 50 <= row.ci_level < 100
    return ends == sorted(ends) and (row.se is None or row.se >= 0) and (low is None) == (high is None) and level


def _inconsistent(draft: Draft, ids: Container[str]) -> Iterator[Finding]:
    for each in findings(draft, lambda id, row: id in ids and _sound(row)):
        if each.check.verdict is Verdict.INCONSISTENT:
            yield each


@rule("evidence")
def figures_fit(draft: Draft) -> Iterator[Problem]:
    """The printed figures of an effect must be able to be right together, or be listed in expected.yml with a reason."""
    for each in _inconsistent(draft, {*draft.facts, *draft.landscape}):
        if not each.expected and each.id not in draft.unreadable:
            suspects = each.suspects
            fields = [FIELDS[suspect.figure] for suspect in suspects if suspect.printed]
            field = fields[0] if fields else "ci_level" if each.fitting_levels else "value"
            yield problem_at(
                each.row,
                field,
                must=f"agree with the other printed figures{_what_would(each, suspects)}, or '{each.id}' be listed in "
                "expected.yml with a reason",
                got=getattr(each.row, field),
            )


def _what_would(each: Finding, suspects: tuple[Range, ...]) -> str:
    """What would make them agree: one of the figures, or another level of the interval."""
    implied = [_implied(NAMES.get(one.figure, FIELDS[one.figure]), one) for one in suspects]
    levels = [f"a level of {level}%" for level in each.fitting_levels]
    ways = [*implied, *levels]
    return f" (they would fit with {' or '.join(ways)})" if ways else ""


def _implied(name: str, range_: Range) -> str:
    """A figure with the true values that the others leave for it; they may leave it open on one side or on both."""
    if range_.low and range_.high:
        return f"{name} {range_.low} to {range_.high}"
    if not (range_.low or range_.high):
        return f"another {name}"
    return f"{name} of {range_.low} or more" if range_.low else f"{name} of {range_.high} or less"


@rule("evidence")
def expected_known(draft: Draft) -> Iterator[Problem]:
    """A verdict that is expected must be about a fact or an entry of the landscape, and its sources must report it."""
    known = {*draft.facts, *draft.landscape}
    uses = ((each, (KEY,), id) for id, each in draft.expected.items())
    yield from unknown_keys(draft, uses, known, "a fact or of an entry of the landscape")
    for id, each in draft.expected.items():
        sources = {row.source for row in draft.facts[id].reports} if id in draft.facts else set()
        for number, source in enumerate(each.sources):
            if id in known and source not in sources | draft.unreadable:
                yield problem_at(each, "sources", number, must="be a source that reports this fact", got=source)


@rule("evidence")
def expected_holds(draft: Draft) -> Iterator[Problem]:
    """A verdict that is expected must still be the one that the check reaches."""
    found = {(each.id, each.source) for each in _inconsistent(draft, draft.expected)}
    for id, each in draft.expected.items():
        if id in draft.unreadable or id not in {*draft.facts, *draft.landscape}:
            continue
        told = {source for key, source in found if key == id}
        reporting = {row.source for row in draft.facts[id].reports} if id in draft.facts else set()
        for number, source in enumerate(each.sources):
            if source in reporting - told:
                must = f"be left out, for the figures of {source} fit together now"
                yield problem_at(each, "sources", number, must=must, got=source)
        if not each.sources and not told:
            yield problem_at(
                each, "verdict", must="be left out with its entry, for these figures fit together now", got=each.verdict
            )


@rule("evidence")
def expected_level(draft: Draft) -> Iterator[Problem]:
    """The level of an expected verdict must be one with which the figures would fit."""
    for each in _inconsistent(draft, draft.expected):
        if each.expected and each.expected.level is not None:
            levels = each.fitting_levels
            if f"{each.expected.level.normalize():f}" not in levels:
                must = (
                    f"be {' or '.join(levels)}, with which the figures would fit"
                    if levels
                    else "be left out, for none would fit"
                )
                yield problem_at(each.expected, "level", must=must, got=each.expected.level)


@rule("evidence")
def outcome_facts_known(draft: Draft) -> Iterator[Problem]:
    """A fact in the summary of findings must have a report."""
    outcomes = draft.appraisal.outcomes.values() if draft.appraisal else ()
    uses = ((each, ("facts", number), fact) for each in outcomes for number, fact in enumerate(each.facts))
    yield from unknown_keys(draft, uses, draft.facts, "a fact")
