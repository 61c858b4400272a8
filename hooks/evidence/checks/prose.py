"""Prose names every figure by its marker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evidence.analysis.entity_index import COMPETITOR_FIGURES
from evidence.checks.faults import place_in
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Cited, Fact, links
from evidence.model.links import CODE, MARKER, NAMES, PARTS
from evidence.model.problems import Problem, meant

INCLUDE = re.compile(r"^\[\[prose:[a-z-]+\]\]$", re.MULTILINE)  # a page of docs/ takes in prose of this drug
LINK = re.compile(r"\]\((?P<target>[^)\n]*)\)|<(?P<bare>https?://[^>\s]+)>")
UNSAID = re.compile(r"\[\[[^\[\]|\n]+")  # what of a marker is no words of its own
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


def markable(draft: Draft) -> Iterator[tuple[str, bool]]:
    """Every id that a marker may name, and whether it is a figure."""
    yield from ((name, name not in ("drug", "repository")) for name in NAMES)  # these two are links
    for key in draft.drug.facts:
        yield f"drug#{key}", True
    for key, study in draft.studies.items():
        yield key, False
        cited = [name for name in type(study).model_fields if isinstance(getattr(study, name), Cited)]
        yield from ((f"{key}#{name}", True) for name in (*cited, *study.details))
    for owner in (*draft.studies.values(), *draft.groups.values()):
        for key, arm in owner.arms.items():
            yield key, False
            if arm.dose is not None:
                yield f"{key}#dose", True
        yield from ((key, False) for key in owner.outcome_measures)
    for key, endpoint in draft.endpoints.items():
        yield key, False
        ends = [name for name in ("range_low", "range_high") if getattr(endpoint, name) is not None]
        for name in (*ends, *endpoint.thresholds, *endpoint.domains, *endpoint.notes):
            yield f"{key}#{name}", True
    for key in draft.events:
        yield key, False
        yield f"{key}#date", True
    for key, other in draft.landscape.items():
        yield key, False
        yield from ((f"{key}#{name}", True) for name in COMPETITOR_FIGURES if getattr(other, name) is not None)
    for records in (draft.groups, draft.sources, draft.contradictions):
        yield from ((key, False) for key in records)
    yield from ((links.term_id(term.term), False) for term in draft.glossary)
    yield from ((f"page.{name}", False) for name in links.PAGES)
    yield from ((key, _has_number(fact)) for key, fact in draft.facts.items())


def _has_number(fact: Fact) -> bool:
    """Whether a fact is more than a statement, which prose may say in words of its own."""
    names = ("percent", "n_affected", "n_events") if fact.is_safety else ("value",)
    return any(getattr(report, name) is not None for report in fact.reports for name in names)


@rule("sense")
def marker_resolves(draft: Draft) -> Iterator[Problem]:
    """A marker must name something that the data have."""
    known = dict(markable(draft))
    terms = {links.term_id(word) for word in draft.broken}
    for page in draft.prose.values():
        for marker in MARKER.finditer(_without(CODE, page.text)):
            key = marker["id"].strip()
            if key not in known and key not in terms and key.partition("#")[0] not in draft.broken:
                hint = meant(key, known) or meant(f"term.{links.slug(key)}", known)
                yield place_in(page, marker.start(), f"must name something in the data, got '{key}'{hint}")


@rule("sense")
def marker_whole(draft: Draft) -> Iterator[Problem]:
    """A marker must be [[id]], [[id:part]] or [[id|words]]."""
    for page in draft.prose.values():
        text = _without(CODE, page.text)
        for bracket in re.finditer(r"\[\[|\]\]", _without(MARKER, text)):
            line = text[bracket.start() :].split("\n", 1)[0][:20]
            yield place_in(
                page,
                bracket.start(),
                f"must be a whole marker such as [[id]] or [[id|words]] on one line, got '{line}'",
            )


@rule("sense")
def marker_part(draft: Draft) -> Iterator[Problem]:
    """The part of a figure that a marker asks for must be one that figures have."""
    for page in draft.prose.values():
        for marker in MARKER.finditer(_without(CODE, page.text)):
            if (part := marker["part"]) is not None and part not in PARTS:
                yield place_in(
                    page, marker.start("part"), f"must be one of {', '.join(PARTS)}, got '{part}'{meant(part, PARTS)}"
                )


@rule("sense")
def marker_of_figure(draft: Draft) -> Iterator[Problem]:
    """A marker must show a figure itself, not words in its place; only figures have parts."""
    figures = dict(markable(draft))
    for page in draft.prose.values():
        for marker in MARKER.finditer(_without(CODE, page.text)):
            is_figure = figures.get(marker["id"].strip())
            if is_figure and marker["words"]:
                message = f"must show the figure itself, without words, got '{marker['words']}'"
                yield place_in(page, marker.start("words"), message)
            if is_figure is False and marker["part"] is not None:
                yield place_in(
                    page, marker.start("part"), f"must be left out, for only figures have parts, got '{marker['part']}'"
                )


@rule("sense")
def figure_by_marker(draft: Draft) -> Iterator[Problem]:
    """A figure must be written by its marker, so that it has one home and its source beside it."""
    for page in draft.prose.values():
        text = _without(LINK, _without(UNSAID, _without(CODE, page.text)))
        for figure in FIGURE.finditer(text):
            yield place_in(page, figure.start(), f"must be written by its marker [[fact]], got '{figure[0].strip()}'")
