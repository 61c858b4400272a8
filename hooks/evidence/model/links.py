"""Addresses, and the markers `[[id]]` of prose that refer to entities by id: both are defined here and nowhere else.

An address is a path from the root of the site, such as `studies/x/#arms`."""

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, urlencode

LONGEST_FIELD = 160  # characters of a field in an issue form: nine bytes each at worst, in an address of 8,000

# Kind of entity or page -> its address; {} is its key, {owner} the key of the entity on whose page it is.
ADDRESSES = {
    "home": "",
    "drug": "drug/",
    "studies": "studies/",
    "study": "studies/{}/",
    "group": "studies/{}/",
    "endpoints": "endpoints/",
    "endpoint": "endpoints/{}/",
    "results": "results/",
    "facts": "facts/",
    "fact": "facts/{}/",
    "safety": "safety/",
    "timeline": "timeline/",
    "landscape": "landscape/",
    "contradictions": "contradictions/",
    "statements": "statements/",
    "sources": "sources/",
    "source": "sources/{}/",
    "glossary": "glossary/",
    "data": "data/",
    "checks": "checks/",
    "changes": "changes/",
    "corrections": "changes/corrections/",
    "appraisal": "appraisal/",
    "gaps": "not-known/",
    "analyses": "analyses/",
    "analysis": "analyses/{}/",
    "quote": "quote/",
    "methods": "methods/",
    "about": "about/",
    # Entities on the page of another one, each with an anchor of its own.
    "arm": "studies/{owner}/#{}",
    "outcome-measure": "studies/{owner}/#{}",
    "study-field": "studies/{owner}/#{}",
    "endpoint-field": "endpoints/{owner}/#{}",
    "drug-field": "drug/#{}",
    "drug-label": "drug/#{}",
    "event": "timeline/#{}",
    "competitor": "landscape/#{}",
    "competitor-check": "landscape/#figures-of-{}",
    "effect-check": "checks/#{}",
    "outcome-list": "studies/{owner}/#{}",
    "outcome": "appraisal/#{}",
    "gap": "not-known/#{}",
    "contradiction": "contradictions/#{}",
    "statement": "statements/#{}",
    "withdrawn-source": "contradictions/#{}",
    "term": "glossary/#{}",
    "change": "changes/#{}",
    "table": "data/#{}",
    "number": "{}/",  # of a study in a register; redirects to it
    # Files.
    "table-file": "data/{}.csv",
    "table-json": "data/{}.json",
    "package": "data/datapackage.json",
    "sqlite-file": "data/evidence.sqlite",
    "archive": "data/evidence.zip",
    "hashes": "data/SHA256SUMS",
    "schema-file": "data/schema/{}.json",
    "api": "api/v1/",
    "api-index": "api/v1/index.json",
    "api-openapi": "api/v1/openapi.json",
    "api-collection": "api/v1/{}.json",
    "api-document": "api/v1/{owner}/{}.json",
    "api-schema": "api/v1/schemas/{}.json",
    "fact-file": "facts/{}.json",
    "feed": "changes/feed.{}",
    "study-feed": "studies/{owner}/feed.{}",
    "calendar": "timeline/calendar.ics",
    "embed-fact": "embed/facts/{}/",
    "embed-chart": "embed/charts/{}/",
    "llms": "llms.txt",
    "references-file": "data/sources.{}",
    "chart-card": "charts/{}.card.png",
    "notebook-file": "analyses/{}/{}.ipynb",
    "quote-figures": "quote/figures.js",
}

# Pages of which there is one -> title; prose links to them as `[[page.safety]]`.
PAGES = {
    "home": "Home",
    "studies": "Studies",
    "endpoints": "Endpoints and instruments",
    "results": "Results",
    "facts": "All facts",
    "safety": "Safety",
    "timeline": "Timeline",
    "landscape": "Landscape",
    "contradictions": "Contradictions",
    "statements": "What others say",
    "sources": "Sources",
    "glossary": "Glossary",
    "data": "Data",
    "api": "API",
    "checks": "Checks",
    "changes": "What changed",
    "corrections": "Corrections",
    "appraisal": "Appraisal",
    "gaps": "What is not known",
    "analyses": "Analyses",
    "quote": "Check a text",
    "methods": "Methods",
    "about": "About this site",
}

_CHART_FILE = re.compile(r"charts/(.+?)\.((?:vl\.|card\.)?[a-z]+)")


def address(kind: str, key: str = "", owner: str = "") -> str:
    """The address of an entity or page of this kind; `key` and `owner` are keys, never text from elsewhere."""
    return ADDRESSES[kind].replace("{}", anchor(key) if "#" in ADDRESSES[kind] else key).replace("{owner}", owner)


def anchor(key: str) -> str:
    """The anchor of a key or field on its page: `start_date` becomes `start-date`."""
    return key.replace("_", "-")


def chart_anchor(chart: str) -> str:
    """The anchor of a chart on its page: `forest.x` becomes `chart-forest.x`."""
    return anchor(f"chart-{chart}")


def chart_file(chart: str, ending: str) -> str:
    """The address of a file of a chart: `forest` and `csv` give `charts/forest.csv`."""
    return f"charts/{chart}.{ending}"


def chart_of(file: str) -> tuple[str, str] | None:
    """Id of a chart and ending, of the address of one of its files; None for any other address."""
    found = _CHART_FILE.fullmatch(file)
    return (found[1], found[2]) if found else None


def slug(text: str) -> str:
    """A key made from words: `Anti-Ro/SSA` becomes `anti-ro-ssa`. A long one is cut, with a hash of the whole, to name a file."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _short(re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x")


def _short(name: str) -> str:
    """A name that fits into the name of a file with what is put before and behind it."""
    return name if len(name) <= 100 else f"{name[:80]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def term_id(term: str) -> str:
    """The id of a glossary term: `ADCC` becomes `term.adcc`, which no other kind of key can be."""
    return f"term.{slug(term)}"


def number(text: str) -> str:
    """The number of a study in a register as part of an address, letters as printed: `NCT01234567`."""
    return _short(re.sub(r"[^A-Za-z0-9.-]+", "-", text).strip(".-") or "x")


def versioned(target: str, day: str) -> str:
    """An address with the version that a reader cites: `facts/x/?as-of=2026-01-16`."""
    path, hash_, fragment = target.partition("#")
    return f"{path}?as-of={day}{hash_}{fragment}"


def licence_address(name: str) -> str:
    """Where a licence with this SPDX name can be read: at Creative Commons for theirs, in the SPDX list for others."""
    ours = re.fullmatch(r"CC-(BY(?:-[A-Z]{2})*)-(\d\.\d)", name)
    if ours:
        return f"https://creativecommons.org/licenses/{ours[1].lower()}/{ours[2]}/"
    if name == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://spdx.org/licenses/{number(name)}.html"


def source_uri(page: str) -> str:
    """The Markdown file of a page: `studies/x/` is written to studies/x.md, `studies/` to studies/index.md."""
    if not page:
        return "index.md"
    parts = page.rstrip("/").split("/")
    many = {spelt.split("/")[0] for kind, spelt in ADDRESSES.items() if "/{}/" in spelt}
    return f"{parts[0]}/index.md" if len(parts) == 1 and parts[0] in many | {"data"} else "/".join(parts) + ".md"


def relative(page: str, target: str) -> str:
    """An address relative to a page, as a link on that page has it; works under any sub-path."""
    path, hash_, fragment = target.partition("#")
    if path == page and hash_:
        return f"#{fragment}"
    here, there = page.split("/")[:-1], path.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    way = "../" * (len(here) - shared) + "/".join(there[shared:])
    return f"{way or './'}{hash_}{fragment}"


def absolute(site_url: str, target: str) -> str:
    """An address as an absolute URL of the published site."""
    return site_url.rstrip("/") + "/" + target


def edit_address(repository: str, branch: str, path: str, line: int = 0) -> str:
    """Where GitHub's editor opens a file of the repository, at a line; a folder it can only list."""
    kind = "edit" if posixpath.splitext(path)[1] else "tree"
    return f"{repository}/{kind}/{quote(branch)}/{path}" + (f"#L{line}" if line else "")


def report_address(repository: str, form: str, fields: Mapping[str, str]) -> str:
    """Where GitHub opens an issue form with some of its fields filled in, by their ids; a long text is cut, for a browser
    and GitHub both refuse an address that is too long."""
    cut = {
        name: text if len(text) <= LONGEST_FIELD else text[: LONGEST_FIELD - 1] + "…" for name, text in fields.items()
    }
    return f"{repository}/issues/new?{urlencode({'template': f'{form}.yml', **cut}, safe='/:', quote_via=quote)}"


def in_repository(path: str, folder: str) -> str:
    """A path in the data folder (`data/studies/x.yml`) as a path in the repository, whose data are in `folder`."""
    return f"{folder}/{path.partition('/')[2]}".rstrip("/")


# The marker of prose: `[[id]]`, `[[id:part]]`, `[[id|words]]`, outside of code.
MARKER = re.compile(r"\[\[(?P<id>[^\[\]|:\n]+)(?::(?P<part>[^\[\]|\n]*))?(?:\|(?P<words>[^\[\]\n]+))?\]\]")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
# What a figure can be asked for: everything, the value with its unit, the interval, P, the value alone, its magnitude.
PARTS = ("full", "value", "interval", "p", "bare", "size")
# Names of the site itself, which are no keys.
NAMES = (
    "drug", "code", "indication", "indications", "searched", "version", "site", "repository", "contact", "licence", "made_by",
    "funding", "interests",
)  # fmt: skip
# A marker, or code in which markers are only shown.
MARKER_OR_CODE = re.compile(f"{CODE.pattern}|{MARKER.pattern}", re.MULTILINE | re.DOTALL)
