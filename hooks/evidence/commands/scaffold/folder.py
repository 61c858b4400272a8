"""Writes the folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from evidence.checks import problems
from evidence.loading import read
from evidence.model.problems import BadData, Problem
from evidence.site.exports import schemas

EXAMPLE = Path(__file__).parent / "example"
# What the example calls its drug, and what is asked for in place of it.
NAMES = {"drug": "examplinib", "code": "EXA-101", "indication": "Example's disease"}


def begin(folder: Path, names: Mapping[str, str]) -> int:
    """Write the data of a drug with these names into a folder that is not there yet; gives the number of files.

    BadData where there is a folder already or a name is none; then nothing is left behind.
    """
    if folder.exists():
        message = "must not be there yet, so that nothing is overwritten"
        raise BadData([Problem(folder.as_posix(), 1, 1, "", message)])
    shutil.copytree(EXAMPLE, folder)
    for file in folder.rglob("*.yml"):
        file.write_text(_named(file.read_text(encoding="utf-8"), names), encoding="utf-8")
    (folder / ".schema").mkdir()
    for name, text in schemas.texts().items():
        (folder / ".schema" / f"{name}.json").write_text(text, encoding="utf-8")
    if found := problems(read(folder)):
        shutil.rmtree(folder)
        raise BadData(found)
    return sum(1 for file in folder.rglob("*") if file.is_file())


def _named(text: str, names: Mapping[str, str]) -> str:
    """A file of the example with other names; the example has them in double quotes, as YAML and JSON both write texts."""
    for kind, old in NAMES.items():
        new = json.dumps(names.get(kind) or old, ensure_ascii=False)[1:-1]
        text = text.replace(old, new)
        if old[:1].islower():  # at the beginning of a sentence
            text = text.replace(old[:1].upper() + old[1:], new[:1].upper() + new[1:])
    return text
