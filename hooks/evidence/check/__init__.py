"""Sense: what must hold between the records; and the one gate through which data become evidence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

# Importing a module of rules registers them; the order here is the order in which they run.
from evidence.check import (  # noqa: F401
    cells,
    contradictions,
    counts,
    dates,
    endpoints,
    identity,
    intervals,
    prose,
    references,
    sources,
)
from evidence.load import Draft, read
from evidence.load.registry import RULES, faults
from evidence.model import Evidence
from evidence.problems import BadData, Problem

__all__ = ["RULES", "insist", "problems"]


def problems(draft: Draft) -> tuple[Problem, ...]:
    """Every problem of a draft, of file, shape and sense. Without a sound site and drug, sense cannot be judged."""
    readable = draft.site is not None and draft.drug is not None
    sense = faults("sense", draft)[0] if readable else []
    return tuple(sorted({*draft.problems, *sense}))


def insist(folder: Path, environ: Mapping[str, str] = MappingProxyType({})) -> Evidence:
    """The evidence of a data folder; raises BadData with every problem at once when there is any."""
    draft = read(folder, environ)
    found = problems(draft)
    if found:
        raise BadData(found)
    return draft.evidence()
