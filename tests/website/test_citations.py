"""Every page, fact and source can be cited: the files that say how are read by other people's programs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import rispy
import yaml
from bibtexparser import middlewares
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text

from evidence.model import Source
from evidence.site.exports import bibliography, citation
from support import raw_data
from support.built_site import ADDRESS, ROOT, Built, words

# Signs that some format reads as more than text.
HOSTILE = r"""50% of $5 & #1_a {b} ~c ^d \e "f" 'g' <h> | i @j, k and l; m = n: \textbf{o} – Ä ß א ✓"""
STYLE = "harvard-cite-them-right"


def _cited(built: Built) -> list[str]:
    """Every page that can be cited: all but the one that answers where there is none, and those of what moved."""
    return [address for address, page in built.pages.items() if page.tree.xpath("//link[@rel='cite-as']")]


def _bibtex(text: str) -> list[dict[str, str]]:
    library = bibtexparser.parse_string(text, append_middleware=[middlewares.SeparateCoAuthors()])
    assert not library.failed_blocks, [block.raw for block in library.failed_blocks]
    return [{**{field.key: field.value for field in entry.fields}, "ID": entry.key} for entry in library.entries]


def _plain(latex: str) -> str:
    """LaTeX as a reader sees it."""
    return " ".join(LatexNodes2Text(keep_comments=True).latex_to_text(latex).replace("ˆ", "^").split())


def _ris(text: str) -> list[dict[str, Any]]:
    return rispy.loads(text)


@cache
def _style() -> CitationStylesStyle:
    return CitationStylesStyle(STYLE, validate=False)


def _rendered(items: list[dict[str, Any]]) -> list[str]:
    """The references as a CSL processor sets them."""
    bibliography = CitationStylesBibliography(_style(), CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    return [str(each) for each in bibliography.bibliography()]


def test_nearly_every_page_can_be_cited(built: Built) -> None:
    uncited = set(built.pages) - set(_cited(built)) - {"404.html"}
    assert [address for address in uncited if not built.site.view.moves.resolve(address)] == []


def test_a_page_leads_to_the_files_that_cite_it_and_they_are_beside_it(built: Built) -> None:
    for address in _cited(built):
        block = built.pages[address].article.xpath(".//details[@class='cite']")
        assert len(block) == 1, address
        leads = {built.pages[address].target(link.get("href")) for link in block[0].xpath(".//a")}
        files = {f"{address}cite.{ending}" for ending in ("bib", "ris", "csl.json")}
        assert files <= leads, address
        assert [file for file in leads if not built.is_published(str(file))] == [], address


def test_the_three_files_of_a_page_name_its_title_and_its_address_with_the_version(built: Built) -> None:
    for address in _cited(built):
        page = built.pages[address]
        title = page.tree.xpath("string(//meta[@property='og:title']/@content)")
        (cite_as,) = page.tree.xpath("//link[@rel='cite-as']/@href")
        assert re.fullmatch(re.escape(ADDRESS + address) + r"\?as-of=\d{4}(-\d\d){0,2}", cite_as)
        read = {ending: (built.root / f"{address}cite.{ending}").read_bytes().decode() for ending in citation.FORMATS}
        (bib,), (ris,), (csl,) = _bibtex(read["bib"]), _ris(read["ris"]), json.loads(read["csl.json"])
        assert (_plain(bib["title"]), bib["url"]) == (" ".join(title.split()), cite_as)
        assert (ris["title"], ris["urls"]) == (title, [cite_as])
        assert (csl["title"], csl["URL"]) == (title, cite_as)
        assert words(page.article.xpath(".//details[@class='cite']")[0]).count(cite_as) == 1


def test_a_csl_processor_sets_a_reference_of_every_fact(built: Built) -> None:
    facts = built.site.view.evidence.facts
    items = [json.loads((built.root / f"facts/{key}/cite.csl.json").read_text(encoding="utf-8"))[0] for key in facts]
    set_ = _rendered(items)
    assert len(set_) == len(items)
    for item, text in zip(items, set_, strict=True):
        assert item["title"] in text and item["URL"].split("?")[0] in text, text


def test_all_sources_stand_in_one_file_of_each_format_and_no_other_does(built: Built) -> None:
    sources = {key: s for key, s in raw_data.entities(built.data, "sources").items() if s["tier"] != "3"}
    folder = built.root / "data"
    bib = _bibtex((folder / "sources.bib").read_text(encoding="utf-8"))
    ris = _ris((folder / "sources.ris").read_bytes().decode())
    csl = json.loads((folder / "sources.csl.json").read_text(encoding="utf-8"))
    titles = [str(source["title"]) for source in sources.values()]
    assert [entry["ID"] for entry in bib] == [item["id"] for item in csl] == list(sources)
    assert [_plain(entry["title"]) for entry in bib] == [" ".join(title.split()) for title in titles]
    assert [record["title"] for record in ris] == [item["title"] for item in csl] == titles
    assert [record.get("urls", [None])[0] for record in ris] == [source.get("url") for source in sources.values()]
    assert [record.get("doi") for record in ris] == [source.get("doi") for source in sources.values()]
    assert len(_rendered(csl)) == len(sources)


def test_a_source_is_cited_beside_its_page_and_from_each_fact_that_shows_it(built: Built) -> None:
    view = built.site.view
    for key, report in view.preferred.items():
        block = built.pages[f"facts/{key}/"].article.xpath(".//details[@class='cite']")[0]
        leads = {built.pages[f"facts/{key}/"].target(link.get("href")) for link in block.xpath(".//a")}
        assert {f"sources/{report.source}/source.{ending}" for ending in citation.FORMATS} <= leads
        assert view.evidence.sources[report.source].title in " ".join(block.text_content().split())


def test_every_report_of_a_fact_stands_in_its_json_as_it_was_printed(built: Built) -> None:
    found: dict[str, list[dict[str, str]]] = {}
    for row in raw_data.reports(built.data):
        found.setdefault(row["fact"], []).append(row)
    assert set(found) == set(built.site.view.evidence.facts)
    said_above = {"fact", "study", "endpoint", "timepoint", "arm", "comparator", "category", "period", "statistic"}
    for key, rows in found.items():
        fact = json.loads((built.root / f"facts/{key}.json").read_text(encoding="utf-8"))
        assert (fact["id"], fact["address"]) == (key, f"{ADDRESS}facts/{key}/")
        assert len(fact["reports"]) == len(rows)
        assert sum(report["shown"] for report in fact["reports"]) == 1
        for report, row in zip(fact["reports"], rows, strict=True):
            assert report["source"]["id"] == row["source"]
            assert (report["locator"] or "not recorded") == row["locator"]
            printed = {name: text for name, text in row.items() if name not in said_above | {"source", "locator"}}
            assert {name: report[name] or "" for name in printed} == printed
        for name in ("study", "endpoint", "arm", "comparator"):
            assert ((fact.get(name) or {}).get("id") or "") == rows[0].get(name, "")


def test_the_json_of_a_fact_leads_to_pages_that_are_there(built: Built) -> None:
    for key in built.site.view.evidence.facts:
        text = (built.root / f"facts/{key}.json").read_text(encoding="utf-8")
        addresses = re.findall(rf'"address": "{re.escape(ADDRESS)}([^"]*)"', text)
        assert addresses and [address for address in addresses if not built.is_published(address)] == []


def test_each_fact_is_quoted_in_one_sentence_with_its_uncertainty_and_source(built: Built) -> None:
    view = built.site.view
    for key, report in view.preferred.items():
        block = built.pages[f"facts/{key}/"].article.xpath(".//details[@class='cite']")[0]
        sentence = words(block.xpath(".//dd[1]/*[@data-copy]")[0])
        figure, source = view.figure(key), view.evidence.sources[report.source]
        assert sentence.startswith(("In ", "For ", "On ")) and sentence.endswith(").")
        assert " ".join(source.publisher.split()) in sentence
        assert ("second-hand" in sentence) == (source.relation == "second-hand") or "second-hand" in source.publisher
        assert ("other reports differ" in sentence) == figure.disputed
        numbers = [figure.value, figure.low, figure.high, figure.p]
        assert [number for number in numbers if number is not None and number not in sentence] == []


def test_an_effect_is_quoted_as_a_person_would(built_site: Callable[[str], Built]) -> None:
    page = built_site("single").pages["facts/greywillow-1.ague-score-cfb.w24.active-vs-placebo/"]
    quoted = words(page.article.xpath(".//details[@class='cite']//dd[1]/*[@data-copy]")[0])
    assert re.fullmatch(
        r"In GREYWILLOW-1, the difference between ombrelazine weekly and placebo in change from baseline in .+ \(week 24\) "
        r"was -2\.4 points \(95% CI \S+ to \S+; P = \S+\) \(.+\)\.",
        quoted,
    ), quoted


@pytest.fixture
def hostile() -> Source:
    """A source whose every text is hostile."""
    fields = {"label": "x", "type": "journal-article", "title": HOSTILE, "authors": [HOSTILE, "O'Nobody A-B"]}
    more = {
        "publisher": HOSTILE,
        "date": "2026-02",
        "url": "https://example.org/a_b%20c?d=1&e=#f",
        "address_kind": "original",
    }
    last = {"doi": "10.5555/a_{b}%", "tier": "1", "relation": "first-hand", "peer_reviewed": "yes", "accessed": "2026"}
    return Source.model_validate({**fields, **more, **last})


def test_hostile_text_comes_back_from_each_format_as_it_was(hostile: Source) -> None:
    reference = bibliography.of_source("key.1-a", hostile)
    after = bibliography.of_source("after", hostile)  # a record that does not end swallows the next
    made = {ending: citation.text(ending, [reference, after]).decode() for ending in citation.FORMATS}
    entry, _ = _bibtex(made["bib"])
    assert [_plain(entry[name]) for name in ("title", "journal")] == [HOSTILE, HOSTILE]
    assert [_plain(name) for name in entry["author"]] == [HOSTILE, "O'Nobody, A.-B."]
    assert entry["url"] == hostile.url
    one, _ = _ris(made["ris"])
    assert (one["title"], one["secondary_title"], one["authors"]) == (HOSTILE, HOSTILE, [HOSTILE, "O'Nobody, A.-B."])
    item, _ = json.loads(made["csl.json"])
    assert (item["title"], item["author"][0]) == (HOSTILE, {"literal": HOSTILE})
    assert item["issued"] == {"date-parts": [[2026, 2]]}


@pytest.mark.parametrize(
    ("publisher", "expected"),
    [
        ("The Lancet 399(10320):161-171", ("The Lancet", "399", "10320", "161-171")),
        ("RMD Open 4:2", ("RMD Open", "4", "", "2")),
        ("Annals (PMC7892395)", ("Annals (PMC7892395)", "", "", "")),
    ],
)
def test_where_an_article_stands_is_taken_from_what_is_said_of_its_journal(
    hostile: Source, publisher: str, expected: tuple[str, ...]
) -> None:
    reference = bibliography.of_source("x", hostile.model_copy(update={"publisher": publisher}))
    assert (reference.container, reference.volume, reference.issue, reference.pages) == expected


@pytest.mark.parametrize(
    ("kind", "author", "expected", "others"),
    [
        ("journal-article", "Bowman SJ et al.", bibliography.Name("Bowman", "SJ"), True),
        ("journal-article", "Gottenberg J-E", bibliography.Name("Gottenberg", "J-E"), False),
        ("journal-article", "Wang et al.", bibliography.Name("Wang"), True),
        ("press-release", "Made-Up Pharma AG", bibliography.Name("Made-Up Pharma AG"), False),
    ],
)
def test_people_have_family_names_and_companies_have_none(
    hostile: Source, kind: str, author: str, expected: bibliography.Name, others: bool
) -> None:
    reference = bibliography.of_source("x", hostile.model_copy(update={"type": kind, "authors": (author,)}))
    assert (reference.authors, reference.others) == ((expected,), others)


def test_a_release_holds_the_data_and_the_built_site(tmp_path: Path) -> None:
    steps = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))["jobs"]["release"][
        "steps"
    ]
    (pack,) = [step["run"] for step in steps if step.get("name") == "Pack the data and the site"]
    for name in ("data/x.csv", "site/index.html", "LICENSE", "CITATION.cff", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    surroundings = {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "GITHUB_REPOSITORY": "a/b",
        "GITHUB_REF_NAME": "v1",
    }
    identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (
        ["git", "init", "-q"],
        ["git", "add", "."],
        ["git", *identity, "commit", "-qm", "x"],
        ["bash", "-eu", "-c", pack],
    ):
        subprocess.run(command, cwd=tmp_path, env=surroundings, check=True, timeout=60, capture_output=True)
    with (
        zipfile.ZipFile(tmp_path / "release/b-v1-data.zip") as data,
        zipfile.ZipFile(tmp_path / "release/b-v1-site.zip") as site,
    ):
        assert {"b-v1/data/x.csv", "b-v1/CITATION.cff", "b-v1/LICENSE"} <= set(data.namelist())
        assert "site/index.html" in site.namelist()
    sums = (tmp_path / "release/SHA256SUMS").read_text(encoding="utf-8").split()
    assert sums[1::2] == ["b-v1-data.zip", "b-v1-site.zip"]
