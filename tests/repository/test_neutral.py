"""The code knows no drug, and the site repeats nothing that is known to be false."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from support import raw_data
from support.built_site import DATA, ROOT, Built
from support.published_texts import published_texts

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


def _words_of_the_data(folder: Path) -> set[str]:
    """The names that belong to one drug: its own, its disease, its studies and what they are called."""
    drug = raw_data.entity(folder / "drug.yml")
    main = drug["indications"][0]
    disease = main.split()[0]
    found = {drug["name"], drug["code"], main, disease, disease.removesuffix("'s")}
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


@pytest.mark.parametrize("claim", NEVER)
def test_a_claim_known_to_be_false_is_told_nowhere_but_among_contradictions(real: Built, claim: str) -> None:
    pattern = re.compile(claim, re.IGNORECASE)
    found = [
        f"{name}: {text[max(0, hit.start() - 60) : hit.end() + 40]}"
        for name, text in published_texts(real)
        for hit in pattern.finditer(text)
    ]
    assert not found, "\n".join(found)
