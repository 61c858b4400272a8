"""Runs notebooks, in a process of its own: `python -m evidence.site.notebooks.runner` with its jobs on stdin.

One kernel runs them all, so that libraries are loaded once; names are forgotten between two notebooks. A notebook is
ready when its file stands at the target, and has failed when a file .failed stands there.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from evidence.site.notebooks import output_format
from evidence.site.notebooks.inputs import inputs

_SECONDS_A_CELL = 120
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_OWN = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")


class Kernel:
    """A Python that runs one notebook after another, in the folder of the first; `own` is a folder for its sockets."""

    def __init__(self, folder: str, own: str) -> None:
        self._client = NotebookClient(
            nbformat.v4.new_notebook(),
            kernel_name="python3",
            timeout=_SECONDS_A_CELL,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": folder}},
        )
        manager = self._client.create_kernel_manager()
        manager.transport, manager.ip = "ipc", f"{own}/kernel"  # files, no ports

    def run(self, notebook: Any, page: str) -> str:
        """Run every cell in place; gives what nbclient said of a failure, or nothing."""
        code = f"%reset -f\nimport os\nos.environ['EVIDENCE_PAGE'] = {page!r}\ndel os"
        try:
            for each in (nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), notebook):
                self._client.nb = each
                self._client.execute(cleanup_kc=False)
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def end(self) -> None:
        """Leave nothing behind."""
        self._client._cleanup_kernel()


def main() -> None:
    """Run the jobs on stdin (name, text, folder, page, target), and say on stdout when each is done."""
    asked = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as own:
        # Nothing of a person's own Jupyter plays a part, and nothing is left behind in it.
        os.environ |= {name: own for name in _OWN}
        kernel = None
        for job in asked["jobs"]:
            kernel = kernel or Kernel(job["folder"], own)
            told = _run(job, kernel, asked["inputs"])
            if told:
                kernel.end()
                kernel = None
            print(job["target"], flush=True)
        if kernel:
            kernel.end()


def _run(job: Mapping[str, str], kernel: Kernel, before: str) -> str:
    """Run one notebook and keep what comes of it; gives what went wrong, or nothing."""
    target, name = Path(job["target"]), job["name"]
    notebook = nbformat.reads(job["text"], as_version=4)
    failure = kernel.run(notebook, job["page"])
    told = _told(notebook, name) or (f"{name}: {failure}" if failure else "")
    if not told and inputs(Path(os.environ["EVIDENCE_DATA"]), os.environ) != before:
        told = f"{name}: data or code changed while it ran"
    if told:
        output_format.keep(target.with_suffix(".failed"), told.encode())
    else:
        output_format.keep(target, output_format.written(notebook.cells))
    return told


def _told(notebook: Any, name: str) -> str:
    """The first thing that a cell should not have put out, with the name of the notebook and the number of the cell."""
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", ()):
            if output["output_type"] == "error":
                trace = _COLOURS.sub("", "\n".join(output["traceback"]))
                return f"{name}, cell {number}: {output['ename']}: {output['evalue']}\n{trace}"
            if output.get("name") == "stderr":
                return f"{name}, cell {number}: a cell must not warn: {''.join(output['text']).strip()}"
    return ""


if __name__ == "__main__":
    main()
