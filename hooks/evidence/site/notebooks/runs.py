"""The notebooks of one build: run in a process of their own, their output cached under everything that it depends on."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory

from evidence.loading.folder import site_overrides
from evidence.loading.folder_rules import Folder
from evidence.site.cache import Cache, key_of
from evidence.site.notebooks.conversion import to_html
from evidence.site.notebooks.notebook import Notebook, page_source_without_output
from evidence.site.progress import Part

PACKAGE = Path(__file__).parents[2]
# What NotebookApi leaves out of the evidence, so that a change of it runs nothing again.
UNSEEN = ("prose/", "addresses.txt", "README.md")
# The code that a notebook can import, and the templates that render its output; a test compares it with what is imported.
CODE = (
    *(f"{room}/**/*.py" for room in ("model", "loading", "analysis", "checks", "charts", "site/notebooks")),
    *(
        "*.py",
        "site/*.py",
        "commands/__init__.py",
        "commands/frames.py",
        "site/pages/_*.jinja",
        "site/notebooks/**/*.jinja",
        "site/notebooks/**/*.j2",
    ),
)
KIND = "notebooks"  # of results in the cache


class State(Enum):
    """How far a notebook is."""

    READY = "ready"
    RUNNING = "running"
    FAILED = "failed"
    OFF = "off"


class Notebooks:
    """The notebooks of one build, by uri. Those whose output is not cached run in one process, one after another.

    They read a copy of the data, made when this object is: an edit of `data` reaches the next build alone. `docs` and
    `data` are folders, `cache` is the folder of the cache; `environ` is the environment of the notebooks. With
    EVIDENCE_NOTEBOOKS=off none is run, and the pages say so.
    """

    def __init__(
        self, known: Iterable[Notebook], docs: Path, data: Path, cache: Path, environ: Mapping[str, str]
    ) -> None:
        self.known = {notebook.uri: notebook for notebook in known}
        self.shown: dict[str, bytes] = {}  # uri -> the notebook file with what its page shows
        self.watched = cache.resolve() / KIND
        self._docs, self._cache, self._environ = docs.resolve(), Cache(cache.resolve()), environ
        self._data = data_files(data)
        made_from = made_from_key(self._data, environ)
        self._keys = {uri: key_of(made_from, notebook.raw) for uri, notebook in self.known.items()}
        self.key = key_of(made_from, *self._keys.values())
        self._is_off = environ.get("EVIDENCE_NOTEBOOKS") == "off"
        self._process: subprocess.Popen[str] | None = None
        self._log = ""
        self._part = Part("Notebooks", len(self.known))
        self.watched.mkdir(parents=True, exist_ok=True)

    def is_of(self, data: Path) -> bool:
        """Whether a data folder has the bytes that were copied when this object was made."""
        return data_files(data) == self._data

    def start(self) -> None:
        """Begin to run what is not cached; returns at once. What failed in an earlier build is tried again."""
        missing = [uri for uri in self.known if self._state(uri) in (State.RUNNING, State.FAILED)]
        self._part = Part("Notebooks", len(missing))
        if not missing:
            return
        for uri in missing:
            self._failure_file(uri).unlink(missing_ok=True)
        self._folder = TemporaryDirectory(prefix="notebooks-", ignore_cleanup_errors=True)
        data = Path(self._folder.name) / "data"
        for name, content in self._data.items():
            (data / name).parent.mkdir(parents=True, exist_ok=True)
            (data / name).write_bytes(content)
        own = {"EVIDENCE_DATA": str(data), "PYTHONPATH": str(PACKAGE.parent), "PYTHONHASHSEED": "0"}
        command = [sys.executable, "-m", "evidence.site.notebooks.runner"]
        with self._log_file.open("w") as log:
            self._process = subprocess.Popen(
                command,
                env={**self._environ, **own},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        jobs = [
            {
                "name": f"docs/{uri}",
                "text": self.known[uri].raw.decode("utf-8"),
                "folder": str((self._docs / uri).parent),
                "page": self.known[uri].page,
                "key": self._keys[uri],
            }
            for uri in missing
        ]
        work = {"jobs": jobs, "folder": self._folder.name, "cache": str(self._cache.folder), "code": code_key()}
        assert self._process.stdin
        with self._process.stdin as stdin:
            json.dump(work, stdin)

    def stop(self) -> None:
        """End what is still running; a kernel ends with its runner."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._log = self._log_file.read_text(encoding="utf-8") if self._log_file.is_file() else self._log
            self._folder.cleanup()

    def show(self, uri: str) -> State:
        """Note in `shown` how a page shows a notebook now: with its output, or with the reason for having none; gives its
        state.
        """
        state = self._state(uri)
        source = self._cache.get(KIND, self._keys[uri]) if state is State.READY else None
        if source is None:
            reason = self.failure(uri) if state is State.FAILED else ""
            source = page_source_without_output(self.known[uri], state.value, reason)
        self.shown[uri] = source
        return state

    def html(self, uri: str) -> str:
        """The content of the page of a notebook, as it was last shown."""
        return to_html(Path(uri).name, self.shown[uri], self._cache)

    def wait(self, uri: str) -> State:
        """Wait until a notebook is ready or has failed, then `show` it."""
        while self._state(uri) is State.RUNNING and self._process and self._process.stdout:
            if not self._process.stdout.readline():
                self._process.wait()
                break
            self._part.step()
        if not any(self._state(each) is State.RUNNING for each in self.known):
            self._part.end()
            self.stop()
        return self.show(uri)

    def failure(self, uri: str) -> str:
        """Why a notebook failed: a first line with its name, the cell and the error, then the message of Python."""
        file = self._failure_file(uri)
        if file.is_file():
            return file.read_text(encoding="utf-8")
        if self._process and self._process.poll() is not None:
            self.stop()  # which reads what it printed last
        return f"docs/{uri}: its process ended before it was run\n{self._log}".rstrip()

    def _state(self, uri: str) -> State:
        if self._is_off:
            return State.OFF
        if self._cache.get(KIND, self._keys[uri]) is not None:
            return State.READY
        has_ended = self._process is not None and self._process.poll() is not None
        return State.FAILED if self._failure_file(uri).is_file() or has_ended else State.RUNNING

    @property
    def _log_file(self) -> Path:
        return Path(self._folder.name) / "log"

    def _failure_file(self, uri: str) -> Path:
        return self.watched / f"{self._keys[uri]}.failed"


def start_run(before: Notebooks | None, made: Notebooks) -> Notebooks:
    """The notebooks of a build, started; those of the build before go on where they run for the same."""
    if before and before.key == made.key:
        return before
    if before:
        before.stop()
    made.start()
    return made


def data_files(data: Path) -> Mapping[str, bytes]:
    """Name -> content of each file of a data folder that a notebook can see."""
    names = sorted(name for name in Folder.of(data).files if not name.startswith(UNSEEN))
    return {name: (data / name).read_bytes() for name in names}


def made_from_key(data: Mapping[str, bytes], environ: Mapping[str, str]) -> str:
    """The hash of all that the output of every notebook depends on: data, overrides, code, libraries, Python."""
    parts = [part for name, content in data.items() for part in (name.encode(), content)]
    installed = sorted({path.name for folder in set(sys.path) for path in Path(folder).glob("*.dist-info")})
    return key_of(code_key(), sys.version, *installed, json.dumps(site_overrides(environ), sort_keys=True), *parts)


def code_key() -> str:
    """The hash of `code_files` as they are now."""
    return key_of(*(part for name, path in code_files().items() for part in (name.encode(), path.read_bytes())))


def code_files() -> Mapping[str, Path]:
    """Name below the package -> file: our code that a notebook can import, and the templates of its output."""
    found = {path for pattern in CODE for path in PACKAGE.glob(pattern)}
    return {path.relative_to(PACKAGE).as_posix(): path for path in sorted(found)}
