"""The only file that knows MkDocs: it reads the evidence, hands its pages over as virtual files, and nothing else."""

from __future__ import annotations

import gc
import html
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from evidence.model.problems import PENDING, BadData, github_annotations
from evidence.site import content_policy, kept, notebooks
from evidence.site.build import Build
from evidence.site.output import Output
from evidence.site.site import Site, written

# What makes the finished page, besides the code.
LIBRARIES = ("jinja2", "markdown", "mkdocs", "mkdocs-jupyter", "mkdocs-material", "nbconvert")


class _State:
    """What must outlive one build while `mkdocs serve` runs: the last good site."""

    serving, building, code, cache = False, False, b"", Path(".cache")
    site: Site | None = None
    by_people: dict[str, str] = {}
    store: kept.Store | None = None
    standing: kept.Standing | None = None
    build: Build | None = None
    everything = b""
    lasting: Mapping[str, bytes] = {}
    notebooks: notebooks.Notebooks | None = None


def on_startup(command: str, **_: Any) -> None:
    """Remember whether a reader is watching."""
    _State.serving, _State.building = command == "serve", command == "build"
    notebooks.configure()
    gc.set_threshold(100_000, 20, 100)  # a build makes much and drops little; looking for circles took a fifth of it


def on_shutdown(**_: Any) -> None:
    """Leave nothing behind that runs or that is half made."""
    for each in filter(None, (_State.notebooks, _State.standing)):
        each.stop()


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read, check and render everything before MkDocs cleans its output folder: bad data publish nothing."""
    settings = Path(config.config_file_path)
    folder = settings.parent / os.environ.get("EVIDENCE_DATA", "data")
    config.extra["problems"], config.extra["pending"] = [], []
    # What every page depends on besides its own words: our code, the theme, the settings.
    _State.code = kept.code([Path(__file__).parent, Path(config.theme.custom_dir)], LIBRARIES, settings)
    _State.cache = settings.parent / os.environ.get("EVIDENCE_CACHE", ".cache")
    _State.standing = kept.Standing(Path(config.site_dir), _State.cache / "standing", _State.serving)
    _State.everything = kept.everything((_State.code, config.strict), [Path(config.docs_dir), folder], os.environ)
    if _State.building and _State.standing.is_made_from(_State.everything):
        get_plugin_logger("evidence").info("Nothing changed since the last build: %s stands as it is", config.site_dir)
        raise SystemExit(0)  # MkDocs knows no other way to be done already
    _State.store = kept.Store(_State.cache / "pages" / "kept.sqlite")
    try:
        site = Site(folder, os.environ, PENDING if _State.serving else ())
        _State.site, _State.by_people = site, site.check(written(Path(config.docs_dir)))
        _State.notebooks = notebooks.start_run(
            _State.notebooks, Path(config.docs_dir), folder, _State.cache, os.environ
        )
        config.extra["pending"] = list(map(str, site.pending))
    except BadData as bad:
        if not (_State.serving and _State.site):
            print(bad, file=sys.stderr, flush=True)
            print(github_annotations(bad.problems, os.environ.get("EVIDENCE_DATA", "data"), os.environ), end="")
            raise Abort("Nothing was published.") from None
        # Printed, not logged: what is logged as an error ends a strict build, and with it what is served.
        print(f"{bad}\nThe last good site stays.", file=sys.stderr)
        config.extra["problems"] = list(map(str, bad.problems))
    facts = _State.site.view.evidence.site
    config.site_name = escape(facts.name)  # the theme escapes it once more in some places, but not what is marked
    config.site_description = html.escape(facts.description)
    if not _State.serving:
        config.site_url = facts.site_url
    config.extra["site"] = facts
    config.theme.static_templates.discard("sitemap.xml")
    config.watch += [str(folder), str(_State.notebooks.watched)]
    return config


def on_pre_build(config: MkDocsConfig) -> None:
    """Let MkDocs write into a folder of its own: the site stays as it was until all is made."""
    config.site_dir = str(_State.standing.staged)


# Before mkdocs-jupyter looks for notebooks.
@event_priority(50)
def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add every page that must be made; a page that people wrote is never replaced in silence."""
    shared = (_State.code, _State.serving, config.site_url, config.extra["problems"], config.extra["pending"])
    # Who watches sees pages change at once; search and cards stay as they were at the start.
    searched = os.environ.get("EVIDENCE_SEARCH") != "no" and not _State.lasting
    files.remove(files.src_uris["sitemap.xml"])  # MkDocs would name those pages alone that are made now
    menu = json.dumps(config.nav or [])
    _State.build = Build(_State.site, _State.store, _State.standing, shared, _State.by_people, menu, searched)
    for output in _State.site.outputs:
        if files.get_file_from_path(output.uri):
            raise Abort(f"docs/{output.uri} stands where the site generates a page; rename it")
        if _State.build.needs(output):
            inclusion = InclusionLevel.INCLUDED if output.uri in _State.build.listed else InclusionLevel.NOT_IN_NAV
            files.append(File.generated(config, output.uri, content=output.content, inclusion=inclusion))
    for uri, notebook in _State.notebooks.known.items():
        files.append(File.generated(config, notebook.download, content=notebook.raw))
        files.remove(files.get_file_from_path(uri))
        # A reader who watches does not wait for it; a build does, as late as it can.
        _State.notebooks.show(uri)
        files.append(File(uri, str(_State.notebooks.pages), config.site_dir, config.use_directory_urls))
    return files


def on_page_read_source(page: Page, config: MkDocsConfig) -> str | None:
    """While something is wrong, a page that people wrote stays as it was when all was well."""
    good = _State.by_people.get(page.file.src_uri) if config.extra["problems"] else None
    return good if page.file.src_uri.endswith(".md") else None


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """Give a generated page its title, and fill the markers of a written one."""
    notebook = _State.notebooks.known.get(page.file.src_uri)
    output = _State.site.generated.get(page.file.src_uri) or notebook
    if page.parent is None:
        page.meta["hide"] = ["navigation"]
    if output:
        source = Path(page.file.abs_src_path).read_bytes() if notebook else b""
        page.render = partial(_convert, page, source, page.render) if notebook else partial(_render, page)
        page.meta |= {"title": html.escape(output.title, quote=True), "description": html.escape(output.description)}
        return markdown
    filled = _State.site.fill(markdown, page.file.src_uri)
    page.update_date = _State.site.version(page.file.src_uri, filled)
    return filled


def _render(page: Page, config: MkDocsConfig, files: Files) -> None:
    """Convert the Markdown of a generated page without the HTML in it, which is ready; the same headings once and for all."""
    whole, (page.markdown, taken) = page.markdown, kept.apart(page.markdown or "")
    if "](" in page.markdown:  # where a link leads depends on the page, and on what else there is
        Page.render(page, config, files)
    else:
        _convert(page, page.markdown, partial(Page.render, page), config, files)
    page.markdown, page.content = whole, kept.together(page.content or "", taken)
    page.present_anchor_ids = {*(page.present_anchor_ids or ()), *kept.anchors(taken)}


def _convert(page: Page, source: Any, convert: Callable[..., None], config: MkDocsConfig, files: Files) -> None:
    """A page as it was once converted from the same source."""

    def make() -> bytes:
        convert(config, files)
        return json.dumps([page.content, kept.headings(page.toc), sorted(page.present_anchor_ids or ())]).encode()

    page.content, toc, anchors = json.loads(_State.store.made(kept.digest((_State.code, source)), make))
    page.toc, page.present_anchor_ids = get_toc(toc), set(anchors) or None


def on_pre_page(page: Page, **_: Any) -> Page:
    """Date a page by its data, and lead its edit button to the file and line that says it."""
    uri, running = page.file.src_uri, _State.notebooks
    state = (running.show(uri) if _State.serving else running.wait(uri)) if uri in running.known else None
    if state is notebooks.State.FAILED:
        failure = running.failure(uri)
        if not _State.serving:
            print(failure, file=sys.stderr)
            raise Abort("Nothing was published.")
        print(failure.partition("\n")[0], file=sys.stderr)  # its page shows the rest
    output = _State.site.generated.get(uri)
    page.update_date = output.updated if output else _State.site.version(uri, "")
    page.edit_url = _State.site.edit_address(output or Output(uri, "", edit=f"docs/{uri}"))
    return page


def on_page_content(content: str, page: Page, **_: Any) -> str:
    """Say at the end of a page that people wrote of which day it is."""
    uri = page.file.src_uri
    content = notebooks.page_content(content) if uri in _State.notebooks.known else content
    return content + ("" if uri in _State.site.generated else _State.site.foot(uri, page.update_date))


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Find the finished pages that are kept: those of which nothing is different that they were made from."""
    env.bytecode_cache = kept.compiled(_State.store, "theme")
    for page in [file.page for file in files.documentation_pages(inclusion=InclusionLevel.is_in_serve) if file.page]:
        output = _output(page)
        own = (page.file.src_uri, page.title, page.meta, page.update_date, page.edit_url, page.content, page.markdown)
        if _State.build.take(output, page.content or "", own):
            page.meta["template"] = "kept.html"
    return env


def _output(page: Page) -> Output:
    """The page as the evidence package knows it; what people wrote is cited by its title."""
    uri = page.file.src_uri
    if uri in _State.site.generated:
        return _State.site.generated[uri]
    title, about = (str(page.meta.get(name) or "") for name in ("title", "description"))
    if uri in _State.notebooks.known:  # escaped already
        title, about = html.unescape(title), html.unescape(about)
    output = Output(uri, "", title or str(page.title), about, f"docs/{uri}", page.update_date)
    page.meta |= {"title": html.escape(output.title), "description": html.escape(output.description)}
    return output


def on_page_context(context: TemplateContext, page: Page, **_: Any) -> TemplateContext:
    """Give the theme what stands in the head of a page for programs, and at its end for those who cite it."""
    head, ends = _State.build.beside(page.file.src_uri)
    return {**context, **ends, "head": head, "kept": _State.build.finished(page.file.src_uri)}


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """Say in the page what it may run and load; `mkdocs serve` adds a script of its own, which a policy would stop."""
    if _State.build.finished(page.file.src_uri) is None:
        output = _State.site.with_charts(output)
        output = output if _State.serving else content_policy.with_policy(output)
        _State.build.keep(page.file.src_uri, output)
    return output


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    """The same for the page that answers where there is none."""
    return (
        content_policy.with_policy(output_content)
        if template_name == "404.html" and not _State.serving
        else output_content
    )


def on_post_build(config: MkDocsConfig) -> None:
    """Publish: the pages, the search and cards, and all that stands beside them. A strict build with a warning does not."""
    config.site_dir = str(_State.standing.folder)
    heard = [each for each in logging.getLogger("mkdocs").handlers if isinstance(each, CountHandler)]
    if config.strict and heard and heard[-1].get_counts():
        return
    lasting = _State.build.end(_State.everything, _State.cache, _State.lasting)
    _State.lasting = lasting if _State.serving else {}
    _State.store.close()
