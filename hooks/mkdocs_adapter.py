"""The only file that knows MkDocs: it hands the pages of the evidence over as generated files, and publishes what comes back."""

import gc
import html
import json
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from evidence.model.problems import PENDING, BadData, github_annotations
from evidence.site import content_policy, notebooks
from evidence.site.cache import Cache, code_key
from evidence.site.handwritten import handwritten_pages
from evidence.site.output import Output
from evidence.site.output_directory import OutputDirectory, inputs_key, record
from evidence.site.site import Site
from evidence.site.site_build import SiteBuild, anchors, headings

# What makes a page, besides our code.
LIBRARIES = ("jinja2", "markdown", "mkdocs", "mkdocs-material")
HOOKS = Path(__file__).parent


class _Warnings(logging.Handler):
    """Counts warnings. A strict build with one fails, but MkDocs says so only after all events."""

    count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count one."""
        self.count += 1


class _NotebookFile(File):
    """A notebook, which is a page to MkDocs."""

    def is_documentation_page(self) -> bool:
        """Always."""
        return True


@dataclass
class _Session:
    """What the events of one command share. `build` and `inputs` are those of the current build; the rest stays while
    `mkdocs serve` runs: the last good site with its handwritten pages, and `extras`, the search and cards of the first build.
    """

    serving: bool
    build: SiteBuild = field(init=False)
    inputs: str = ""
    run: notebooks.Notebooks | None = None
    last_good: tuple[Site, Mapping[str, str]] | None = None
    extras: Mapping[str, bytes] = field(default_factory=dict)
    warnings: _Warnings = field(default_factory=lambda: _Warnings(logging.WARNING))

    @property
    def running(self) -> notebooks.Notebooks:
        """The notebooks of the current build."""
        assert self.run
        return self.run

    def discard(self) -> None:
        """End the current build; what it did not publish is removed."""
        logging.getLogger("mkdocs").removeHandler(self.warnings)
        if hasattr(self, "build"):
            self.build.directory.discard()


_session = _Session(serving=False)


def on_startup(command: str, **_: Any) -> None:
    """Begin a command."""
    global _session
    _session = _Session(serving=command == "serve")
    gc.set_threshold(100_000, 20, 100)  # a build makes much and drops little; looking for circles took a fifth of it


def on_shutdown(**_: Any) -> None:
    """Leave nothing running, and no half-made site."""
    if _session.run:
        _session.run.stop()
    _session.discard()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load, check and render everything before MkDocs cleans its output folder: bad data publish nothing."""
    settings, docs = Path(config.config_file_path), Path(config.docs_dir)
    folder = settings.parent / os.environ.get("EVIDENCE_DATA", "data")
    cache = Cache(settings.parent / (os.environ.get("EVIDENCE_CACHE") or ".cache"))
    logging.getLogger("mkdocs").addHandler(_session.warnings)
    _session.warnings.count = 0
    _session.inputs = inputs_key([HOOKS, docs, folder], settings, os.environ, config.strict)
    problems: list[str] = []
    site: Site
    handwritten: Mapping[str, str]
    try:
        site = Site(folder, os.environ, PENDING if _session.serving else ())
        handwritten = site.check(handwritten_pages(docs))
        _session.run = notebooks.start_run(_session.run, docs, folder, cache.folder, os.environ)
        _session.last_good = site, handwritten
    except BadData as bad:
        if not _session.serving or not _session.last_good:
            print(bad, file=sys.stderr, flush=True)
            print(github_annotations(bad.problems, os.environ.get("EVIDENCE_DATA", "data"), os.environ), end="")
            raise Abort("Nothing was published.") from None
        # Printed, not logged: what is logged as an error ends a strict build, and with it what is served.
        print(f"{bad}\nThe last good site stays.", file=sys.stderr)
        problems = list(map(str, bad.problems))
        site, handwritten = _session.last_good
    facts, pending = site.view.evidence.site, list(map(str, site.pending))
    config.extra.update(problems=problems, pending=[] if problems else pending, site=facts)
    config.site_name = escape(facts.name)  # the theme escapes it once more in some places, but not what is marked
    config.site_description = html.escape(facts.description)
    if not _session.serving:
        config.site_url = facts.site_url
    config.theme.static_templates.discard("sitemap.xml")
    config.watch += [str(folder), str(_session.running.watched)]
    directory = OutputDirectory(Path(config.site_dir))
    config.site_dir = str(directory.stage)
    theme = [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
    code = code_key([HOOKS, *theme], LIBRARIES) + settings.read_text(encoding="utf-8")
    shared = repr((_session.serving, config.site_url, problems, pending))
    _session.build = SiteBuild(site, handwritten, directory, cache, json.dumps(config.nav or []), code, shared)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every page that must be made; a handwritten page is never replaced without a word."""
    build, running = _session.build, _session.running
    for output in build.site.pages.values():
        if files.get_file_from_path(output.uri):
            raise Abort(f"docs/{output.uri} has the address of a page that the site generates; rename it")
    for uri in ("sitemap.xml", *running.known):
        if file := files.get_file_from_path(uri):
            files.remove(file)  # MkDocs would list only those pages in the sitemap that it makes now
    for output in build.remaining():
        inclusion = InclusionLevel.INCLUDED if output.uri in build.in_nav else InclusionLevel.NOT_IN_NAV
        content = "" if output.is_page else output.content
        files.append(File.generated(config, output.uri, content=content, inclusion=inclusion))
    for uri, notebook in running.known.items():
        files.append(File.generated(config, notebook.download, content=notebook.raw))
        files.append(_NotebookFile.generated(config, uri, content=""))
    return files


def on_pre_page(page: Page, **_: Any) -> Page:
    """Link the edit button of a page to the file and line that state it; in a build, wait for the output of a notebook."""
    uri, running, site = page.file.src_uri, _session.running, _session.build.site
    state = (running.show(uri) if _session.serving else running.wait(uri)) if uri in running.known else None
    if state is notebooks.State.FAILED:
        failure = running.failure(uri)
        if not _session.serving:
            print(failure, file=sys.stderr)
            raise Abort("Nothing was published.")
        print(failure.partition("\n")[0], file=sys.stderr)  # its page shows the rest
    page.edit_url = site.edit_address(site.pages.get(uri) or Output(uri, "", edit=f"docs/{uri}"))
    return page


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """While the data are broken, a handwritten page stays as it was when all was well."""
    uri = page.file.src_uri
    return _session.build.handwritten.get(uri) if config.extra["problems"] and uri.endswith(".md") else None


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Fill in the markers of a handwritten page; a generated one and a notebook have no Markdown."""
    if page.parent is None:
        page.meta["hide"] = ["navigation"]
    return _session.build.site.fill(markdown, page.file.src_uri) if markdown else ""


def on_page_content(content: str, page: Page, **_: Any) -> str:
    """The HTML of a page: of a generated one as it is made of the evidence, of any other with its version at the end."""
    uri, site = page.file.src_uri, _session.build.site
    output = site.pages.get(uri) or _handwritten(content, page)
    html = str(output.content)
    page.toc = get_toc(headings(html))
    page.present_anchor_ids = anchors(html)
    head, ends = _session.build.around(output)
    page.meta.update({"title": escape(output.title), "description": escape(output.description), "head": head, **ends})
    return site.with_charts(html)


def _handwritten(content: str, page: Page) -> Output:
    """A handwritten page or notebook, as the evidence package knows it."""
    uri, build = page.file.src_uri, _session.build
    if notebook := _session.running.known.get(uri):
        content, title, about = _session.running.html(uri), notebook.title, notebook.description
    else:
        title, about = str(page.meta.get("title") or page.title), str(page.meta.get("description") or "")
    day = build.site.version(uri, page.markdown or "")
    output = Output(uri, content + build.site.foot(uri, day), title, about, f"docs/{uri}", day)
    build.others[uri] = output
    return output


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Put the policy into the page; `mkdocs serve` adds a script of its own, which the policy would stop."""
    finished = output if _session.serving else content_policy.with_policy(output)
    _session.build.keep(page.file.src_uri, finished)
    return finished


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """The same for the page that answers where there is none."""
    guarded = template_name == "404.html" and not _session.serving
    return content_policy.with_policy(output_content) if guarded else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Publish. A strict build with a warning does not: MkDocs ends it after this event."""
    if not (config.strict and _session.warnings.count):
        with_search = os.environ.get("EVIDENCE_SEARCH") != "no"
        _session.build.publish(_session.extras, with_search)
        if _session.serving:
            _session.extras = _session.build.extras
        else:
            record(_session.build.directory.folder, _session.inputs, _session.build.cache)
    _session.discard()


def on_build_error(**_: Any) -> None:
    """Leave the site as it was."""
    _session.discard()
