"""References as files: BibTeX, RIS and CSL-JSON, one reference or many. Each format has its own way of escaping."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evidence.analysis.view import View
from evidence.model import links
from evidence.site.exports import bibliography
from evidence.site.exports.bibliography import Reference
from evidence.site.output import Output

# Ending of a file -> the name of its format, and what it is called on the web.
FORMATS = {
    "bib": ("BibTeX", "application/x-bibtex"),
    "ris": ("RIS", "application/x-research-info-systems"),
    "csl.json": ("CSL-JSON", "application/vnd.citationstyles.csl+json"),
}
# Kind of document -> its type in BibTeX, RIS and CSL, and the word for what these have no type for.
_TYPES: Mapping[str, tuple[str, str, str, str]] = {
    "webpage": ("misc", "ELEC", "webpage", ""),
    "journal-article": ("article", "JOUR", "article-journal", ""),
    "conference-abstract": ("inproceedings", "CPAPER", "paper-conference", "Conference abstract"),
    "registry-record": ("misc", "ELEC", "webpage", "Record in a register of trials"),
    "regulator": ("misc", "ELEC", "webpage", "Text of an authority"),
    "label": ("misc", "ELEC", "webpage", "Prescribing information"),
    "press-release": ("misc", "ELEC", "webpage", "Press release"),
    "company-report": ("techreport", "RPRT", "report", "Company report"),
    "conference-report": ("misc", "ELEC", "webpage", "Report from a conference"),
    "cme-news": ("misc", "ELEC", "webpage", "News for medical education"),
    "trade-news": ("misc", "ELEC", "webpage", "News article"),
    "patient-organisation": ("misc", "ELEC", "webpage", "Page of a patients' organisation"),
}
_CONTAINER = {"article": "journal", "inproceedings": "booktitle"}
_PUBLISHER = {"techreport": "institution", "article": "publisher", "inproceedings": "publisher"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# Characters that LaTeX interprets; a brace must not be alone, escaped or not, for BibTeX counts them.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\ensuremath{\lbrace}",
    "}": r"\ensuremath{\rbrace}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    **{character: f"\\{character}" for character in "&%$#_"},
}


def outputs(view: View) -> Iterator[Output]:
    """Each source that may be cited in a file of each format next to its page, and all of them in one."""
    references = {key: bibliography.of_source(key, source) for key, source in view.evidence.citable_sources.items()}
    for key, reference in references.items():
        yield from files(links.address("source", key), "source", [reference])
    for ending in FORMATS:
        yield Output(links.address("references-file", ending), text(ending, references.values()))


def files(page: str, name: str, references: Sequence[Reference]) -> Iterator[Output]:
    """A file of each format next to a page: `cite.bib`, `cite.ris`, `cite.csl.json`."""
    for ending in FORMATS:
        yield Output(f"{page}{name}.{ending}", text(ending, references))


def text(ending: str, references: Iterable[Reference]) -> bytes:
    """References in the format of files with this ending, as UTF-8."""
    if ending == "csl.json":
        return (json.dumps([csl(each) for each in references], ensure_ascii=False, indent=1) + "\n").encode()
    made = bibtex if ending == "bib" else ris
    return "".join(made(each) for each in references).encode()


def bibtex(reference: Reference) -> str:
    """One BibTeX entry. Braces around each name and the title keep their capitals as they are."""
    kind, _, _, word = _TYPES[reference.kind]
    people = [_braced(name.family) + (f", {latex(name.initials)}" if name.given else "") for name in reference.authors]
    month = reference.date[5:7]
    fields = {
        "author": " and ".join((*people, *(["others"] if reference.others else []))),
        "title": _braced(reference.title),
        _CONTAINER.get(kind, "howpublished"): latex(reference.container),
        _PUBLISHER.get(kind, "organization"): latex(reference.publisher),
        "type": latex(word) if kind == "techreport" else "",
        "volume": reference.volume,
        "number": latex(reference.issue),
        "pages": reference.pages.replace("-", "--"),
        "year": reference.date[:4],
        "date": reference.date,
        "doi": _verbatim(reference.doi),
        "url": _verbatim(reference.url),
        "urldate": reference.accessed,
        "version": reference.version,
        "note": latex("; ".join(part for part in (word if kind == "misc" else "", reference.note) if part)),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if month:
        lines.append(f"  month = {_MONTHS[int(month) - 1]}")
    return f"@{kind}{{{reference.id},\n" + ",\n".join(lines) + "\n}\n"


def latex(words: str) -> str:
    """Text escaped for LaTeX."""
    return "".join(_LATEX.get(character, character) for character in words)


def _braced(words: str) -> str:
    return f"{{{latex(words)}}}"


def _verbatim(address: str) -> str:
    """An address as it is; BibTeX would count its braces."""
    return address.replace("{", "%7B").replace("}", "%7D")


def ris(reference: Reference) -> str:
    """One RIS record: a line a field, its tag of two letters, then `  - ` and the text."""
    _, kind, _, word = _TYPES[reference.kind]
    names = [f"{name.family}, {name.initials}" if name.given else name.family for name in reference.authors]
    first, _, last = reference.pages.partition("-")
    fields = [
        ("TY", kind),
        *(("AU", name) for name in (*names, *(["et al."] if reference.others else []))),
        ("TI", reference.title),
        ("T2", reference.container),
        ("PB", reference.publisher),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", first),
        ("EP", last),
        ("PY", reference.date[:4]),
        ("DA", _slashed(reference.date)),
        ("Y2", _slashed(reference.accessed)),
        ("ET", reference.version),
        ("DO", reference.doi),
        ("UR", reference.url),
        ("M3", word),
        ("N1", reference.note),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join((*lines, "ER  - ", "", ""))


def _slashed(date: str) -> str:
    """A date as RIS has it: YYYY/MM/DD/, with what is not known left out."""
    if not date:
        return ""
    year, month, day = (*date.split("-"), "", "")[:3]
    return f"{year}/{month}/{day}/"


def csl(reference: Reference) -> dict[str, Any]:
    """One item of CSL-JSON, without what is not known."""
    _, _, kind, word = _TYPES[reference.kind]
    authors = [
        {"family": name.family, "given": name.initials} if name.given else {"literal": name.family}
        for name in reference.authors
    ]
    item = {
        "id": reference.id,
        "type": kind,
        "title": reference.title,
        "author": [*authors, *([{"literal": "et al."}] if reference.others else [])],
        "container-title": reference.container,
        "publisher": reference.publisher,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.pages,
        "issued": _parts(reference.date),
        "accessed": _parts(reference.accessed),
        "version": reference.version,
        "genre": word,
        "DOI": reference.doi,
        "URL": reference.url,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def _parts(date: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else {}
