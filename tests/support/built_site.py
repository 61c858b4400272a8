"""The built site as a reader meets it: built once a session, parsed, its addresses resolved as GitHub Pages does."""

from __future__ import annotations

import copy
import fcntl
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

from lxml import html
from lxml.html import HtmlElement

from evidence.site.site import Site

ROOT = Path(__file__).resolve().parents[2]
# Where the tests pretend that the site is published: below a path, as GitHub Pages does it.
ADDRESS = "https://example.org/some/path/"
# The settings of a site of which a test reads pages: its charts are those drawn for the built sites, and kept.
SETTINGS = {"SITE_URL": ADDRESS, "EVIDENCE_CARDS": "no"}
# The data folders of made-up drugs: tests of code know no others.
DATA = {name: f"tests/drugs/{name}/data" for name in ("single", "rich", "pooled", "outcomes")}
# The folder that `make test-data` is asked to test, else the repository's own.
DATA_AT_HAND = {"data at hand": os.environ.get("EVIDENCE_DATA", "data")}
# What a build reads of the repository.
SOURCES = ("mkdocs.yml", "Makefile", "hooks", "docs", "data")
# What the browser, not a link, asks of a page.
REFERENCES = ("href", "src", "srcset", "data", "poster", "action", "formaction", "background", "cite", "manifest")


def surroundings(**settings: str) -> dict[str, str]:
    """The environment of a build: this one's, without what would override data/site.yml, and these settings.

    What is kept between builds is shared with those of the repository, so that nothing is drawn or run twice.
    """
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVIDENCE_", "SITE_URL", "GITHUB_"))
    }
    fixed = {
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "PYTHONPATH": str(ROOT / "hooks"),
        "EVIDENCE_CACHE": str(ROOT / ".cache"),
    }
    return {**own, **fixed, **settings}


def build(target: Path, repository: Path = ROOT, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs build --strict` into a folder, with the Python that runs the tests; stdout holds all it says."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    settings = {"SITE_URL": ADDRESS, "PYTHONPATH": str(repository / "hooks"), **settings}
    return subprocess.run(
        command,
        cwd=repository,
        env=surroundings(**settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )


def copy_of_repository(target: Path, data: str = "data") -> Path:
    """A copy of what a build reads, with this folder of data as its data/."""
    for name in SOURCES:
        source = ROOT / (data if name == "data" else name)
        if source.is_dir():
            shutil.copytree(source, target / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target / name)
    return target


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Only one process at a time goes on; the others wait."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def built_once(shared: Path, name: str) -> Built:
    """The site of one data folder, built by whichever process comes first."""
    data = {**DATA, **DATA_AT_HAND}[name]
    root, log = shared / f"site-{name}", shared / f"site-{name}.log"
    with locked(shared / f"site-{name}.lock"):
        if not log.exists():
            done = build(root, EVIDENCE_DATA=data)
            log.write_text(f"{done.returncode}\n{done.stdout}", encoding="utf-8")
    status, _, said = log.read_text(encoding="utf-8").partition("\n")
    return Built(name, ROOT / data, root, int(status), said)


def published(built: Built) -> Built:
    """Return a site that was built; fail at once, with what its build said, where it was not."""
    assert built.status == 0, f"the site of {built.name} was not built: {built.log[-500:]}"
    return built


@dataclass(frozen=True, eq=False)
class Built:
    """A built site. Addresses are paths from its root, without a slash before them: `studies/x/#arms`."""

    name: str
    data: Path
    root: Path
    status: int
    log: str

    @cached_property
    def site(self) -> Site:
        """What the evidence package says of the same data."""
        return Site(self.data, {"SITE_URL": ADDRESS})

    @cached_property
    def _html(self) -> dict[str, Page]:
        assert self.status == 0, f"nothing was built: {self.log[-500:]}"
        found = sorted(self.root.rglob("*.html"))
        pages = [Page(_address(path.relative_to(self.root).as_posix()), path.read_bytes()) for path in found]
        return {page.address: page for page in pages}

    @cached_property
    def pages(self) -> dict[str, Page]:
        """Address -> page, of every HTML file that says something itself, to a reader who comes to this site."""
        return {address: page for address, page in self._html.items() if not (page.leads_on or page.is_framed)}

    @cached_property
    def framed(self) -> dict[str, Page]:
        """Address -> the bare page that other sites show in a frame."""
        return {address: page for address, page in self._html.items() if page.is_framed}

    @cached_property
    def moved(self) -> dict[str, Page]:
        """Address -> the small page that leads on from it."""
        return {address: page for address, page in self._html.items() if page.leads_on}

    def page(self, address: str) -> Page:
        """The page at an address, or the one on which an anchor stands."""
        return self.pages[address.partition("#")[0]]

    def at(self, address: str) -> HtmlElement:
        """The element at an anchor; the main part of a page for an address without one."""
        path, _, anchor = address.partition("#")
        page = self.pages[path]
        return page.by_id[anchor] if anchor else page.article

    @cached_property
    def files(self) -> set[str]:
        """The address of every file that is no page."""
        found = (path.relative_to(self.root).as_posix() for path in self.root.rglob("*") if path.is_file())
        return {name for name in found if not name.endswith(".html")}

    @cached_property
    def searchable(self) -> list[dict[str, Any]]:
        """What the search shows of each thing that it finds: its `url`, from the root of the site, and its `content`."""
        fragments = sorted((self.root / "pagefind" / "fragment").glob("*.pf_fragment"))
        return [json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")) for path in fragments]

    def is_published(self, address: str) -> bool:
        """Whether a browser finds the page or file, and the anchor on it."""
        path, _, anchor = address.partition("#")
        if path in self._html:
            return not anchor or anchor in self._html[path].by_id
        return not anchor and not path.endswith("/") and (self.root / path).is_file()


@dataclass(frozen=True, eq=False)
class Page:
    """One HTML file."""

    address: str
    content: bytes

    @property
    def leads_on(self) -> bool:
        """Whether what stood here stands elsewhere now."""
        return b'<html lang="en" data-moved>' in self.content[:100]

    @property
    def is_framed(self) -> bool:
        """Whether it is made to be shown in a frame on another site."""
        return b'<html lang="en" data-embed>' in self.content[:100]

    @property
    def url(self) -> str:
        """Where a reader meets it. The page for what is not found is met at addresses of any depth."""
        return ADDRESS + ("no/such/page/" if self.address == "404.html" else self.address)

    @cached_property
    def tree(self) -> HtmlElement:
        """The whole document."""
        return html.document_fromstring(self.content, parser=html.HTMLParser(encoding="utf-8"))

    @cached_property
    def article(self) -> HtmlElement:
        """What this page says, without the theme's button and the marks beside headings."""
        article = copy.deepcopy(self.tree.find(".//article"))
        for extra in article.xpath(".//a[@rel='edit'] | .//a[@class='headerlink']"):
            extra.drop_tree()
        return article

    @cached_property
    def by_id(self) -> dict[str, HtmlElement]:
        """Anchor -> element."""
        return {element.get("id"): element for element in self.tree.xpath("//*[@id]")}

    def target(self, reference: str) -> str | None:
        """The address on this site to which a reference leads, or None when it leads elsewhere. A version asks for no file."""
        whole = re.sub(r"\?as-of=[\d-]+", "", urljoin(self.url, reference))
        return unquote(whole.removeprefix(ADDRESS)) if whole.startswith(ADDRESS) else None

    @cached_property
    def references(self) -> list[tuple[HtmlElement, str, str]]:
        """Everything that the page names by address, as (element, attribute, reference)."""
        found = []
        for element in self.tree.iter("*"):
            for name in REFERENCES:
                value = element.get(name)
                if value is not None and not (name == "data" and element.tag != "object"):
                    each = re.split(r"\s+[\d.]+[wx],?\s*|,\s+", value) if name == "srcset" else [value]
                    found += [(element, name, reference) for reference in each if reference or name != "srcset"]
        return found

    @cached_property
    def links(self) -> set[str]:
        """The addresses on this site to which its main part links."""
        found = {self.target(link.get("href")) for link in self.article.xpath(".//a[@href]")}
        return {address for address in found if address is not None}


def words(element: HtmlElement) -> str:
    """What an element says, on one line, with a plain hyphen as minus."""
    return plain(element.text_content())


def plain(text: str) -> str:
    """A text on one line, with a plain hyphen as minus."""
    return " ".join(text.split()).replace("\u2212", "-")


def _address(file: str) -> str:
    return file if file == "404.html" else file.removesuffix("index.html")
