"""The only file that knows MkDocs: it hands the pages of the evidence over as generated files, and publishes what comes back."""

import gc
import html
import logging
import os
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from evidence.model.problems import BadData
from evidence.site import content_policy
from evidence.site.build_session import BuildSession, Project
from evidence.site.site_build import anchors, headings

# Where the theme has its style sheets, whose names change with its version (docs/decisions/0005-page.md).
_THEME_STYLES = "assets/stylesheets/"


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


_session = BuildSession(os.environ, is_serving=False)
_warnings = _Warnings(logging.WARNING)


def on_startup(command: str, **_: Any) -> None:
    """Begin a command."""
    global _session
    _session = BuildSession(os.environ, is_serving=command == "serve")
    logging.getLogger("mkdocs").addHandler(_warnings)
    gc.set_threshold(100_000, 20, 100)  # a build makes much and drops little; looking for circles took a fifth of it


def on_shutdown(**_: Any) -> None:
    """Leave nothing running, and no half-made site."""
    logging.getLogger("mkdocs").removeHandler(_warnings)
    _session.stop()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Load, check and render everything before MkDocs cleans its output folder: bad data publish nothing."""
    _warnings.count = 0
    _begin(config)
    evidence = _session.build.site.view.evidence
    site = evidence.site
    config.extra.update(problems=_session.problems, pending=_session.pending, site=site, version=evidence.version)
    config.site_name = escape(site.name)  # the theme escapes it once more in some places, but not what is marked
    config.site_description = html.escape(site.description)
    config.site_url = config.site_url if _session.is_serving else site.site_url
    config.site_dir = str(_session.build.directory.stage)
    config.theme.static_templates.discard("sitemap.xml")
    config.watch += [str(_session.build.site.folder), str(_session.notebooks.watched)]
    return config


def _begin(config: MkDocsConfig) -> None:
    """Begin a build, or end the command where there is nothing to show."""
    settings, docs, output = Path(config.config_file_path), Path(config.docs_dir), Path(config.site_dir)
    templates = (Path(config.theme.custom_dir),) if config.theme.custom_dir else ()
    project = Project(settings, docs, templates, output, config.nav or [], config.site_url or "", config.strict)
    try:
        _session.begin(project)
    except BadData:
        raise Abort("Nothing was published.") from None


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every page that must be made; a handwritten page is never replaced without a word."""
    build, known = _session.build, _session.notebooks.known
    for uri in build.site.pages:
        if files.get_file_from_path(uri):
            raise Abort(f"docs/{uri} has the address of a page that the site generates; rename it")
    for uri in ("sitemap.xml", *known):
        if file := files.get_file_from_path(uri):
            files.remove(file)  # MkDocs would list only those pages in the sitemap that it makes now
    for output in build.remaining():
        inclusion = InclusionLevel.INCLUDED if output.uri in build.in_nav else InclusionLevel.NOT_IN_NAV
        content = "" if output.is_page else output.content
        files.append(File.generated(config, output.uri, content=content, inclusion=inclusion))
    for uri, notebook in known.items():
        files.append(File.generated(config, notebook.download, content=notebook.raw))
        files.append(_NotebookFile.generated(config, uri, content=""))
    styles = (file.src_uri for file in files.css_files())
    config.extra["theme_styles"] = sorted(uri for uri in styles if uri.startswith(_THEME_STYLES))
    return files


def on_pre_page(page: Page, **_: Any) -> Page:
    """Link the edit button of a page to the file and line that state it; in a build, wait for the output of a notebook."""
    if not _session.is_presentable(page.file.src_uri):
        raise Abort("Nothing was published.")
    page.edit_url = _session.build.edit_address(page.file.src_uri)
    return page


def on_page_read_source(page: Page, **_: Any) -> str | None:
    """While the data are broken, a handwritten page stays as it was when all was well."""
    uri = page.file.src_uri
    return _session.build.handwritten.get(uri) if _session.problems and uri.endswith(".md") else None


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Fill in the markers of a handwritten page; a generated one and a notebook have no Markdown."""
    if page.parent is None:
        page.meta["hide"] = ["navigation"]
    return _session.build.site.fill(markdown, page.file.src_uri) if markdown else ""


def on_page_content(content: str, page: Page, **_: Any) -> str:
    """The HTML of a page: of a generated one as it is made of the evidence, of any other with its version at the end."""
    title, description = str(page.meta.get("title") or page.title), str(page.meta.get("description") or "")
    output = _session.output(page.file.src_uri, content, page.markdown or "", title, description)
    made = str(output.content)
    page.toc, page.present_anchor_ids = get_toc(headings(made)), anchors(made)
    head, ends = _session.build.around(output)
    page.meta.update({"title": escape(output.title), "description": escape(output.description), "head": head, **ends})
    return _session.build.site.with_charts(made)


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Put the policy into the page; `mkdocs serve` adds a script of its own, which the policy would stop."""
    finished = output if _session.is_serving else content_policy.with_policy(output)
    _session.build.keep(page.file.src_uri, finished)
    return finished


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """The same for the page that answers where there is none."""
    has_policy = template_name == "404.html" and not _session.is_serving
    return content_policy.with_policy(output_content) if has_policy else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Publish. A strict build with a warning does not: MkDocs ends it after this event."""
    if not (config.strict and _warnings.count):
        _session.publish()
