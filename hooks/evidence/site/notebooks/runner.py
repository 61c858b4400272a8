"""Runs notebooks, in a process of its own: `python -m evidence.site.notebooks.runner` with its jobs on stdin.

One kernel runs them all, so that libraries are imported once; names are forgotten between two notebooks. A notebook is
ready when its result is in the cache, and has failed when a file KEY.failed is there.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from evidence.site.cache import Cache
from evidence.site.notebooks.notebook import page_source
from evidence.site.notebooks.runs import KIND, code_key

_SECONDS_A_CELL = 120
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_FOLDERS = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")


def main() -> None:
    """Run the jobs on stdin (name, text, folder, page, key), and print the key of each when it is done.

    `folder` is a temporary folder for sockets and settings: nothing of a person's own Jupyter plays a part.
    """
    work = json.load(sys.stdin)
    os.environ |= {name: work["folder"] for name in _FOLDERS}
    cache, jobs = Cache(Path(work["cache"])), work["jobs"]
    while jobs:
        with _kernel(jobs[0]["folder"], work["folder"]) as client:
            failure = ""
            while jobs and not failure:  # a failure may leave anything behind, so the next notebook gets a new kernel
                job = jobs.pop(0)
                cells, failure = _run(client, job)
                if not failure and code_key() != work["code"]:
                    failure = f"{job['name']}: our code changed while it ran"
                if failure:
                    _note(failure, cache.folder / KIND / f"{job['key']}.failed")
                else:
                    cache.put(KIND, job["key"], page_source(cells))
                print(job["key"], flush=True)


def _note(failure: str, file: Path) -> None:
    """Write a file, whole or not at all."""
    part = file.with_suffix(f".{os.getpid()}")
    part.write_text(failure, encoding="utf-8")
    part.replace(file)


@contextmanager
def _kernel(folder: str, sockets: str) -> Iterator[NotebookClient]:
    """A Python that runs notebooks in a folder; its sockets are files, no ports."""
    client = NotebookClient(
        nbformat.v4.new_notebook(),
        kernel_name="python3",
        timeout=_SECONDS_A_CELL,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": folder}},
    )
    manager = client.create_kernel_manager()
    manager.transport, manager.ip = "ipc", f"{sockets}/kernel"
    with client.setup_kernel(cleanup_kc=True):
        yield client


def _run(client: NotebookClient, job: Mapping[str, str]) -> tuple[list[Mapping[str, object]], str]:
    """The cells of a notebook with their output, and why it failed, or nothing."""
    code = f"%reset -f\nimport os\nos.environ['EVIDENCE_PAGE'] = {job['page']!r}\ndel os"
    notebook = nbformat.reads(job["text"], as_version=4)
    error = ""
    try:
        for each in (nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), notebook):
            client.nb = each
            client.execute(cleanup_kc=False)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as found:
        error = f"{job['name']}: {type(found).__name__}: {found}"
    return notebook.cells, _failure(notebook.cells, job["name"]) or error


def _failure(cells: list[Mapping[str, object]], name: str) -> str:
    """The first error or warning that a cell put out, with the name of the notebook and the number of the cell."""
    for number, cell in enumerate(cells, 1):
        outputs = cell.get("outputs", ())
        assert isinstance(outputs, (list, tuple))
        for output in outputs:
            if output["output_type"] == "error":
                trace = _COLOURS.sub("", "\n".join(output["traceback"]))
                return f"{name}, cell {number}: {output['ename']}: {output['evalue']}\n{trace}"
            if output.get("name") == "stderr":
                return f"{name}, cell {number}: a cell must not warn: {''.join(output['text']).strip()}"
    return ""


if __name__ == "__main__":
    main()
