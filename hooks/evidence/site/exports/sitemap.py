"""Lists of the pages: sitemap.xml for search engines, and llms.txt, an overview for programs that read text."""

import gzip
from collections.abc import Iterable, Iterator, Mapping

from evidence.model import links, representations
from evidence.site.exports import markdown
from evidence.site.gather import Gatherer
from evidence.site.output import Output
from evidence.site.render import Renderer

# Pages that people write; every drug has them.
_WRITTEN = ("methods", "about", "analyses")


def sitemap(render: Renderer, versions: Mapping[str, str]) -> Iterator[Output]:
    """The sitemap as it is and compressed; `versions` is address of a page -> day of its version."""
    site_url = render.site.site_url
    pages = [(links.absolute(site_url, address), version) for address, version in sorted(versions.items())]
    content = f"{render.part('sitemap.xml.jinja', '', pages=pages)}\n"
    yield Output("sitemap.xml", content)
    yield Output("sitemap.xml.gz", gzip.compress(content.encode(), mtime=0))


def llms(gather: Gatherer, render: Renderer, made: Iterable[Output]) -> Output:
    """llms.txt; `made` are the generated pages. It lists the address of the Markdown twin or file, its name, what it is."""
    view, evidence, uris = gather.view, gather.view.evidence, {page.uri for page in made}

    def twin(id: str, about: str = "") -> tuple[str, str, str]:
        entity = view.entities[id]
        return links.absolute(evidence.site.site_url, representations.twin(entity.address)), entity.label, about

    files = [
        ("api-index", "", "API", "JSON documents of every fact, study, endpoint, source and event, with links between them"),
        ("package", "", "Data Package", "every table as CSV, with the meaning and unit of each column"),
        ("sqlite-file", "", "SQLite", "the same tables in one file"),
        ("feed", "json", "Changes", "what changed, as JSON Feed"),
    ]  # fmt: skip
    studies = [twin(key, study.design.value if study.design else "study") for key, study in evidence.studies.items()]
    pages = [name for name in links.PAGES if name in _WRITTEN or links.source_uri(links.address(name)) in uris]
    text = render.part(
        "llms.txt.jinja",
        "",
        pages=[twin(f"page.{name}") for name in pages],
        studies=[*studies, *(twin(key, group.label) for key, group in evidence.groups.items())],
        endpoints=[twin(key, endpoint.name) for key, endpoint in evidence.endpoints.items()],
        files=[
            (links.absolute(evidence.site.site_url, links.address(kind, key)), label, about)
            for kind, key, label, about in files
        ],
        facts=map(twin, evidence.facts),
        sources=map(twin, evidence.citable_sources),
    )
    return Output(links.address("llms"), f"{markdown.from_template(text)}\n")
