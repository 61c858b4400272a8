"""`python -m evidence.checks [DATA]`: prints every problem of a data folder, one a line; exits with 1 if there is any."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from evidence.checks import load_or_raise
from evidence.model.problems import BadData, annotations


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Check a folder: the first argument, else EVIDENCE_DATA, else data. Problems go to stderr."""
    folder = Path(arguments[0] if arguments else environ.get("EVIDENCE_DATA") or "data")
    try:
        evidence = load_or_raise(folder, environ)
    except BadData as bad:
        sys.stderr.write(f"{bad}\n")
        sys.stdout.write(annotations(bad.problems, folder.as_posix(), environ))
        return 1
    studies, sources, facts = len(evidence.studies), len(evidence.sources), len(evidence.facts)
    reports = len(evidence.reports) + len(evidence.safety)
    counted = f"{studies} studies, {reports} reports of {facts} facts, {sources} sources"
    sys.stdout.write(f"{folder}: {counted}: no problem\n")
    return 0


if __name__ == "__main__":
    gc.set_threshold(100_000, 20, 100)  # a check makes much and drops little; looking for circles took a quarter of it
    sys.exit(main(sys.argv[1:], os.environ))
