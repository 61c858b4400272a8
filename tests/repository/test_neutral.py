"""The code knows no drug, and the site repeats nothing that is known to be false."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import raw_data
from support.built_site import DATA, ROOT, Built, words

# Where the words that are true of any drug stand: code, templates, pages, and how they are put together.
NEUTRAL = ("hooks", "docs", "mkdocs.yml", "Makefile", ".ci", ".github")
TEXTS = (".py", ".jinja", ".md", ".ipynb", ".html", ".js", ".css", ".yml", ".in", "")
# It names who answers for this repository, as data/site.yml does; tests/repository/test_housekeeping.py compares them.
OWNERS = "CODEOWNERS"
# Claims in circulation that are false, or not seen in any text that may be cited. They may stand only where sources
# contradict each other, in the words of a position.
NEVER = (
    pytest.param(r"(?<![\d.])12\.[67](?![\d])", id="week-48 means of 12.7 and 12.6"),
    pytest.param(r"(?<![\d.])749(?![\d.])", id="749 patients"),
    pytest.param(r"TWINSS\W+phase\W+3|phase\W+3\W+TWINSS", id="a phase 3 trial called TWINSS"),
    pytest.param(r"37499657", id="a paper that is not there, by its number"),
    pytest.param(r"402\s*\(\s*10400\s*\)", id="a paper that is not there, by its issue"),
    pytest.param(r"(?:N\s*=\s*|\b)290 (?:patients|participants|people)|N\s*=\s*290\b", id="290 people"),
    pytest.param(r"BAFF and APRIL|APRIL and BAFF", id="blocking BAFF and APRIL"),
    pytest.param(r"missed its primary", id="a missed primary objective"),
    pytest.param(r"priority review", id="a review class"),
    pytest.param(r"(?<!not )(?<!un)approved (?:for|in) Sj", id="an approval"),
)
# How a source was read is for checking, not for display.
INTERNAL = ("read_via", "read-via", "read via")


def _words_of_the_data(folder: Path) -> set[str]:
    """The names that belong to one drug: its own, its disease, its studies and what they are called."""
    drug = raw_data.entity(folder / "drug.yml")
    disease = drug["indication"].split()[0]
    found = {drug["name"], drug["code"], drug["indication"], disease, disease.removesuffix("'s")}
    found |= set(raw_data.entities(folder, "groups"))
    for key, study in raw_data.entities(folder, "studies").items():
        found |= {
            key,
            study["short_name"]["value"],
            *(study[n]["value"] for n in ("nct", "eudract", "ctis") if n in study),
        }
    # The first part of a key that several studies share is the name of their programme.
    return found | {word.partition("-")[0] for word in found if re.fullmatch(r"[a-z]{4,}-.*", word)}


def _folded(text: str) -> str:
    """A text without capitals, accents and curly signs, so that every spelling of a name is found."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return "".join(char for char in plain if not unicodedata.combining(char))


def _neutral_texts(*places: str) -> Iterator[tuple[str, str]]:
    for name in places:
        place = ROOT / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix in TEXTS and path.name != OWNERS and "__pycache__" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "places"),
    [
        pytest.param("data", NEUTRAL, id="the real drug"),
        # A page for contributors may show what a message looks like, and takes a made-up drug for it.
        pytest.param("single", ("hooks",), id="the small made-up drug"),
        pytest.param("rich", ("hooks",), id="the rich made-up drug"),
    ],
)
def test_nothing_but_the_data_names_the_drug_its_disease_or_its_studies(name: str, places: tuple[str, ...]) -> None:
    names = {_folded(word): word for word in _words_of_the_data(ROOT / DATA[name])}
    longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    pattern = re.compile(rf"(?<![a-z0-9])({longest_first})(?![a-z0-9])")
    found = [
        f"{path}:{number}: {names[word]}"
        for path, text in _neutral_texts(*places)
        for number, line in enumerate(text.splitlines(), 1)
        for word in pattern.findall(_folded(line))
    ]
    assert len(names) > 4
    assert not found, "\n".join(found)


def test_no_file_of_the_code_is_called_after_the_drug_or_a_study() -> None:
    names = {_folded(word).replace(" ", "-") for folder in DATA.values() for word in _words_of_the_data(ROOT / folder)}
    called = {path.stem for place in ("hooks", "docs") for path in (ROOT / place).rglob("*")}
    assert {file for file in called if _folded(file) in names} == set()


PUBLISHED = (".atom", ".csv", ".ics", ".json", ".md", ".svg", ".txt", ".xml")
# Where contradictions are told, in every form.
CONTRADICTIONS = re.compile(
    r"data/(contradictions|positions)\.(csv|json)|api/v\d+/contradictions/.*\.json|contradictions/index\.html\.md"
)


def _published_texts(built: Built) -> Iterator[tuple[str, str]]:
    """Every text of a built site with its address, apart from where contradictions are told."""
    for page in (*built.pages.values(), *built.framed.values()):
        if page.address != "contradictions/":
            values = " ".join(
                value for element in page.tree.iter("*") for name, value in element.attrib.items() if name != "d"
            )
            yield page.address, f"{words(page.tree)} {values}"
    for path in sorted(built.root.rglob("*")):
        name = path.relative_to(built.root).as_posix()
        if path.suffix in PUBLISHED and not CONTRADICTIONS.fullmatch(name):
            yield name, path.read_text(encoding="utf-8")
    for record in built.searchable:
        if not record["url"].startswith("contradictions/"):
            yield f"search: {record['url']}", json.dumps(record, ensure_ascii=False)


@pytest.mark.parametrize("claim", NEVER)
def test_a_claim_known_to_be_false_is_told_nowhere_but_among_contradictions(real: Built, claim: str) -> None:
    pattern = re.compile(claim, re.IGNORECASE)
    found = [
        f"{name}: {text[max(0, hit.start() - 60) : hit.end() + 40]}"
        for name, text in _published_texts(real)
        for hit in pattern.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_a_text_that_may_not_be_cited_is_named_only_among_contradictions(built: Built) -> None:
    sources = raw_data.entities(built.data, "sources")
    withdrawn = {key: source for key, source in sources.items() if source["tier"] == "3"}
    found = [
        f"{name}: {key}: {told}"
        for name, text in _published_texts(built)
        for key, source in withdrawn.items()
        for told in (source["title"], source["label"], source.get("url", ""), source.get("doi", ""))
        if told and told in text
    ]
    assert not found, "\n".join(found)
    tables = [
        list(csv.DictReader(io.StringIO((built.root / "data" / name).read_text(encoding="utf-8"))))
        for name in ("sources.csv",)
    ]
    assert {row["key"] for table in tables for row in table} == set(sources) - set(withdrawn)
    assert not [address for address in built.pages if address.split("/")[1:2] and address.split("/")[1] in withdrawn]


def test_a_text_that_may_not_be_cited_is_named_where_it_contradicts(built: Built) -> None:
    text = words(built.pages["contradictions/"].article)
    withdrawn = [source for source in raw_data.entities(built.data, "sources").values() if source["tier"] == "3"]
    assert [source["label"] for source in withdrawn if source["label"] not in text] == []


def test_how_a_source_was_read_is_not_published(built: Built) -> None:
    found = []
    for path in sorted(built.root.rglob("*")):
        if path.suffix in (".html", ".csv", ".json", ".xml", ".md"):
            text = path.read_text(encoding="utf-8").casefold()
            found += [f"{path.relative_to(built.root)}: {word}" for word in INTERNAL if word in text]
    assert not found, "\n".join(found)
