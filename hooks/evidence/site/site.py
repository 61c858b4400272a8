"""The site of one data folder: the evidence loaded and checked, every page and file of it, every address it publishes."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from pathlib import Path

from evidence.analysis.view import View
from evidence.charts import RenderedChart, all_charts
from evidence.checks import load_tolerating, prose_problems
from evidence.model import links, representations
from evidence.model.problems import BadData
from evidence.site import build, cards, chart_drawings, notebooks, permalink_audit, search
from evidence.site.cache import Cache
from evidence.site.exports.head import Head, Heads
from evidence.site.gather import Gatherer
from evidence.site.output import Output, page_address
from evidence.site.pages.page import ends, foot, version, with_moves
from evidence.site.render import Renderer

# Anchors: an id attribute in HTML, or the attribute list of a heading in Markdown.
_ANCHOR = re.compile(r'\sid="([^"]+)"')
_ANCHOR_IN_MARKDOWN = re.compile(r'\sid="([^"]+)"|\{#([^}\s]+)\}')


class Site:
    """One reading of a data folder. Nothing here changes after it is made, but `pending`, which `check` may extend."""

    def __init__(self, folder: Path, environ: Mapping[str, str], tolerated: Collection[str] = ()) -> None:
        """Load and check. Raises BadData, which lists every problem, unless all problems are of rules that are tolerated:
        `pending` then lists them.
        """
        self.folder, self._tolerated = folder, tolerated
        evidence, self.pending = load_tolerating(folder, environ, tolerated)
        self.view = View(evidence)
        self._data = _in_repository(folder)
        self._render = Renderer(evidence, cache=chart_drawings.default_cache())
        self._gather = Gatherer(self.view, self._data)
        self._heads = Heads(self.view, with_cards=environ.get("EVIDENCE_CARDS") != "no")

    @cached_property
    def made(self) -> tuple[Output, ...]:
        """Every page and file but those at older addresses. Charts are drawn while pages are made."""
        charts = all_charts(self.view).values()
        with chart_drawings.drawing_in_background(charts, chart_drawings.default_cache()):
            made = tuple(build.outputs(self._gather, self._render))
        return (*made, *build.indexes(self._gather, self._render, made))

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """Every page and file; but companions of pages, such as twins, which need the handwritten pages as HTML."""
        return (*self.made, *build.redirects(self._gather, self._render, self.made))

    @cached_property
    def pages(self) -> Mapping[str, Output]:
        """Every generated page by its uri."""
        return {output.uri: output for output in self.outputs if output.is_page}

    def companions(self, pages: Iterable[Output], cache: Cache, code: str) -> Iterable[Output]:
        """The twins of all pages, and the sitemap."""
        return build.companions(self.view, self._render, self._heads, tuple(pages), cache, code)

    def citations(self, page: Output) -> Iterable[Output]:
        """The files next to a handwritten page that cite it."""
        return build.citations(self.view, page)

    def search_files(self, pages: Iterable[Output], cache: Cache) -> Mapping[str, bytes]:
        """Address -> content, of every file of the search."""
        return search.files(self.view, pages, cache)

    def cards(self, cache: Cache) -> Mapping[str, bytes]:
        """Address -> PNG, of every card, at its older addresses too; drawn only where the cache has none."""
        if not self._heads.with_cards:
            return {}
        made = cards.files(self.view, {id: drawn.png for id, drawn in self._drawings.items()}, cache)
        return {**{old: made[new] for old, new, _ in self.view.moves.twins(made)}, **made}

    def with_charts(self, html: str) -> str:
        """HTML with each chart drawn in the place that a template left for it."""
        return chart_drawings.inject(html, self._drawings) if "data-chart=" in html else html

    @cached_property
    def _drawings(self) -> Mapping[str, RenderedChart]:
        return chart_drawings.drawings(all_charts(self.view).values(), chart_drawings.default_cache())

    def head(self, page: Output) -> Head:
        """What the head of a page contains for programs."""
        return self._heads.of(page, page.address, page.address not in self._removed)

    def ends(self, page: Output) -> Mapping[str, str]:
        """What follows the content of a page, as HTML: `feedback` and `citation`, which is empty where the page was removed."""
        entity, reference = self._heads.entity(page.address), self._heads.reference(page, page.address)
        cited = None if page.address in self._removed else reference
        return ends(self._gather, self._render, page.address, entity, cited, self.edit_address(page))

    @cached_property
    def _removed(self) -> frozenset[str]:
        return frozenset(move.address for move in self.view.moves.pages if move.is_removed)

    def edit_address(self, page: Output) -> str:
        """Where GitHub's editor opens what states a page, at its line: a file of the data, or one in docs/."""
        site = self.view.evidence.site
        path, _, line = page.edit.partition("#L")
        if not path.startswith("docs/"):
            path = links.in_repository(path, self._data)
        return links.edit_address(site.repository, site.branch, path, int(line or 0))

    def fill(self, text: str, uri: str) -> str:
        """A handwritten page with its markers filled in. Call `check_written` first."""
        return self.with_moves(uri, self._render.fill(self._gather.marked(text), page_address(uri)))

    def with_moves(self, uri: str, text: str) -> str:
        """A handwritten page or the HTML of a notebook with the older anchors that point to it, and what its removed ones were."""
        return with_moves(self._gather, self._render, page_address(uri), text)

    def version(self, uri: str, text: str) -> str:
        """The version of a handwritten page, its markers filled in: a date. A notebook computes from all facts."""
        day = (
            self.view.history.latest if uri.endswith(notebooks.SUFFIX) else version(self.view, page_address(uri), text)
        )
        return day or self.view.evidence.version

    def foot(self, uri: str, day: str) -> str:
        """The end of a handwritten page, as HTML: its version, and a link to what changed."""
        return foot(self._gather, self._render, page_address(uri), day, from_all=uri.endswith(notebooks.SUFFIX))

    def check(self, written: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Check the handwritten pages and every address; returns those pages by their uri. Raises BadData."""
        handwritten = list(written)
        self.check_written(handwritten)
        self.check_addresses(handwritten)
        return dict(handwritten)

    def check_written(self, written: Iterable[tuple[str, str]]) -> None:
        """Raises BadData where a page of docs/, given as (uri, text), has a marker of nothing or a typed figure."""
        wrong = [each for uri, text in written for each in prose_problems(self.view.evidence, f"docs/{uri}", text)]
        if wrong:
            raise BadData(wrong)

    def check_addresses(self, written: Iterable[tuple[str, str]]) -> None:
        """Compare what is published with data/addresses.txt. Raises BadData for an address that is lost or not listed, and
        for one that was moved to nowhere, or that exists although it was moved or removed. A site without the list is new.
        """
        handwritten = list(written)
        current = Counter(self._listed(self.made, handwritten))
        path, known = f"{self.folder.name}/addresses.txt", self.view.evidence.addresses
        wrong = tuple(permalink_audit.problems(path, known, self.addresses(handwritten), current, self.view.moves))
        if any(problem.rule not in self._tolerated for problem in wrong):
            raise BadData((*self.pending, *wrong))
        self.pending += wrong

    def addresses(self, written: Iterable[tuple[str, str]]) -> frozenset[str]:
        """Every page and anchor that the site publishes, as paths from its root (`/` for the home page)."""
        return frozenset(self._listed(self.outputs, written))

    def _listed(self, outputs: Iterable[Output], written: Iterable[tuple[str, str]]) -> list[str]:
        """Every address of some outputs and of handwritten pages; an anchor twice where it is there twice."""
        found: list[str] = []
        for uri, text in written:
            page = f"/{page_address(uri)}"
            anchors = _ANCHOR_IN_MARKDOWN.findall(self.fill(text, uri))
            found += [page, *(f"{page}#{first or second}" for first, second in anchors)]
        for output in outputs:
            if representations.is_derived(output.uri):
                continue
            if isinstance(output.content, str) and (output.is_page or output.uri.endswith("/index.html")):
                page = f"/{output.address}"
                found += [page, *(f"{page}#{anchor}" for anchor in _ANCHOR.findall(output.content))]
            else:
                found.append(f"/{output.uri}")
        return found


def _in_repository(folder: Path) -> str:
    """The data folder as the repository spells it, for EVIDENCE_DATA may name one deeper inside; else by its name."""
    here, root = folder.resolve(), Path(__file__).resolve().parents[3]
    return here.relative_to(root).as_posix() if here.is_relative_to(root) else here.name


__all__ = ["Head", "Site", "links", "page_address"]
