"""The rules for the evidence, and the only way from a data folder to evidence without problems."""

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
    designs,
    effects,
    endpoints,
    expected,
    guards,
    identity,
    intervals,
    landscape,
    not_published,
    outcomes,
    prose,
    redirects,
    references,
    regulation,
    remarks,
    safety,
    sources,
    times_and_units,
)
from evidence.loading import Draft, Reading, read
from evidence.loading.rules import RULES, run_rules
from evidence.model import Evidence, Prose
from evidence.model.problems import BadData, Problem

__all__ = ["RULES", "load_or_raise", "load_tolerating", "problems", "prose_problems"]


def problems(reading: Reading) -> tuple[Problem, ...]:
    """Every problem of a data folder: of its files, of their form, and of the evidence if it could be read."""
    found = run_rules("evidence", reading.draft)[0] if reading.is_complete else []
    return tuple(sorted({*reading.problems, *found}))


def load_or_raise(folder: Path, environ: Mapping[str, str] = MappingProxyType({})) -> Evidence:
    """The evidence of a data folder. Raises BadData listing every problem, if there is one."""
    return load_tolerating(folder, environ, frozenset())[0]


def load_tolerating(
    folder: Path, environ: Mapping[str, str], tolerated: Collection[str]
) -> tuple[Evidence, tuple[Problem, ...]]:
    """The evidence, and the breaches of the tolerated rules. Raises BadData listing every problem, if there is another."""
    reading = read(folder, environ)
    found = problems(reading)
    if reading.draft is None or any(problem.rule not in tolerated for problem in found):
        raise BadData(found)
    return reading.draft.evidence(), found


# The rules for prose that also hold for the pages about any drug; those may link each other and use all of Markdown.
IN_PAGES = (
    "marker_resolves",
    "marker_whole",
    "marker_part",
    "marker_of_figure",
    "figure_by_marker",
    "claim_not_in_prose",
)


def prose_problems(evidence: Evidence, path: str, text: str) -> Iterator[Problem]:
    """The problems of markers and figures in a page of docs/."""
    page = Draft(**{each.name: getattr(evidence, each.name) for each in fields(Evidence)})
    page = replace(page, prose={path: Prose(path, path, prose.INCLUDE.sub(prose.blank, text))})
    for name in IN_PAGES:
        yield from RULES[name].find(page)
