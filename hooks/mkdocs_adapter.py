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
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from evidence import policy, search
from evidence.output import Output
from evidence.problems import BadData
from evidence.site import Site, links, written

log = get_plugin_logger("evidence")


class _State:
    """What must outlive one build while `mkdocs serve` runs: the last good site."""

    serving = False
    site: Site | None = None
    outputs: dict[str, Output] = {}
    pages: list[search.Written] = []


def on_startup(command: str, **_: Any) -> None:
    """Remember whether a reader is watching."""
    _State.serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read, check and render everything before MkDocs cleans its output folder: bad data publish nothing."""
    root = Path(config.config_file_path).parent
    folder = root / os.environ.get("EVIDENCE_DATA", "data")
    config.extra["problems"] = []
    _State.pages = []
    try:
        site = Site(folder, os.environ)
        outputs = {output.uri: output for output in site.outputs}
        by_people = written(Path(config.docs_dir))
        site.check_written(by_people)
        site.check_addresses(by_people)
        _State.site, _State.outputs = site, outputs
    except BadData as bad:
        if not (_State.serving and _State.site):
            print(bad, file=sys.stderr)
            raise Abort("Nothing was published.") from None
        log.error("%s\nThe last good site stays.", bad)
        config.extra["problems"] = [html.escape(str(problem)) for problem in bad.problems]
    facts = _State.site.view.evidence.site
    config.site_name = escape(facts.name)  # the theme escapes it once more in some places, but not what is marked
    config.site_description = html.escape(facts.description)
    if not _State.serving:
        config.site_url = facts.site_url
    config.extra["site"] = facts
    config.watch.append(str(folder))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every generated page and file; a page that people wrote is never replaced in silence."""
    named = set(_named(config.nav or []))
    for output in _State.outputs.values():
        if files.get_file_from_path(output.uri):
            raise Abort(f"docs/{output.uri} stands where the site generates a page; rename it")
        inclusion = InclusionLevel.INCLUDED if output.uri in named else InclusionLevel.NOT_IN_NAV
        files.append(File.generated(config, output.uri, content=output.content, inclusion=inclusion))
    return files


def _named(nav: Any) -> list[str]:
    """Every file that the navigation names."""
    if isinstance(nav, str):
        return [nav]
    return [uri for item in (nav.values() if isinstance(nav, dict) else nav) for uri in _named(item)]


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Give a generated page its title, and fill the markers of a written one."""
    output = _State.outputs.get(page.file.src_uri)
    if page.parent is None:
        page.meta["hide"] = ["navigation"]
    if output:
        page.meta |= {"title": html.escape(output.title, quote=True), "description": html.escape(output.description)}
        return markdown
    return _State.site.fill(markdown, page.file.src_uri)


def on_pre_page(page: Page, **_: Any) -> Page:
    """Date a page by its data, and lead its edit button to the file and line that says it."""
    site = _State.site.view.evidence.site
    output = _State.outputs.get(page.file.src_uri)
    page.update_date = (output and output.updated) or site.as_of
    path, _, line = (output.edit if output else f"docs/{page.file.src_uri}").partition("#L")
    page.edit_url = links.edit_address(site.repository, site.branch, path, int(line or 0))
    return page


def on_page_content(content: str, page: Page, **_: Any) -> str:
    """Keep what the search reads of a page."""
    _State.pages.append(search.Written(page.url, html.unescape(str(page.title)), content))
    return content


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Say in the page what it may run and load; `mkdocs serve` adds a script of its own, which a policy would stop."""
    return output if _State.serving else policy.with_policy(output, page.content or "")


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """The same for the page that answers where there is none."""
    return policy.with_policy(output_content) if template_name == "404.html" and not _State.serving else output_content


def on_post_build(config: MkDocsConfig) -> None:
    """Write what the search needs beside the pages."""
    cache = Path(config.config_file_path).parent / os.environ.get("EVIDENCE_CACHE", ".cache")
    for path, content in search.files(_State.site.view, _State.pages, cache).items():
        target = Path(config.site_dir) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
