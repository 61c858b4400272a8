"""Notebooks as run, kept by everything that went in: notebook, data, code, libraries. What is stale is never found."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cached_property
from pathlib import Path

from evidence.site.notebooks import output_format
from evidence.site.notebooks.files import Notebook, notebooks
from evidence.site.notebooks.inputs import PACKAGE, inputs
from evidence.site.progress import Part

_RUNNER = "evidence.site.notebooks.runner"


class State(Enum):
    """How far a notebook is."""

    READY = "ready"
    RUNNING = "running"
    FAILED = "failed"
    OFF = "off"


class Notebooks:
    """The notebooks of one build. Those whose output is not kept are run in a process of its own, all in one go.

    `docs` and `data` are folders, `cache` the folder for what is kept; `environ` is handed to the notebooks. With
    EVIDENCE_NOTEBOOKS=off none is run, and the pages say so.
    """

    def __init__(
        self, known: Iterable[Notebook], docs: Path, data: Path, cache: Path, environ: Mapping[str, str]
    ) -> None:
        self.known = {notebook.uri: notebook for notebook in known}
        self._docs, self._data, self._cache = docs.resolve(), data.resolve(), cache.resolve() / "notebooks"
        self._environ = environ
        self._process: subprocess.Popen[str] | None = None
        self._part = Part("Notebooks", len(self.known))

    def start(self) -> None:
        """Begin to run what is not kept; returns at once. What failed before is tried again."""
        missing = [
            notebook for notebook in self.known.values() if not self._is_off and not self._path(notebook).is_file()
        ]
        self._part = Part("Notebooks", len(missing))
        for notebook in missing:
            self._failure(notebook).unlink(missing_ok=True)
        if not missing:
            return
        own = {"EVIDENCE_DATA": str(self._data), "PYTHONPATH": str(PACKAGE.parent), "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", _RUNNER]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with (self.watched / f"{self.key[:32]}.log").open("w") as said:
            self._process = subprocess.Popen(command, env={**self._environ, **own}, stderr=said, text=True, **pipes)
        assert self._process.stdin
        with self._process.stdin as stdin:
            json.dump({"inputs": self._inputs, "jobs": [self._job(notebook) for notebook in missing]}, stdin)

    def _job(self, notebook: Notebook) -> dict[str, str]:
        return {
            "name": f"docs/{notebook.uri}",
            "text": notebook.raw.decode("utf-8"),
            "folder": str((self._docs / notebook.uri).parent),
            "page": notebook.page,
            "target": str(self._path(notebook)),
        }

    def stop(self) -> None:
        """End what is still running."""
        if self._process:
            self._process.terminate()
            self._process.wait()

    def state(self, uri: str) -> State:
        """How far a notebook is, without waiting."""
        notebook = self.known[uri]
        if self._is_off:
            return State.OFF
        if self._path(notebook).is_file():
            return State.READY
        return State.FAILED if self._failure(notebook).is_file() else State.RUNNING

    def wait(self, uri: str) -> State:
        """Wait until a notebook is ready or has failed."""
        while (found := self.state(uri)) is State.RUNNING:
            if self._process is None or self._process.stdout is None or not self._process.stdout.readline():
                found = self.state(uri)
                break
            self._part.step()
        if not any(self.state(each) is State.RUNNING for each in self.known):
            self._part.end()
        return State.FAILED if found is State.RUNNING else found

    def failure(self, uri: str) -> str:
        """Why a notebook failed: its name, the cell, and what Python said."""
        path = self._failure(self.known[uri])
        if path.is_file():
            return path.read_text(encoding="utf-8")
        said = self._cache / f"{self.key[:32]}.log"
        return f"docs/{uri}: its process ended before it was run\n{said.read_text(encoding='utf-8')}".rstrip()

    def folder(self, uri: str, at_once: bool) -> Path:
        """The folder below which mkdocs-jupyter finds a notebook: as run, perhaps only after `wait`.

        Where it must be there `at_once`, or is not to be run at all, it is there with words that say why it has no output.
        """
        notebook, state = self.known[uri], self.state(uri)
        if state is State.READY or not (at_once or state is State.OFF):
            return self._path(notebook).parents[1]
        content = output_format.unrun(notebook.raw, state.value, self.failure(uri) if state is State.FAILED else "")
        folder = self._cache / hashlib.sha256(content).hexdigest()[:32]
        if not (folder / uri).is_file():
            output_format.keep(folder / uri, content)
        return folder

    @property
    def watched(self) -> Path:
        """The folder in which output appears."""
        self._cache.mkdir(parents=True, exist_ok=True)
        return self._cache

    @cached_property
    def key(self) -> str:
        """A hash of everything that these notebooks and their output depend on."""
        texts = b"".join(notebook.raw for notebook in self.known.values())
        return hashlib.sha256(self._inputs.encode() + texts).hexdigest()

    @property
    def _is_off(self) -> bool:
        return self._environ.get("EVIDENCE_NOTEBOOKS") == "off"

    @cached_property
    def _inputs(self) -> str:
        return inputs(self._data, self._environ)

    def _path(self, notebook: Notebook) -> Path:
        """Where the notebook as run is kept."""
        return self._cache / hashlib.sha256(self._inputs.encode() + notebook.raw).hexdigest()[:32] / notebook.uri

    def _failure(self, notebook: Notebook) -> Path:
        return self._path(notebook).with_suffix(".failed")


def begun(before: Notebooks | None, docs: Path, data: Path, cache: Path, environ: Mapping[str, str]) -> Notebooks:
    """The notebooks of a build, begun to run; where those of the build before run for the same, they go on."""
    made = Notebooks(notebooks(docs), docs, data, cache, environ)
    if before and before.key == made.key:
        return before
    if before:
        before.stop()
    made.start()
    return made
