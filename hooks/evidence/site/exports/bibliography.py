"""References to pages of the site and to sources, with the fields of reference managers; citation.py writes them."""

import re
from dataclasses import dataclass

from evidence.model import Site, Source, links

# A source of these kinds is written by people, who sign with their names; any other by an organisation.
_SIGNED = ("journal-article", "conference-abstract", "conference-report", "cme-news", "trade-news")
_PERSON = re.compile(r"(?P<family>[^\W\d_].*) (?P<given>[A-ZÀ-ÖØ-Þ](?:-?[A-ZÀ-ÖØ-Þ]){0,3})")
_OTHERS = re.compile(r",? et al\.?$")
# Journal, volume, issue and pages of an article, as in "The Lancet 399(10320):161-171".
_ISSUE = re.compile(r"(?P<journal>.*\D) (?P<volume>\d+)(?:\((?P<issue>[^()]+)\))?:(?P<pages>[\w-]+)")


@dataclass(frozen=True)
class Name:
    """An author: a person with family and given name or initials, or an organisation with its name as `family`."""

    family: str
    given: str = ""

    @property
    def initials(self) -> str:
        """Given names as initials: `SJ` is S. J., `J-E` is J.-E."""
        return " ".join(re.sub(r"(?<=[^\W\d_])(?=-|$|[^\W\d_])", ". ", self.given).replace(". -", ".-").split())


@dataclass(frozen=True)
class Reference:
    """A document: `kind` is webpage or the type of a source, `id` its key in a list, all text plain.

    `container` is what it appeared in, `publisher` who put it out where that is no journal. Dates are as precise as
    known; `version` is the day of the state that is cited. `others` is whether there are more authors than these.
    """

    id: str
    kind: str
    title: str
    authors: tuple[Name, ...] = ()
    others: bool = False
    container: str = ""
    publisher: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    date: str = ""
    version: str = ""
    accessed: str = ""
    doi: str = ""
    url: str = ""
    note: str = ""


def of_page(site: Site, address: str, title: str, version: str) -> Reference:
    """A page of the site in the version of a day."""
    return Reference(
        id=address.strip("/").replace("/", ":") or "home",
        kind="webpage",
        title=title,
        authors=tuple(Name(author) for author in site.authors),
        container=site.name if address else "",
        date=version,
        version=version,
        url=links.absolute(site.site_url, links.versioned(address, version)),
    )


def of_source(key: str, source: Source) -> Reference:
    """A document that the site cites."""
    signed = source.type in _SIGNED
    names = tuple(_OTHERS.sub("", author) for author in source.authors) if signed else source.authors
    people = [_PERSON.fullmatch(name) if signed else None for name in names]
    article = _ISSUE.fullmatch(source.publisher) if source.type == "journal-article" else None
    where = article.groupdict("") if article else {"journal": source.publisher}
    return Reference(
        id=key,
        kind=source.type,
        title=source.title,
        authors=tuple(Name(**p.groupdict()) if p else Name(name) for p, name in zip(people, names, strict=True)),
        others=names != source.authors,
        container=where["journal"] if signed else "",
        publisher="" if signed else source.publisher,
        volume=where.get("volume", ""),
        issue=where.get("issue", ""),
        pages=where.get("pages", ""),
        date=source.date or "",
        accessed=source.accessed,
        doi=source.doi or "",
        url=source.url or "",
        note="; ".join(source.registry_ids),
    )
