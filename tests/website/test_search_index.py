"""What the search can find: everything on the site, under every spelling, in an index that is always the same."""

import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from evidence.site.cache import Cache
from evidence.site.output import Output
from evidence.site.search import sections
from evidence.site.search.index import bundle
from evidence.site.search.records import SearchRecord
from evidence.site.search.spellings import key, other_spellings, with_spaces
from support.built_site import Built, files


def records(built: Built) -> list[dict[str, Any]]:
    """What the built site gives a browser to find."""
    found = []
    for path in sorted(built.root.glob("pagefind/fragment/*")):
        found.append(json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")))
    return found


def test_everything_that_can_be_found_is_there(built: Built) -> None:
    found = [str(record["url"]).removeprefix("./") for record in records(built)]
    assert [address for address in found if not built.is_published(address)] == []
    assert len(found) == len(set(found)) > 100


def test_every_page_can_be_found(built: Built) -> None:
    found = {str(record["url"]).removeprefix("./") for record in records(built)}
    assert set(built.pages) - found - {"404.html"} == set()


def test_every_result_has_a_kind_and_a_title(built: Built) -> None:
    bare = [record["url"] for record in records(built) if not {"kind", "title"} <= set(record["meta"])]
    assert bare == []


def test_only_what_a_browser_asks_for_is_published(built: Built) -> None:
    names = {path.name for path in (built.root / "pagefind").iterdir() if path.is_file()}
    fixed = {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.en.pagefind"}
    assert {name for name in names - fixed if not name.endswith(".pf_meta")} == set()
    assert not (built.root / "search").exists()


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    words = [f"word{number:03}" for number in range(400)]
    given = [
        SearchRecord(f"a/{number}/", "Fact", f"Title {number}", " ".join(words[number:]), (str(number),))
        for number in range(300)
    ]
    made = [bundle(given, Cache(tmp_path / name)) for name in ("one", "other")]
    assert made[0] == made[1]
    assert files(tmp_path / "one") == files(tmp_path / "other")


def test_what_was_indexed_once_is_not_indexed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [SearchRecord("a/", "Fact", "Title", "Text")]
    first = bundle(given, Cache(tmp_path))
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", os.devnull)
    assert bundle(given, Cache(tmp_path)) == first
    with pytest.raises(OSError):
        bundle([*given, SearchRecord("b/", "Fact", "Title", "Text")], Cache(tmp_path))


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("randomised", "randomized"),
        ("Randomization", "randomisation"),
        ("haematological", "hematological"),
        ("hematology", "haematology"),
        ("anaemia", "anemia"),
        ("anemia", "anaemia"),
        ("hyperglycaemia", "hyperglycemia"),
        ("tumour", "tumor"),
        ("tumors", "tumours"),
        ("lymphoedema", "lymphedema"),
        ("analysed", "analyzed"),
        ("centre", "center"),
        ("programme", "program"),
        ("labelled", "labeled"),
        ("enrolment", "enrollment"),
        ("paediatric", "pediatric"),
        ("four hours of your exercise", "exercize"),
        ("for him", ""),
        ("tumor tumour", ""),
    ],
)
def test_words_have_other_spellings(text: str, other: str) -> None:
    assert other_spellings(text) == other


@pytest.mark.parametrize(
    ("name", "apart"),
    [("ABC123", "ABC 123"), ("ABC-123", "ABC 123"), ("TRIAL-2", "TRIAL 2"), ("TRIAL", ""), ("-1.3", "")],
)
def test_letters_and_digits_are_also_found_apart(name: str, apart: str) -> None:
    assert with_spaces(name) == apart


@pytest.mark.parametrize(
    ("name", "plain"), [("Ménière’s", "menieres"), ("ABC-123", "abc123"), ("-1.3", "1.3"), ("anti-Ro/SSA", "antirossa")]
)
def test_a_whole_name_is_compared_without_its_signs(name: str, plain: str) -> None:
    assert key(name) == plain


def test_a_written_page_is_found_by_what_stands_under_each_heading() -> None:
    page = Output(
        "about.md",
        '<h1 id="top">About</h1><p class="lead">A <a href="x">site</a>.</p><h2 id="who">Who<a class="headerlink" href="#who">¶</a>'
        "</h2><table><tr><td>no</td></tr></table><ul><li><p>We &amp; you</p></li><li><a>only a link</a></li>"
        '<li>outer<ul><li>inner</li></ul></li></ul><script>no()</script><h2 id="bare">Bare</h2><figure><p>no</p></figure>',
        "About & more",
    )
    assert sections(page) == [
        SearchRecord("about/", "Page", "About & more", "A site.", ("About & more",)),
        SearchRecord("about/#who", "Section", "Who (About & more)", "We & you outer inner"),
    ]
