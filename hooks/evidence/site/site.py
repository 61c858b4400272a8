"""The whole site from the whole evidence: every page and file as an Output, and every address it publishes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from evidence.analysis.view import View
from evidence.charts import RenderedChart, all_charts
from evidence.checks import load_tolerating, prose_problems
from evidence.model import links, representations
from evidence.model.problems import BadData
from evidence.site import cards, chart_drawings, exports, notebooks, pages, permalink_audit
from evidence.site.cache import Cache
from evidence.site.exports import citation, embeds, feeds, package, redirects, sitemap, twins
from evidence.site.exports.head import Head, Heads
from evidence.site.gather import Gatherer
from evidence.site.output import Output
from evidence.site.pages.page import ends, foot, version, with_moves
from evidence.site.render import Renderer

_PAGES = (".md", "/index.html")
# Anchors as pages write them: an id attribute, or the attribute list of a heading.
_ANCHOR = re.compile(r'\sid="([^"]+)"|\{#([^}\s]+)\}')


class Site:
    """One reading of a data folder. `outputs` are made once; nothing here changes afterwards."""

    def __init__(
        self,
        folder: Path,
        environ: Mapping[str, str],
        tolerated: Collection[str] = (),
    ) -> None:
        """Read and check; raises BadData with every problem at once, but where all are breaches of rules that are forgiven:
        `pending` then has them. Pages are kept in the store, if there is one.
        """
        self.folder, self._forgiven = folder, tolerated
        evidence, self.pending = load_tolerating(folder, environ, tolerated)
        self.view = View(evidence)
        self._repository_folder = _in_repository(folder)
        self._render = Renderer(evidence.site, evidence.drug)
        self._gather = Gatherer(self.view, self._repository_folder)
        self._heads = Heads(self.view, with_cards=environ.get("EVIDENCE_CARDS") != "no")

    @cached_property
    def standing(self) -> tuple[Output, ...]:
        """Every generated page and file where nothing was moved or removed. Charts are drawn while pages are made."""
        with chart_drawings.drawing_in_background(all_charts(self.view).values(), chart_drawings.default_cache()):
            made = list(pages.outputs(self._gather, self._render))
            cited = [output for page in made if page.uri.endswith(".md") for output in self.citations(page)]
        files = [*cited, *(output for kind in exports.KINDS for output in kind.outputs(self.view))]
        files.append(sitemap.llms(self._gather, self._render, made))
        files += [*feeds.outputs(self._gather, self._render), *embeds.outputs(self._gather, self._render)]
        return (*made, *files, *package.outputs(self.view, self._render, files))

    @cached_property
    def outputs(self) -> tuple[Output, ...]:
        """Every generated page and file."""
        gone = pages.tombstones(self._gather, self._render)
        return (*self.standing, *gone, *redirects.outputs(self._gather, self._render, self.standing))

    @cached_property
    def generated(self) -> Mapping[str, Output]:
        """Every generated page and file by its uri."""
        return {output.uri: output for output in self.outputs}

    def head(self, page: Output) -> Head:
        """What the head of a page tells programs."""
        return self._heads.of(page, page_address(page.uri), page.uri not in self._gone)

    @cached_property
    def _gone(self) -> frozenset[str]:
        """The pages that stand where something was moved or removed; nobody cites them."""
        return frozenset(output.uri for output in self.outputs) - {output.uri for output in self.standing}

    def ends(self, page: Output) -> Mapping[str, str]:
        """What stands at the end of a page, as HTML: `mend`, the line that leads to a form for what is wrong on it and to
        where it is edited, and `cite`, the block that says how to cite it; that is empty on a page of what is gone.
        """
        address, edit = page_address(page.uri), self.edit_address(page)
        reference, thing = self._heads.reference(page, address), self._heads.entity(address)
        cited = page.uri not in self._gone

        def make() -> Mapping[str, str]:
            return ends(self._gather, self._render, address, thing, reference if cited else None, edit)

        return make()

    def twin(self, page: Output, html: str) -> Output:
        """The Markdown twin of a page, made of its content as finished HTML."""
        address = page_address(page.uri)
        document = self._heads.document(address)

        def make() -> Mapping[str, str]:
            return {"content": str(twins.of_page(self._render, page, address, html, document).content)}

        return Output(representations.twin(address), make()["content"])

    def moved_twins(self, standing: Callable[[str], str | bytes | None]) -> Iterator[Output]:
        """The twins of pages that only lead on, which no generator sees; `standing` gives the file at an address."""
        yield from twins.of_moves(self._render, self.view.moves.pages, standing)

    def sitemap(self, pages: Mapping[str, str]) -> Iterator[Output]:
        """The list of all pages for search engines; `pages` are address -> version."""
        yield from sitemap.sitemap(self._render, pages)

    def edit_address(self, page: Output) -> str:
        """Where GitHub's editor opens what says a page, at its line: a file of the data, or one in docs/."""
        site = self.view.evidence.site
        path, _, line = page.edit.partition("#L")
        if not path.startswith("docs/"):
            path = links.in_repository(path, self._repository_folder)
        return links.edit_address(site.repository, site.branch, path, int(line or 0))

    def citations(self, page: Output) -> Iterator[Output]:
        """The files beside a page that cite it."""
        address = page_address(page.uri)
        yield from citation.files(address, "cite", [self._heads.reference(page, address)])

    def cards(self, cache: Cache) -> Mapping[str, bytes]:
        """Address -> picture, of every card, drawn anew only where none is kept in the cache; it follows a moved page."""
        if not self._heads.with_cards:
            return {}
        made = cards.files(self.view, {id: drawn.png for id, drawn in self._drawings.items()}, cache)
        return {**{old: made[new] for old, new, _ in self.view.moves.twins(made)}, **made}

    @cached_property
    def _drawings(self) -> Mapping[str, RenderedChart]:
        return chart_drawings.drawings(all_charts(self.view).values(), chart_drawings.default_cache())

    def with_charts(self, page: str) -> str:
        """A finished page with its charts drawn into the places left for them; `charts_in` tells what changes them."""
        return chart_drawings.inject(page, self._drawings) if "data-chart=" in page else page

    def charts_in(self, page: str) -> tuple[RenderedChart, ...]:
        """The charts that have a place in a page."""
        return tuple(self._drawings[id] for id in chart_drawings.chart_ids(page)) if "data-chart=" in page else ()

    def fill(self, text: str, uri: str) -> str:
        """A page written by people with its markers filled in. Ask `check_written` first."""
        address = page_address(uri)
        return with_moves(self._gather, self._render, address, self._render.fill(self._gather.marked(text), address))

    def check(self, written: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Check the pages that people wrote, and every address; gives those pages by their uri. Raises BadData."""
        by_people = list(written)
        self.check_written(by_people)
        self.check_addresses(by_people)
        return dict(by_people)

    def version(self, uri: str, text: str) -> str:
        """The version of a page that people wrote, its markers filled in. A notebook computes from all facts."""
        view = self.view
        day = view.history.latest if uri.endswith(notebooks.SUFFIX) else version(view, page_address(uri), text)
        return day or view.evidence.site.as_of

    def foot(self, uri: str, day: str) -> str:
        """The end of a page that people wrote, as HTML: of which day it is, and where to read what changed."""
        return foot(self._gather, self._render, page_address(uri), day, from_all=uri.endswith(notebooks.SUFFIX))

    def check_written(self, written: Iterable[tuple[str, str]]) -> None:
        """Raises BadData where a page of docs/, given as (uri, text), has a marker that leads nowhere or a typed figure."""
        wrong = [each for uri, text in written for each in prose_problems(self.view.evidence, f"docs/{uri}", text)]
        if wrong:
            raise BadData(wrong)

    def check_addresses(self, written: Iterable[tuple[str, str]]) -> None:
        """Compare what is published with data/addresses.txt; a lost or missing address raises BadData.

        So does one that was moved to where nothing stands, or that stands although it was moved or removed. `written` are
        the pages written by people as (uri, text). A site without the list is new and has lost nothing.
        """
        by_people = list(written)
        standing = Counter(self._listed(self.standing, by_people))
        path, known = f"{self.folder.name}/addresses.txt", self.view.evidence.addresses
        wrong = tuple(permalink_audit.problems(path, known, self.addresses(by_people), standing, self.view.moves))
        if any(problem.rule not in self._forgiven for problem in wrong):
            raise BadData((*self.pending, *wrong))
        self.pending += wrong

    def addresses(self, written: Iterable[tuple[str, str]]) -> frozenset[str]:
        """Every page and anchor that the site publishes, as paths from its root (`/` for the home page)."""
        return frozenset(self._listed(self.outputs, written))

    def _listed(self, outputs: Iterable[Output], written: Iterable[tuple[str, str]]) -> list[str]:
        """Every address of some outputs and of pages written by people; an anchor twice where it stands twice."""
        found = []
        texts = [(uri, self.fill(text, uri)) for uri, text in written]
        for output in outputs:
            if representations.is_derived(output.uri):
                continue
            if isinstance(output.content, str) and output.uri.endswith(_PAGES):
                texts.append((output.uri, output.content))
            else:
                found.append(f"/{output.uri}")
        for uri, text in texts:
            page = f"/{page_address(uri)}"
            found += [page, *(f"{page}#{first or second}" for first, second in _ANCHOR.findall(text))]
        return found


def page_address(uri: str) -> str:
    """The address of a Markdown file or notebook: `studies/x.md` is `studies/x/`, `studies/index.md` is `studies/`."""
    stem = uri.removesuffix(".md").removesuffix(notebooks.SUFFIX).removesuffix(".html")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


def _in_repository(folder: Path) -> str:
    """The data folder as the repository spells it, for EVIDENCE_DATA may name one deeper inside; else by its name."""
    here, root = folder.resolve(), Path(__file__).resolve().parents[3]
    return here.relative_to(root).as_posix() if here.is_relative_to(root) else here.name


def written(docs: Path) -> list[tuple[str, str]]:
    """The pages that people wrote, as (uri, text); hidden folders hold none. Of a notebook the text is its prose."""
    found = sorted(path.relative_to(docs) for path in docs.rglob("*.md"))
    shown = [path for path in found if not any(part.startswith(".") for part in path.parts)]
    texts = [(path.as_posix(), (docs / path).read_text(encoding="utf-8")) for path in shown]
    return [*texts, *((notebook.uri, notebook.text) for notebook in notebooks.notebooks(docs))]


__all__ = ["Head", "Site", "links", "page_address", "written"]
