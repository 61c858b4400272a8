"""A notebook as a file: read as text from docs/, and written with its output as its page needs it. Nothing is run here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from evidence.model import links

FOLDER = "analyses"
SUFFIX = ".ipynb"
# Marks output that NotebookApi rendered from a template; all other output is shown as plain text.
RENDERED = "evidence"
# State of a notebook without output -> the note on its page.
NOT_RUN = {
    "off": "This notebook was not run in this build, so the page shows its words and its code without any result.",
    "running": "This notebook is being run. Its results appear here as soon as they are there.",
    "failed": "This notebook could not be run; no result is shown.",
}
_TITLE = re.compile(r"\A# (?P<title>[^\n]+)\n+(?P<lead>(?:[^\n#][^\n]*\n?)+)")
_TITLE_LINE = re.compile(r"\A# [^\n]*\n+")
_HEADING = re.compile(r"^(#{2,6}) +(.+?) *$")
_KIND = re.compile(r'^   "cell_type": "(\w+)"')
_LINE = re.compile(r'^    (".*"),?$')


@dataclass(frozen=True)
class Notebook:
    """One notebook. `uri` is its path below docs/, `raw` the bytes of its file."""

    uri: str
    raw: bytes

    @cached_property
    def cells(self) -> tuple[Mapping[str, Any], ...]:
        """Its cells, as in the file; the source of a cell is a list of lines."""
        return tuple(json.loads(self.raw)["cells"])

    @property
    def page(self) -> str:
        """The address of its page."""
        return links.address("analysis", Path(self.uri).stem)

    @property
    def download(self) -> str:
        """The address of the notebook as a file."""
        return links.address("notebook-file", Path(self.uri).stem)

    @cached_property
    def _head(self) -> re.Match[str]:
        found = _TITLE.match("".join(self.cells[0]["source"])) if self.cells else None
        if not found:
            raise ValueError(f"docs/{self.uri} must begin with a heading and a paragraph that says what it is about")
        return found

    @property
    def title(self) -> str:
        """Its first heading. Raises ValueError where the notebook does not begin with one."""
        return self._head["title"].strip()

    @property
    def description(self) -> str:
        """Its first paragraph. Raises ValueError where there is none."""
        return " ".join(self._head["lead"].split())

    @cached_property
    def text(self) -> str:
        """Its Markdown with the anchors of its headings, on the same lines as in the file."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        kind = ""
        for line in self.raw.decode("utf-8").splitlines():
            if found := _KIND.match(line):
                kind = found[1]
            source = _LINE.match(line)
            text = json.loads(source[1]).rstrip("\n") if source and kind == "markdown" else ""
            heading = _HEADING.match(text)
            yield f"{text} {{#{anchor(heading[2])}}}" if heading else text


def anchor(heading: str) -> str:
    """The anchor that mkdocs-jupyter gives to a heading."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


def notebooks(docs: Path) -> tuple[Notebook, ...]:
    """Every notebook of docs/analyses, by name."""
    found = sorted((docs / FOLDER).glob(f"*{SUFFIX}"))
    return tuple(Notebook(f"{FOLDER}/{path.name}", path.read_bytes()) for path in found)


def page_source(cells: Iterable[Mapping[str, Any]]) -> bytes:
    """The notebook file that mkdocs-jupyter converts, without the title, which the page has already.

    The same cells give the same bytes.
    """
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = [_cell(cell, number) for number, cell in enumerate(cells)]
    notebook = {"cells": made, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def page_source_without_output(notebook: Notebook, state: str, failure: str = "") -> bytes:
    """The same without output; a note gives the reason (a key of NOT_RUN), and the message of Python where it failed."""
    first, *others = notebook.cells
    trace = "\n\n" + "\n".join(f"    {line}" for line in failure.splitlines()) if failure else ""
    return page_source([first, {"cell_type": "markdown", "source": f"**{NOT_RUN[state]}**{trace}"}, *others])


def _cell(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    source = "".join(cell["source"])
    if number == 0:
        source = _TITLE_LINE.sub("", source)
    made: dict[str, Any] = {"cell_type": cell["cell_type"], "id": f"cell-{number}", "metadata": {}, "source": source}
    if cell["cell_type"] == "code":
        made |= {"execution_count": None, "outputs": [_output(each) for each in cell.get("outputs", ())]}
    return made


def _output(output: Mapping[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        return {"name": "stdout", "output_type": "stream", "text": "".join(output["text"])}
    shown = "text/html" if output["metadata"].get(RENDERED) else "text/plain"
    return {"data": {shown: output["data"][shown]}, "metadata": {}, "output_type": "display_data"}
