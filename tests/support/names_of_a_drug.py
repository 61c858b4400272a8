"""The names that belong to one drug, and where else in the repository they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from support import raw_data
from support.built_site import ROOT

TEXTS = (".py", ".jinja", ".md", ".ipynb", ".html", ".js", ".css", ".yml", ".in", ".csv", ".txt", "")
# It names who answers for this repository, as data/site.yml does; tests/data_at_hand/test_repository.py compares them.
OWNERS = "CODEOWNERS"


def names_of(folder: Path) -> set[str]:
    """The names of a drug in its data, folded: its own, its disease in full, its studies and what they are called."""
    drug = raw_data.entity(folder / "drug.yml")
    found = {drug["name"], drug["code"], *diseases(drug), *raw_data.entities(folder, "groups")}
    for key, study in raw_data.entities(folder, "studies").items():
        numbers = (study[name]["value"] for name in ("nct", "eudract", "ctis") if name in study)
        found |= {key, study["short_name"]["value"], *numbers}
    # The first part of a key that several studies share is the name of their programme.
    found |= {word.partition("-")[0] for word in found if re.fullmatch(r"[a-z]{4,}-.*", word)}
    return {folded(word) for word in found}


def own_names(folder: Path) -> set[str]:
    """The names of a drug itself, folded: its name, its code, and its disease where that is no single word."""
    drug = raw_data.entity(folder / "drug.yml")
    return {folded(word) for word in (drug["name"], drug["code"], *(each for each in diseases(drug) if " " in each))}


def diseases(drug: dict[str, Any]) -> list[str]:
    """The diseases that a drug is for, by its record."""
    return list(drug["indications"])


def found_in(names: Collection[str], *places: str) -> list[str]:
    """Where these names stand in files and folders of the repository, as file:line: name."""
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![a-z0-9])({longest_first})(?![a-z0-9])")
    return [
        f"{path}:{number}: {word}"
        for path, text in _texts(*places)
        for number, line in enumerate(text.splitlines(), 1)
        for word in pattern.findall(folded(line))
    ]


def folded(text: str) -> str:
    """A text without capitals, accents and curly signs, so that every spelling of a name is found."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def _texts(*places: str) -> Iterator[tuple[str, str]]:
    for name in places:
        place = ROOT / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix in TEXTS and path.name != OWNERS and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
