"""Prose is Markdown without markup of other kinds, and names every figure by its marker.

Nothing in it may run, load or hide anything in a reader's browser: Markdown is restricted to an allow-list. Code is no
exception, for programs disagree about where code begins, for example after a backslash.
"""

import re
from collections.abc import Iterator
from functools import reduce

from evidence.analysis.entity_index import COMPETITOR_FIGURES
from evidence.checks.reporting import problem_in_prose
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Cited, Fact, Prose, links
from evidence.model.gaps import gap_id
from evidence.model.links import CODE, MARKER, NAMES, PARTS
from evidence.model.problems import Problem, did_you_mean

# Tags, but for a bare address; entities; braces, but for the anchor of a heading; pictures.
_MARKUP = re.compile(r"<(?!https://[^>\s]+>)[A-Za-z/!?]|&(?:#\w+|\w+);|\{(?!#[a-z0-9-]+\}$).?|!\[(?!\[)", re.MULTILINE)
# A link, whatever is between its bracket and its address; an address given elsewhere in the text.
_LINK = re.compile(r"\]\((?!https://[^\s<>\"'`\\]*\))(?P<target>[^)]{0,40})")
_DEFINITION = re.compile(r"^ {0,3}\[[^\[\]]*\]:", re.MULTILINE)
INCLUDE = re.compile(r"^\[\[prose:[a-z-]+\]\]$", re.MULTILINE)  # a page of docs/ takes in prose of this drug
LINK = re.compile(r"\]\((?P<target>[^)\n]*)\)|<(?P<bare>https?://[^>\s]+)>")
MARKER_TARGET = re.compile(r"\[\[[^\[\]|\n]+")  # the part of a marker before its words
FIGURE = re.compile(
    r"(?<![\w.])[-−–+]?\d+(?:[.,]\d+)+(?:\s?%)?"  # a decimal number, or one with separators
    r"|(?<![\w.])[-−+]?\d+\s?(?:%|per ?cent\b)"
    r"|(?<![\w.])[-−–+]\d+\b(?![-–−]\w)"  # a number with a sign
    r"|\b[Pp]\s?[<>=≤≥]\s?[\d.]*\d"
    r"|(?<![\w.])\.\d+\b"
    r"|\b[Nn]\s?=\s?\d+"
)


def blank(found: re.Match[str]) -> str:
    """As many spaces and line ends as were found."""
    return re.sub(r"[^\n]", " ", found[0])


def _without(pattern: re.Pattern[str], text: str) -> str:
    """A text with what matches blanked out, every other character in its place."""
    return pattern.sub(blank, text)


def _matches(
    draft: Draft, pattern: re.Pattern[str], *without: re.Pattern[str]
) -> Iterator[tuple[Prose, re.Match[str]]]:
    """Every match of a pattern in the prose, outside what matches the others, with its text."""
    for page in draft.prose.values():
        text = reduce(lambda text, other: _without(other, text), without, page.text)
        yield from ((page, found) for found in pattern.finditer(text))


@rule("evidence")
def no_markup(draft: Draft) -> Iterator[Problem]:
    """Prose must be Markdown without HTML, entities, attribute lists or pictures, in code too."""
    for page, found in _matches(draft, _MARKUP):
        yield problem_in_prose(page, found.start(), f"must be Markdown without markup of other kinds, got '{found[0]}'")


@rule("evidence")
def link_outside(draft: Draft) -> Iterator[Problem]:
    """A link must be a marker, or lead to https://."""
    for page, link in _matches(draft, _LINK):
        target = " ".join(link["target"].split())
        yield problem_in_prose(
            page, link.start() + 1, f"must be a marker [[id|words]] or begin with https://, got '{target}'"
        )


@rule("evidence")
def link_with_its_address(draft: Draft) -> Iterator[Problem]:
    """The address of a link must stand beside its words, not elsewhere in the text."""
    for page, found in _matches(draft, _DEFINITION):
        got = " ".join(found[0].split())
        yield problem_in_prose(page, found.start(), f"must be a link with its address beside its words, got '{got}'")


def marker_targets(draft: Draft) -> Iterator[tuple[str, bool]]:
    """Every id that a marker may name, and whether it is a figure."""
    yield from ((name, name not in ("drug", "repository")) for name in NAMES)  # these two are links
    for key in draft.drug.facts:
        yield f"drug#{key}", True
    yield from ((f"drug#label.{key}", True) for key in draft.drug.labels)
    for key, study in draft.studies.items():
        yield key, False
        cited = [name for name in type(study).model_fields if isinstance(getattr(study, name), Cited)]
        yield from ((f"{key}#{name}", True) for name in (*cited, *study.details))
    for owner in draft.owners.values():
        for key, arm in owner.arms.items():
            yield key, False
            if arm.dose is not None:
                yield f"{key}#dose", True
        yield from ((key, False) for key in (*owner.outcome_lists, *owner.outcome_measures))
    for key, endpoint in draft.endpoints.items():
        yield key, False
        ends = [name for name in ("range_low", "range_high") if getattr(endpoint, name) is not None]
        for name in (*ends, *endpoint.thresholds, *endpoint.domains, *endpoint.notes, *endpoint.remarks):
            yield f"{key}#{name}", True
    for key in draft.events:
        yield key, False
        yield f"{key}#date", True
    for key, other in draft.landscape.items():
        yield key, False
        yield from ((f"{key}#{name}", True) for name in COMPETITOR_FIGURES if getattr(other, name) is not None)
    for key in draft.statements:
        yield from ((key, False), (f"{key}#text", True))
    for records in (draft.groups, draft.sources, draft.contradictions):
        yield from ((key, False) for key in records)
    yield from ((gap_id(key), False) for key in draft.gaps)
    yield from ((links.term_id(term.term), False) for term in draft.glossary)
    yield from ((f"page.{name}", False) for name in links.PAGES)
    yield from ((key, _has_number(fact)) for key, fact in draft.facts.items())


def _has_number(fact: Fact) -> bool:
    """Whether a fact is more than a statement, which prose may say in words of its own."""
    names = ("percent", "n_affected", "n_events", "rate", "effect") if fact.is_safety else ("value",)
    return any(getattr(report, name) is not None for report in fact.reports for name in names)


@rule("evidence")
def marker_resolves(draft: Draft) -> Iterator[Problem]:
    """A marker must name something that the data have."""
    known = dict(marker_targets(draft))
    terms = {links.term_id(word) for word in draft.unreadable}
    for page, marker in _matches(draft, MARKER, CODE):
        key = marker["id"].strip()
        if key not in known and key not in terms and key.partition("#")[0] not in draft.unreadable:
            hint = did_you_mean(key, known) or did_you_mean(f"term.{links.slug(key)}", known)
            yield problem_in_prose(page, marker.start(), f"must name something in the data, got '{key}'{hint}")


@rule("evidence")
def marker_whole(draft: Draft) -> Iterator[Problem]:
    """A marker must be [[id]], [[id:part]] or [[id|words]]."""
    for page in draft.prose.values():
        text = _without(CODE, page.text)
        for bracket in re.finditer(r"\[\[|\]\]", _without(MARKER, text)):
            line = text[bracket.start() :].split("\n", 1)[0][:20]
            yield problem_in_prose(
                page,
                bracket.start(),
                f"must be a whole marker such as [[id]] or [[id|words]] on one line, got '{line}'",
            )


@rule("evidence")
def marker_part(draft: Draft) -> Iterator[Problem]:
    """The part of a figure that a marker asks for must be one that figures have."""
    for page, marker in _matches(draft, MARKER, CODE):
        if (part := marker["part"]) is not None and part not in PARTS:
            message = f"must be one of {', '.join(PARTS)}, got '{part}'{did_you_mean(part, PARTS)}"
            yield problem_in_prose(page, marker.start("part"), message)


@rule("evidence")
def marker_of_figure(draft: Draft) -> Iterator[Problem]:
    """A marker must show a figure itself, not words in its place; only figures have parts."""
    figures = dict(marker_targets(draft))
    for page, marker in _matches(draft, MARKER, CODE):
        is_figure = figures.get(marker["id"].strip())
        if is_figure and marker["words"]:
            message = f"must show the figure itself, without words, got '{marker['words']}'"
            yield problem_in_prose(page, marker.start("words"), message)
        if is_figure is False and marker["part"] is not None:
            message = f"must be left out, for only figures have parts, got '{marker['part']}'"
            yield problem_in_prose(page, marker.start("part"), message)


@rule("evidence")
def figure_by_marker(draft: Draft) -> Iterator[Problem]:
    """A figure must be written by its marker, so that it has one home and its source beside it."""
    for page, figure in _matches(draft, FIGURE, CODE, MARKER_TARGET, LINK):
        yield problem_in_prose(
            page, figure.start(), f"must be written by its marker [[fact]], got '{figure[0].strip()}'"
        )
