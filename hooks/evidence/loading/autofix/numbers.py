"""Numbers with an ordinary minus sign and their leading zero: what is made alike in everything that is printed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evidence.loading.suggestions import as_written_here
from evidence.model.problems import Problem
from evidence.model.values import NUMBER

# Rules that refuse a text as a number.
RULES = ("number", "probability")
_VALUE = re.compile(r"""(?P<quote>["']?)(?P<number>[^\s"',]+)(?P=quote)(?=[ \t]*(?:,|\n|\Z))""")


def mended(text: str, problems: Iterable[Problem]) -> str:
    """A text in which each number that a problem names is written as it should be, where it is that and nothing else."""
    lines = text.split("\n")
    for problem in sorted(problems, key=lambda each: (each.line, each.column), reverse=True):
        line = lines[problem.line - 1]
        found = _VALUE.match(line, problem.column - 1)
        number = as_written_here(found["number"]) if found else ""
        if found and re.fullmatch(NUMBER, number):
            lines[problem.line - 1] = line[: found.start("number")] + number + line[found.end("number") :]
    return "\n".join(lines)
