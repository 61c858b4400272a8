"""Sense: what must hold between the records; and the one gate through which data become evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType

# Importing a module of rules registers them; the order here is the order in which they run.
from evidence.checks import (  # noqa: F401
    cells,
    changes,
    contradictions,
    counts,
    dates,
    endpoints,
    expected,
    guards,
    identity,
    intervals,
    markup,
    prose,
    redirects,
    references,
    sources,
)
from evidence.loading import Draft, read
from evidence.loading.rules import RULES, faults
from evidence.model import Evidence, Prose
from evidence.model.problems import BadData, Problem

__all__ = ["RULES", "load_or_raise", "load_tolerating", "problems", "prose_problems"]


def problems(draft: Draft) -> tuple[Problem, ...]:
    """Every problem of a draft, of file, shape and sense."""
    sense = faults("sense", draft)[0] if draft.can_be_judged else []
    return tuple(sorted({*draft.problems, *sense}))


def load_or_raise(folder: Path, environ: Mapping[str, str] = MappingProxyType({})) -> Evidence:
    """The evidence of a data folder; raises BadData with every problem at once when there is any."""
    return load_tolerating(folder, environ, frozenset())[0]


def load_tolerating(
    folder: Path, environ: Mapping[str, str], tolerated: Collection[str]
) -> tuple[Evidence, tuple[Problem, ...]]:
    """The evidence, and its problems where all are breaches of rules that are forgiven; otherwise raises BadData."""
    draft = read(folder, environ)
    found = problems(draft)
    if any(problem.rule not in tolerated for problem in found):
        raise BadData(found)
    return draft.evidence(), found


# What holds for pages about any drug too; they may link each other and use all of Markdown.
IN_PAGES = ("marker_resolves", "marker_whole", "marker_part", "marker_of_figure", "figure_by_marker")


def prose_problems(evidence: Evidence, path: str, text: str) -> Iterator[Problem]:
    """What is wrong with the markers and figures of a page in docs/."""
    page = Draft(**{each.name: getattr(evidence, each.name) for each in fields(Evidence)})
    page = replace(page, prose={path: Prose(path, path, prose.INCLUDE.sub(prose.blank, text))})
    for name in IN_PAGES:
        yield from RULES[name].find(page)
