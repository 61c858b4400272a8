"""How a notebook is written down for its page: its title stands above it, and what it put out is as our template wants it."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

# Output that carries this mark was written by `desk` through a template; all other output is shown as plain text.
OURS = "evidence"
NOT_RUN = {
    "off": "This notebook was not run in this build, so the page shows its words and its code without any result.",
    "running": "This notebook is being run. Its results appear here as soon as they are there.",
    "failed": "This notebook could not be run; no result is shown.",
}
_TITLE = re.compile(r"\A# [^\n]*\n+")


def written(cells: Iterable[Mapping[str, Any]]) -> bytes:
    """The notebook with these cells, as mkdocs-jupyter reads it; the same cells give the same bytes."""
    kept = [_cell(cell, number) for number, cell in enumerate(cells)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": kept, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def unrun(raw: bytes, why: str, told: str = "") -> bytes:
    """The notebook without output, with the reason where the output would begin; `told` is what Python said."""
    first, *others = json.loads(raw)["cells"]
    note = f"**{NOT_RUN[why]}**" + ("\n\n" + "\n".join(f"    {line}" for line in told.splitlines()) if told else "")
    return written([first, {"cell_type": "markdown", "source": note}, *others])


def keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, whoever else writes it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).replace(path)


def _cell(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    source = "".join(cell["source"])
    if number == 0:
        source = _TITLE.sub("", source)
    made: dict[str, Any] = {"cell_type": cell["cell_type"], "id": f"cell-{number}", "metadata": {}, "source": source}
    if cell["cell_type"] == "code":
        made |= {"execution_count": None, "outputs": [_output(each) for each in cell.get("outputs", ())]}
    return made


def _output(output: Mapping[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        return {"name": "stdout", "output_type": "stream", "text": "".join(output["text"])}
    shown = "text/html" if output["metadata"].get(OURS) else "text/plain"
    return {"data": {shown: output["data"][shown]}, "metadata": {}, "output_type": "display_data"}
