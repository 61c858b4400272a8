"""Lists of the pages: sitemap.xml for search engines, and llms.txt, an overview for programs that read text."""

import gzip
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence.model import links, representations
from evidence.site.exports import markdown
from evidence.site.gather import Gatherer
from evidence.site.output import Output
from evidence.site.render import Renderer

# Pages that people write; every drug has them.
_WRITTEN = ("methods", "about", "analyses")


@dataclass(frozen=True)
class Listed:
    """A page or file in llms.txt: the absolute address of the form to read, its name, and what it is in a few words."""

    address: str
    label: str
    about: str = ""


@dataclass(frozen=True)
class Overview:
    """What llms.txt lists: Markdown twins by kind of page, and files with the data."""

    pages: tuple[Listed, ...]
    studies: tuple[Listed, ...]
    endpoints: tuple[Listed, ...]
    files: tuple[Listed, ...]
    facts: tuple[Listed, ...]
    sources: tuple[Listed, ...]


def sitemap(render: Renderer, versions: Mapping[str, str]) -> Iterator[Output]:
    """The sitemap as it is and compressed; `versions` is address of a page -> day of its version."""
    site_url = render.site.site_url
    pages = [(links.absolute(site_url, address), version) for address, version in sorted(versions.items())]
    content = f"{render.part('sitemap.xml.jinja', '', pages=pages)}\n"
    yield Output("sitemap.xml", content)
    yield Output("sitemap.xml.gz", gzip.compress(content.encode(), mtime=0))


def llms(gather: Gatherer, render: Renderer, pages: Iterable[Output]) -> Output:
    """llms.txt; `pages` are the generated ones."""
    overview = _overview(gather, {page.uri for page in pages})
    text = render.part("llms.txt.jinja", "", **vars(overview))
    return Output(links.address("llms"), f"{markdown.from_template(text)}\n")


def _overview(gather: Gatherer, uris: set[str]) -> Overview:
    view, evidence = gather.view, gather.view.evidence

    def absolute(address: str) -> str:
        return links.absolute(evidence.site.site_url, address)

    def twin(id: str, about: str = "") -> Listed:
        entity = view.entities[id]
        return Listed(absolute(representations.twin(entity.address)), entity.label, about)

    files = [
        ("api-index", "", "API", "JSON documents of every fact, study, endpoint, source and event, with links between them"),
        ("package", "", "Data Package", "every table as CSV, with the meaning and unit of each column"),
        ("sqlite-file", "", "SQLite", "the same tables in one file"),
        ("feed", "json", "Changes", "what changed, as JSON Feed"),
    ]  # fmt: skip
    studies = [twin(key, study.design.value if study.design else "study") for key, study in evidence.studies.items()]
    return Overview(
        pages=tuple(
            twin(f"page.{name}")
            for name in links.PAGES
            if f"page.{name}" in view.entities and (name in _WRITTEN or links.source_uri(links.address(name)) in uris)
        ),
        studies=(*studies, *(twin(key, group.label) for key, group in evidence.groups.items())),
        endpoints=tuple(twin(key, endpoint.name) for key, endpoint in evidence.endpoints.items()),
        files=tuple(Listed(absolute(links.address(kind, key)), label, about) for kind, key, label, about in files),
        facts=tuple(map(twin, evidence.facts)),
        sources=tuple(twin(key) for key in evidence.citable_sources),
    )
