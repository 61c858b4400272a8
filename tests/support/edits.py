"""Random edits of a data folder and of templates, as people make them: a word, a figure, a row, a file."""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable
from pathlib import Path

# A value in words, in YAML, and words between two tags, in a template.
_WORDS = re.compile(r"^(?P<head>\s*(?:- )?[\w-]+: )(?P<text>[A-Z][^:#\"'\[\]{}]{8,})$", re.MULTILINE)
_SAID = re.compile(r"(?<=>)(?P<text>[A-Z][a-z]+(?: [a-z]+)+)(?=<)")
# Columns in which a text may be anything, and numbers that nothing else rests on.
_FREE = ("note", "locator", "population")


class Edits:
    """Edits of one folder of data and one of templates; the same seed gives the same ones."""

    def __init__(self, data: Path, templates: Path, seed: int) -> None:
        self._data, self._templates, self._chance = data, templates, random.Random(seed)
        self._number = 0

    def one(self) -> Callable[[], None]:
        """Make one edit; gives what undoes it."""
        self._number += 1
        how = self._chance.choice(
            [self._word, self._word, self._cell, self._cell, self._date, self._prose, self._template]
        )
        path, new = how()
        old = path.read_text(encoding="utf-8")
        path.write_text(new, encoding="utf-8")

        def undo() -> None:
            path.write_text(old, encoding="utf-8")

        return undo

    def _word(self) -> tuple[Path, str]:
        path = self._chance.choice(sorted(self._data.rglob("*.yml")))
        return path, self._changed(path, _WORDS, f" ({self._number})")

    def _template(self) -> tuple[Path, str]:
        path = self._chance.choice(sorted(self._templates.glob("*.jinja")))
        return path, self._changed(path, _SAID, f" {self._number}")

    def _prose(self) -> tuple[Path, str]:
        path = self._chance.choice(sorted((self._data / "prose").glob("*.md")))
        return (
            path,
            f"{path.read_text(encoding='utf-8')}\nOne sentence more, the {'same ' * (self._number % 3)}as before.\n",
        )

    def _date(self) -> tuple[Path, str]:
        path = self._data / "site.yml"
        day = f"searched: 2033-{self._number % 12 + 1:02d}-{self._number % 28 + 1:02d}"
        return path, re.sub(r"searched: [\d-]+", day, path.read_text(encoding="utf-8"))

    def _cell(self) -> tuple[Path, str]:
        path = self._chance.choice([self._data / "reports.csv", self._data / "safety.csv"])
        head, *rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
        row = self._chance.choice(rows)
        name = self._chance.choice([each for each in (*_FREE, "value", "n_affected") if each in head])
        at = head.index(name)
        if name in _FREE:
            row[at] = f"{row[at]} {self._number}".strip()
        elif row[at].isdigit():
            row[at] = str(int(row[at]) + 1)
        lines = [",".join(f'"{cell}"' if "," in cell else cell for cell in each) for each in (head, *rows)]
        return path, "\n".join(lines) + "\n"

    def _changed(self, path: Path, pattern: re.Pattern[str], more: str) -> str:
        text = path.read_text(encoding="utf-8")
        found = list(pattern.finditer(text))
        if not found:
            return text
        place = self._chance.choice(found)
        return text[: place.end()] + more + text[place.end() :]
