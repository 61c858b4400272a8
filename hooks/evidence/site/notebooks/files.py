"""A notebook as it stands in docs/: its title, what it says of itself, its headings. Read as text; nothing is run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from evidence.model import links

FOLDER = "analyses"
SUFFIX = ".ipynb"
_TITLE = re.compile(r"\A# (?P<title>[^\n]+)\n+(?P<lead>(?:[^\n#][^\n]*\n?)+)")
_HEADING = re.compile(r"^(#{2,6}) +(.+?) *$")
_KIND = re.compile(r'^   "cell_type": "(\w+)"')
_LINE = re.compile(r'^    (".*"),?$')


@dataclass(frozen=True)
class Notebook:
    """One notebook. `uri` is its place below docs/, `raw` its bytes."""

    uri: str
    raw: bytes

    @cached_property
    def cells(self) -> tuple[Mapping[str, Any], ...]:
        """Its cells, as the file has them; their source is a list of lines."""
        return tuple(json.loads(self.raw)["cells"])

    @property
    def key(self) -> str:
        """Its name without folder and ending."""
        return Path(self.uri).stem

    @property
    def page(self) -> str:
        """The address of its page."""
        return links.address("analysis", self.key)

    @property
    def download(self) -> str:
        """The address of the notebook as a file."""
        return links.address("notebook-file", self.key)

    @cached_property
    def _head(self) -> re.Match[str]:
        found = _TITLE.match("".join(self.cells[0]["source"])) if self.cells else None
        if not found:
            raise ValueError(f"docs/{self.uri} must begin with a heading and a paragraph that says what it is about")
        return found

    @property
    def title(self) -> str:
        """Its first heading."""
        return self._head["title"].strip()

    @property
    def description(self) -> str:
        """Its first paragraph."""
        return " ".join(self._head["lead"].split())

    @cached_property
    def text(self) -> str:
        """Its Markdown, line by line where the file has it, with the anchors of its headings spelled out."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        kind = ""
        for line in self.raw.decode("utf-8").splitlines():
            if found := _KIND.match(line):
                kind = found[1]
            written = _LINE.match(line)
            said = json.loads(written[1]).rstrip("\n") if written and kind == "markdown" else ""
            heading = _HEADING.match(said)
            yield f"{said} {{#{anchor(heading[2])}}}" if heading else said


def anchor(heading: str) -> str:
    """The anchor that mkdocs-jupyter gives to a heading."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


def notebooks(docs: Path) -> tuple[Notebook, ...]:
    """Every notebook of docs/analyses, by name."""
    found = sorted((docs / FOLDER).glob(f"*{SUFFIX}"))
    return tuple(Notebook(f"{FOLDER}/{path.name}", path.read_bytes()) for path in found)
