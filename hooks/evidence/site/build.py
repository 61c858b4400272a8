"""One way through: what is made of the evidence, and what is made of that. `Site` loads the evidence and calls these; the
adapter of the site generator, `make export` and the tests call `Site`.

    view = View(load_or_raise(folder))
    made = outputs(gather, render)             pages and files that need nothing but the evidence
    made += indexes(gather, render, made)      llms.txt, downloads of all data
    made += redirects(gather, render, made)    pages and files at older addresses
    made += companions(..., pages)             Markdown twins, sitemap, search: of all pages, the handwritten ones too
"""

from collections.abc import Iterator, Sequence

from evidence.analysis.view import View
from evidence.model import representations
from evidence.site import exports, pages
from evidence.site.cache import Cache, key_of
from evidence.site.exports import bibliography, citation, embeds, feeds, package, sitemap, twins
from evidence.site.exports import redirects as redirect_pages
from evidence.site.exports.head import Heads
from evidence.site.gather import Gatherer
from evidence.site.output import Output
from evidence.site.render import Renderer


def outputs(gather: Gatherer, render: Renderer) -> Iterator[Output]:
    """Every page and file that is made of the evidence alone."""
    view = gather.view
    for page in pages.outputs(gather, render):
        yield page
        if page.is_page:
            yield from citations(view, page)
    for kind in exports.KINDS:
        yield from kind.outputs(view)
    yield from feeds.outputs(gather, render)
    yield from embeds.outputs(gather, render)


def citations(view: View, page: Output) -> Iterator[Output]:
    """The files next to a page that cite it."""
    site = view.evidence.site
    reference = bibliography.of_page(site, page.address, page.title, page.updated or view.evidence.version)
    yield from citation.files(page.address, "cite", [reference])


def indexes(gather: Gatherer, render: Renderer, made: Sequence[Output]) -> Iterator[Output]:
    """Every file that lists or contains others: `made` are all pages and files so far."""
    yield sitemap.llms(gather, render, made)
    yield from package.outputs(gather.view, render, [output for output in made if not output.is_page])


def redirects(gather: Gatherer, render: Renderer, made: Sequence[Output]) -> Iterator[Output]:
    """Every page and file at an address from which something was moved or removed; `made` are all others."""
    yield from pages.tombstones(gather, render)
    yield from redirect_pages.outputs(gather, render, made)


def companions(
    view: View, render: Renderer, heads: Heads, pages: Sequence[Output], cache: Cache, code: str
) -> Iterator[Output]:
    """The Markdown twin of every page, and the sitemap. `pages` are all pages with their content as HTML; `code` is the hash
    of the code that makes twins.
    """
    made: dict[str, str] = {}
    site = repr(view.evidence.site)
    for page in pages:
        document, html = heads.document(page.address), str(page.content)
        day = page.updated or render.version
        key = key_of(code, site, page.uri, page.title, page.description, day, document, html)
        twin = cache.get("twins", key)
        if twin is None:
            twin = str(twins.of_page(render, page, page.address, html, document).content).encode()
            cache.put("twins", key, twin)
        made[representations.twin(page.address)] = twin.decode()
    yield from (Output(address, text) for address, text in made.items())
    yield from twins.of_moves(render, view.moves.pages, made.get)
    yield from sitemap.sitemap(render, {page.address: page.updated for page in pages})
