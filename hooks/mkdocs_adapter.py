"""The only file that knows MkDocs: it reads the evidence, hands its pages over as virtual files, and nothing else."""

from __future__ import annotations

import html
import os
import sys
from pathlib import Path
from typing import Any

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from evidence import notebooks, policy, search
from evidence.output import Output
from evidence.problems import BadData, github_lines
from evidence.site import Site, written


class _State:
    """What must outlive one build while `mkdocs serve` runs: the last good site."""

    serving = False
    site: Site | None = None
    outputs: dict[str, Output] = {}
    by_people: dict[str, str] = {}
    pages: list[search.Written] = []
    cited: list[Output] = []
    notebooks: notebooks.Notebooks | None = None


def on_startup(command: str, **_: Any) -> None:
    """Remember whether a reader is watching."""
    _State.serving = command == "serve"
    os.environ.update(notebooks.CONFIGURATION)
    notebooks.tame()


def on_shutdown(**_: Any) -> None:
    """Leave nothing running behind."""
    if _State.notebooks:
        _State.notebooks.stop()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read, check and render everything before MkDocs cleans its output folder: bad data publish nothing."""
    root = Path(config.config_file_path).parent
    folder = root / os.environ.get("EVIDENCE_DATA", "data")
    config.extra["problems"] = []
    _State.pages = []
    _State.cited = []
    try:
        site = Site(folder, os.environ)
        outputs = {output.uri: output for output in site.outputs}
        by_people = written(Path(config.docs_dir))
        site.check_written(by_people)
        site.check_addresses(by_people)
        _State.site, _State.outputs, _State.by_people = site, outputs, dict(by_people)
        _run_notebooks(config, folder)
    except BadData as bad:
        if not (_State.serving and _State.site):
            print(bad, file=sys.stderr)
            if os.environ.get("GITHUB_ACTIONS") == "true":
                print(github_lines(bad.problems, os.environ.get("EVIDENCE_DATA", "data")))
            raise Abort("Nothing was published.") from None
        # Printed, not logged: what is logged as an error ends a strict build, and with it what is served.
        print(f"{bad}\nThe last good site stays.", file=sys.stderr)
        config.extra["problems"] = [html.escape(str(problem)) for problem in bad.problems]
    facts = _State.site.view.evidence.site
    config.site_name = escape(facts.name)  # the theme escapes it once more in some places, but not what is marked
    config.site_description = html.escape(facts.description)
    if not _State.serving:
        config.site_url = facts.site_url
    config.extra["site"] = facts
    config.watch.append(str(folder))
    return config


def _run_notebooks(config: MkDocsConfig, folder: Path) -> None:
    """Begin to run the notebooks whose output is not kept; those that run for the same data already go on."""
    docs = Path(config.docs_dir)
    made = notebooks.Notebooks(notebooks.notebooks(docs), docs, folder, _cache(config), os.environ)
    if _State.notebooks is None or made.key != _State.notebooks.key:
        on_shutdown()
        made.start()
        _State.notebooks = made
    if _State.serving:
        config.watch.append(str(made.watched))


def _cache(config: MkDocsConfig) -> Path:
    """The folder for what is kept between builds."""
    return Path(config.config_file_path).parent / os.environ.get("EVIDENCE_CACHE", ".cache")


# Before mkdocs-jupyter looks for notebooks.
@event_priority(50)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every generated page and file; a page that people wrote is never replaced in silence."""
    named = set(_named(config.nav or []))
    for output in _State.outputs.values():
        if files.get_file_from_path(output.uri):
            raise Abort(f"docs/{output.uri} stands where the site generates a page; rename it")
        inclusion = InclusionLevel.INCLUDED if output.uri in named else InclusionLevel.NOT_IN_NAV
        files.append(File.generated(config, output.uri, content=output.content, inclusion=inclusion))
    for uri, notebook in _State.notebooks.known.items():
        files.append(File.generated(config, notebook.download, content=notebook.raw))
        files.remove(files.get_file_from_path(uri))
        # A reader who watches does not wait for it; a build does, as late as it can.
        folder = _State.notebooks.folder(uri, at_once=_State.serving)
        files.append(File(uri, str(folder), config.site_dir, config.use_directory_urls))
    return files


def _named(nav: Any) -> list[str]:
    """Every file that the navigation names."""
    if isinstance(nav, str):
        return [nav]
    return [uri for item in (nav.values() if isinstance(nav, dict) else nav) for uri in _named(item)]


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """While something is wrong, a page that people wrote stays as it was when all was well."""
    good = _State.by_people.get(page.file.src_uri) if config.extra["problems"] else None
    return good if page.file.src_uri.endswith(".md") else None


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Give a generated page its title, and fill the markers of a written one."""
    output = _State.outputs.get(page.file.src_uri) or _State.notebooks.known.get(page.file.src_uri)
    if page.parent is None:
        page.meta["hide"] = ["navigation"]
    if output:
        page.meta |= {"title": html.escape(output.title, quote=True), "description": html.escape(output.description)}
        return markdown
    filled = _State.site.fill(markdown, page.file.src_uri)
    page.update_date = _State.site.version(page.file.src_uri, filled)
    return filled


def on_pre_page(page: Page, **_: Any) -> Page:
    """Date a page by its data, and lead its edit button to the file and line that says it."""
    if page.file.src_uri in _State.notebooks.known:
        _wait_for_notebook(page.file.src_uri)
    output = _State.outputs.get(page.file.src_uri)
    page.update_date = output.updated if output else _State.site.version(page.file.src_uri, "")
    page.edit_url = _State.site.edit_address(output or Output(page.file.src_uri, "", edit=f"docs/{page.file.src_uri}"))
    return page


def _wait_for_notebook(uri: str) -> None:
    """Go on when the notebook has been run; one that failed publishes nothing."""
    running = _State.notebooks
    state = running.state(uri) if _State.serving else running.wait(uri)
    if state is notebooks.State.FAILED:
        print(running.failure(uri), file=sys.stderr)
        if not _State.serving:
            raise Abort("Nothing was published.")


def on_page_content(content: str, page: Page, **_: Any) -> str:
    """Say at the end of a page that people wrote of which day it is, and keep what the search reads of every page."""
    if page.file.src_uri in _State.notebooks.known:
        content = notebooks.finished(content)
    if page.file.src_uri not in _State.outputs:
        content += _State.site.foot(page.file.src_uri, page.update_date)
    _State.pages.append(search.Written(page.url, html.unescape(str(page.title)), content))
    return content


def on_page_context(context: TemplateContext, page: Page, **_: Any) -> TemplateContext:
    """Give the theme what stands in the head of a page for programs, and at its end for those who cite it."""
    output = _State.outputs.get(page.file.src_uri)
    if output is None:
        title, about = (str(page.meta.get(name) or "") for name in ("title", "description"))
        if page.file.src_uri in _State.notebooks.known:  # escaped already
            title, about = html.unescape(title), html.unescape(about)
        edit = f"docs/{page.file.src_uri}"
        output = Output(page.file.src_uri, "", title or str(page.title), about, edit, page.update_date)
        page.meta |= {"title": html.escape(output.title), "description": html.escape(output.description)}
        _State.cited.append(output)
    context["head"] = _State.site.head(output)
    context["mend"] = _State.site.mend(output)
    context["cite"] = _State.site.cite(output)
    return context


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Say in the page what it may run and load; `mkdocs serve` adds a script of its own, which a policy would stop."""
    output = _State.site.with_charts(output)
    return output if _State.serving else policy.with_policy(output, page.content or "")


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """The same for the page that answers where there is none."""
    return policy.with_policy(output_content) if template_name == "404.html" and not _State.serving else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Write what stands beside the finished pages: the search, cards, and citations of pages that people wrote."""
    site, cache = _State.site, _cache(config)
    beside = {file.uri: file.content for page in _State.cited for file in site.citations(page)}
    for path, content in {**beside, **site.cards(cache), **search.files(site.view, _State.pages, cache)}.items():
        target = Path(config.site_dir) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
