"""What is kept between builds saves time and changes nothing: no page is ever stale, however the keeping is disturbed."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

import markdown
import pytest

from evidence.charts import Chart, RenderedChart
from evidence.model.problems import BadData
from evidence.site import chart_drawings, render
from evidence.site.kept import Store, apart, digest, together
from evidence.site.site import Site
from support.built_site import DATA, ROOT
from support.edits import Edits

EXTENSIONS = {"attr_list": {}, "tables": {}, "toc": {"permalink": True, "toc_depth": 3}}
# What takes long and is kept apart, each with tests of its own.
APART = {"EVIDENCE_NOTEBOOKS": "off", "EVIDENCE_CARDS": "no", "EVIDENCE_SEARCH": "no"}


def _said(site: Site) -> list[object]:
    """Everything that goes into the pages of a site."""
    pages = [output for output in site.outputs if output.uri.endswith(".md")]
    return [site.outputs, [(site.head(page), site.ends(page)) for page in pages]]


def _drawings(wanted: Iterable[Chart], _: Path) -> dict[str, RenderedChart]:
    """Words in the place of drawings, which are kept apart and have their own tests."""
    return {each.id: RenderedChart(*[repr(each)] * 4, b"") for each in wanted if each.is_drawn}


# How many edits are tried; `make bench BENCH=edits` tries two hundred.
EDITS = int(os.environ.get("EDITS", "25"))


# Everything that goes into the pages, and not whole builds, which would take minutes for as many edits; tests/site/test_standing.py does a few.
@pytest.mark.parametrize("name, edits", [("single", EDITS), ("rich", 4)])
def test_after_any_edit_kept_pages_are_as_pages_made_anew(
    name: str, edits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path(shutil.copytree(ROOT / DATA[name], tmp_path / "data"))
    templates = Path(shutil.copytree(render.TEMPLATES, tmp_path / "evidence" / "templates"))
    monkeypatch.setattr(render, "TEMPLATES", templates)
    monkeypatch.setattr(chart_drawings, "drawings", _drawings)
    monkeypatch.setattr(chart_drawings, "begin", lambda *_: None)
    chance, done, refused = Edits(data, templates, seed=4), 0, 0
    while done < edits:
        undo = chance.one()
        store = Store(tmp_path / "kept.sqlite")
        try:
            kept = _said(Site(data, {}, store))
        except BadData:
            undo()
            refused += 1
            assert refused < 4 * edits, "nearly every edit is refused: the edits do not fit this drug"
            continue
        finally:
            store.close()
        # An empty store of its own, beside the other: only compiled templates are shared.
        assert kept == _said(Site(data, {}, Store(tmp_path / f"empty-{done}.sqlite"))), f"after edit {done + refused}"
        done += 1


def test_only_what_depends_on_an_edit_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = Path(shutil.copytree(ROOT / DATA["single"], tmp_path / "data"))
    made: list[str] = []
    page = render.Renderer.page

    def counted(self: render.Renderer, template: str, uri: str, **context: object) -> render.Page:
        made.extend([uri] if template.endswith(".md.jinja") else [])
        return page(self, template, uri, **context)

    monkeypatch.setattr(render.Renderer, "page", counted)
    counts = []
    for change in (None, None, (",14,sites,", ",15,sites,")):
        if change:
            table = data / "reports.csv"
            table.write_text(table.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
        made.clear()
        store = Store(tmp_path / "kept.sqlite")
        assert Site(data, {}, store).outputs
        store.close()
        counts.append(list(made))
    assert (len(counts[0]) > 30, counts[1]) == (True, [])
    assert {"facts/greywillow-1.sites/", "studies/greywillow-1/"} <= set(counts[2])
    assert "facts/greywillow-1.any-adverse-event.active/" not in counts[2]


@pytest.mark.parametrize("name", ["single", "rich"])
def test_pages_converted_without_their_html_are_the_pages_converted_whole(name: str) -> None:
    pages = [output for output in Site(ROOT / DATA[name], {}).outputs if output.uri.endswith(".md")]
    different = []
    for page in pages:
        left, taken = apart(str(page.content))
        assert taken, page.uri
        if _lines(_converted(str(page.content))) != _lines(together(_converted(left), taken)):
            different.append(page.uri)
    assert different == []


def _converted(text: str) -> str:
    return markdown.markdown(text, extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)


def _lines(html: str) -> str:
    return re.sub(r"\s*\n\s*", "\n", html)


@pytest.mark.parametrize(
    "text",
    [
        "<p>One</p>\nand words",
        "<p>One</p>\n## Heading {#x}",
        "<div>\n\n## Heading\n\n</div>",
        "<div><div>\n\n</div>",
        "words <p>in a line</p>",
        "<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\n\n- c\n- d",
        '<div data-block="0"></div>\n\n<p>a</p>',
        "    <p>code</p>",
    ],
)
def test_html_is_set_apart_only_where_it_stands_by_itself(text: str) -> None:
    left, taken = apart(text)
    assert _lines(together(_converted(left), taken)) == _lines(_converted(text))


def test_a_store_that_is_broken_or_cut_off_is_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    first = Store(path)
    first.keep(b"key", b"content")
    first.close()
    again = Store(path)
    assert again.find(b"key") == b"content"
    again.keep(b"other", b"never written")
    del again  # cut off before it closed
    assert Store(path).find(b"other") is None
    path.write_bytes(b"no table at all" * 1000)
    broken = Store(path)
    assert broken.find(b"key") is None
    broken.keep(b"key", b"new")
    broken.close()
    assert Store(path).find(b"key") == b"new"


def test_a_store_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "kept.sqlite")
    assert store.made(b"key", lambda: b"content") == b"content"
    store.close()


def test_two_builds_at_once_share_a_store(tmp_path: Path) -> None:
    def build_one(number: int) -> None:
        store = Store(tmp_path / "kept.sqlite")
        for each in range(200):
            store.keep(f"{number} {each}".encode(), b"content")
        store.close()

    builds = [Thread(target=build_one, args=(number,)) for number in range(4)]
    for one in builds:
        one.start()
    for one in builds:
        one.join()
    table = sqlite3.connect(tmp_path / "kept.sqlite")
    assert table.execute("SELECT COUNT(*) FROM kept").fetchone() == (800,)


def test_a_store_that_grew_too_large_forgets_what_the_last_build_did_not_ask_for(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    old = Store(path)
    old.keep(b"old", bytes(300_000))
    old.keep(b"used", b"content")
    old.close()
    new = Store(path, largest=100_000)
    assert new.find(b"used") == b"content"
    new.keep(b"new", b"content")
    new.close()
    assert [Store(path).find(key) for key in (b"old", b"used", b"new")] == [None, b"content", b"content"]


def test_what_is_kept_beside_a_store_stays_within_its_size(tmp_path: Path) -> None:
    folder = tmp_path / "charts"
    folder.mkdir()
    for age, name in enumerate(("old", "older", "oldest")):
        (folder / name).write_bytes(bytes(50))
        os.utime(folder / name, (1000 - age, 1000 - age))
    Store(tmp_path / "pages" / "kept.sqlite", largest=200).close()
    assert len(list(folder.iterdir())) == 3
    Store(tmp_path / "pages" / "kept.sqlite", largest=140).close()
    assert [path.name for path in folder.iterdir()] == ["old"]


def test_equal_values_have_one_hash_and_different_ones_another() -> None:
    same = [{"a": (1, "x" * 30)}, {"a": (1, "x" * 30)}]
    assert digest(same[0]) == digest(same[1])
    others = [
        {"a": [1]},
        {"a": (1,)},
        {"a": ("1",)},
        {"a": (True,)},
        {"a": (1.0,)},
        {"a": ((1,),)},
        {"b": (1,)},
        {"a": None},
    ]
    assert len({digest(other) for other in others}) == len(others)
    with pytest.raises(TypeError):
        digest({"a": lambda: None})
