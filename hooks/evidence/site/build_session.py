"""What one command of a site generator builds: one site, or one after another while it serves."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evidence.model.problems import PENDING, BadData, github_annotations
from evidence.site.cache import Cache, code_key
from evidence.site.handwritten import handwritten_pages
from evidence.site.notebooks import Notebooks, State, notebooks, start_run
from evidence.site.output import Output
from evidence.site.output_directory import OutputDirectory, inputs_key, record
from evidence.site.site import Site
from evidence.site.site_build import SiteBuild

HOOKS = Path(__file__).parents[2]
# What makes a page, besides our code.
LIBRARIES = ("jinja2", "markdown", "mkdocs", "mkdocs-material")


@dataclass(frozen=True)
class Project:
    """What a site is built from and to: the file of settings, the folder of handwritten pages, folders with templates of the
    theme, the folder of the site, the navigation (which names pages by their uris), the address of the site.
    """

    settings: Path
    docs: Path
    templates: tuple[Path, ...]
    output: Path
    navigation: object
    address: str
    is_strict: bool

    def data(self, environ: Mapping[str, str]) -> Path:
        """The data folder."""
        return self.settings.parent / environ.get("EVIDENCE_DATA", "data")

    def cache(self, environ: Mapping[str, str]) -> Cache:
        """The cache."""
        return Cache(self.settings.parent / (environ.get("EVIDENCE_CACHE") or ".cache"))


@dataclass(frozen=True)
class _Loaded:
    """A site that was checked, its handwritten pages (uri -> text) and its notebooks."""

    site: Site
    handwritten: Mapping[str, str]
    notebooks: Notebooks


class BuildSession:
    """The builds of one command. While it serves, a build of bad data shows the last good site, and search and cards are
    those of the first build. `problems` and `pending` are what is wrong with the data, as text for the pages.
    """

    def __init__(self, environ: Mapping[str, str], is_serving: bool) -> None:
        self.environ, self.is_serving = environ, is_serving
        self.problems: list[str] = []
        self.pending: list[str] = []
        self._loaded: _Loaded | None = None
        self._build: SiteBuild | None = None
        self._extras: Mapping[str, bytes] = {}
        self._inputs = ""

    @property
    def build(self) -> SiteBuild:
        """The current build. Raises RuntimeError where none was begun."""
        if self._build is None:
            raise RuntimeError("no build was begun")
        return self._build

    @property
    def notebooks(self) -> Notebooks:
        """The notebooks of the current build. Raises RuntimeError where none was begun."""
        if self._loaded is None:
            raise RuntimeError("no build was begun")
        return self._loaded.notebooks

    def begin(self, project: Project) -> None:
        """Load, check and render a site; its notebooks begin to run. What an earlier build did not publish is removed.

        What is wrong with the data is printed. Raises BadData where there is nothing to show; where there is, the last good
        site is shown instead.
        """
        self._discard()
        folder, cache = project.data(self.environ), project.cache(self.environ)
        # Hashed before anything is read: what changes meanwhile is made anew by the next command.
        self._inputs = inputs_key([HOOKS, project.docs, folder], project.settings, self.environ, project.is_strict)
        bad = None
        try:
            loaded = self._loaded = self._load(project.docs, folder, cache)
        except BadData as found:
            print(found, file=sys.stderr, flush=True)
            if not self.is_serving or self._loaded is None:
                print(
                    github_annotations(found.problems, self.environ.get("EVIDENCE_DATA", "data"), self.environ), end=""
                )
                raise
            print("The last good site stays.", file=sys.stderr)
            loaded, bad = self._loaded, found
        self.problems = [str(problem) for problem in bad.problems] if bad else []
        self.pending = [] if bad else [str(problem) for problem in loaded.site.pending]
        code = code_key([HOOKS, *project.templates], LIBRARIES) + project.settings.read_text(encoding="utf-8")
        shared = repr((self.is_serving, project.address, self.problems, self.pending))
        directory, navigation = OutputDirectory(project.output), json.dumps(project.navigation)
        self._build = SiteBuild(loaded.site, loaded.handwritten, directory, cache, navigation, code, shared)

    def _load(self, docs: Path, folder: Path, cache: Cache) -> _Loaded:
        """The site and notebooks of the same bytes: what is edited while it is read is read again."""
        while True:
            running = Notebooks(notebooks(docs), docs, folder, cache.folder, self.environ)
            site = Site(folder, self.environ, PENDING if self.is_serving else ())
            if running.is_of(folder):
                break
        handwritten = site.check(handwritten_pages(docs))
        return _Loaded(site, handwritten, start_run(self._loaded.notebooks if self._loaded else None, running))

    def output(self, uri: str, converted: str, markdown: str, title: str, description: str) -> Output:
        """A page by its uri: a generated one, or a handwritten one or notebook, given as the generator converted it."""
        build, running = self.build, self.notebooks
        if generated := build.site.pages.get(uri):
            return generated
        if notebook := running.known.get(uri):
            converted, title, description = running.html(uri), notebook.title, notebook.description
            converted = build.site.with_moves(uri, converted)
        return build.handwritten_output(uri, converted, markdown, title, description)

    def is_presentable(self, uri: str) -> bool:
        """Whether a page can be published as far as it is; waits for the output of a notebook, and prints why one failed. While
        serving, its page says how far it is, and why it failed.
        """
        running = self.notebooks
        if uri not in running.known:
            return True
        state = running.show(uri) if self.is_serving else running.wait(uri)
        if state is State.FAILED:
            failure = running.failure(uri)
            print(failure.partition("\n")[0] if self.is_serving else failure, file=sys.stderr)
        return self.is_serving or state is not State.FAILED

    def publish(self) -> None:
        """Replace the site, and note what it was made from."""
        self.build.publish(self._extras, with_search=self.environ.get("EVIDENCE_SEARCH") != "no")
        if self.is_serving:
            self._extras = self.build.extras
        else:
            record(self.build.directory.folder, self._inputs, self.build.cache)

    def _discard(self) -> None:
        """Remove what the current build did not publish."""
        if self._build:
            self._build.directory.discard()

    def stop(self) -> None:
        """End the command: nothing goes on running."""
        if self._loaded:
            self._loaded.notebooks.stop()
        self._discard()
