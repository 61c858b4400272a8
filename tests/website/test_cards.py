"""A pasted link unfolds into its finding: a card for each fact, study and chart, drawn here and always the same."""

from __future__ import annotations

import hashlib
import io
import struct
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from evidence.charts import all_charts
from evidence.site import cards
from evidence.site.cache import Cache
from evidence.site.cards import draw, pictures
from evidence.site.cards.wording import cards as said
from evidence.site.site import Site
from support.built_site import ADDRESS, ROOT, Built

FONTS = pictures.FONTS
LARGEST = 45_000
LONG = "Vornakindexverbesserungsmessungsverfahren" * 12
HOSTILE = '<script>alert(1)</script> & "quotes" | {% x %} {{ y }} שם בדוי حبة 🧪👩🏽‍⚕️ ê̄ ≥ μ α ł ﷽ \u200b'


def _size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n" and png[12:16] == b"IHDR"
    return struct.unpack(">II", png[16:24])


def _decoded(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image.convert("RGB")


def _image(built: Built, address: str) -> Path:
    (image,) = built.pages[address].tree.xpath("//meta[@property='og:image']/@content")
    return built.root / image.removeprefix(ADDRESS)


def test_each_fact_study_and_chart_has_a_card_of_its_own(built: Built) -> None:
    view = built.site.view
    pages = [f"facts/{key}/" for key in view.evidence.facts]
    pages += [f"studies/{key}/" for key in (*view.evidence.studies, *view.evidence.groups)]
    found = [_image(built, page) for page in pages]
    assert found == [built.root / page / "card.png" for page in pages]
    found += [built.root / f"charts/{chart.id}.card.png" for chart in all_charts(view).values() if chart.is_drawn]
    for picture in found:
        content = picture.read_bytes()
        assert _size(content) == (1200, 630)
        assert len(content) <= LARGEST, picture


def test_a_page_without_a_card_of_its_own_shows_its_chart_or_the_site(built: Built) -> None:
    drawn = {chart.id: chart.about for chart in all_charts(built.site.view).values() if chart.is_drawn}
    for address in built.pages:
        if address == "404.html" or not built.pages[address].tree.xpath("//meta[@property='og:image']"):
            continue
        picture = _image(built, address).relative_to(built.root).as_posix()
        if not picture.endswith("/card.png") and picture != "card.png":
            chart = picture.removeprefix("charts/").removesuffix(".card.png")
            assert drawn[chart] in address or address == f"{drawn[chart]}/"


def test_no_two_facts_have_the_same_picture(built: Built) -> None:
    found: dict[str, str] = {}
    for key in built.site.view.evidence.facts:
        hash_ = hashlib.sha256((built.root / f"facts/{key}/card.png").read_bytes()).hexdigest()
        found[key] = hash_
    view = built.site.view
    words = {card.image: card.lines for card in said(view)}
    same = [key for key, hash_ in found.items() if list(found.values()).count(hash_) > 1]
    # Two facts may say the same; then their cards do, and nothing else does.
    assert [key for key in same if list(words.values()).count(words[f"facts/{key}/card.png"]) < 2] == []


def test_a_card_says_the_figure_its_uncertainty_its_study_and_its_source(built: Built) -> None:
    view = built.site.view
    words = {card.image: dict(card.lines) for card in said(view)}
    for key, report in view.preferred.items():
        lines, figure = words[f"facts/{key}/card.png"], view.figure(key)
        text = " ".join(lines.values()).replace("\u2212", "-")
        numbers = [figure.value, figure.low, figure.high, figure.p]
        assert [number for number in numbers if number is not None and number not in text] == []
        assert view.entities[report.study].label in text
        assert view.evidence.sources[report.source].label in text
        assert lines["site"] == view.evidence.site.name
        assert ("remark" in lines) == figure.disputed


def test_the_same_words_give_the_same_bytes_and_a_card_is_drawn_once(tmp_path: Path, built_site: Any) -> None:
    view = built_site("single").site.view
    first = cards.files(view, {}, Cache(tmp_path / "one"))
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "one").rglob("cards/*")}
    assert cards.files(view, {}, Cache(tmp_path / "one")) == first == cards.files(view, {}, Cache(tmp_path / "other"))
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "one").rglob("cards/*")} == times
    assert len(times) == len(set(first.values()))


def test_two_processes_draw_what_one_draws(tmp_path: Path, built_site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    view = built_site("single").site.view
    monkeypatch.setattr(pictures.os, "cpu_count", lambda: 1)
    alone = cards.files(view, {}, Cache(tmp_path / "alone"))
    monkeypatch.setattr(pictures.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pictures, "_MANY", 2)
    assert cards.files(view, {}, Cache(tmp_path / "together")) == alone


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path, built_site: Any) -> None:
    view = built_site("single").site.view
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    assert cards.files(view, {}, Cache(tmp_path / "file")) == cards.files(view, {}, Cache(tmp_path / "folder"))


def test_a_build_can_leave_the_cards_out(tmp_path: Path) -> None:
    site = Site(ROOT / "tests/drugs/single/data", {"EVIDENCE_CARDS": "no"})
    page = next(output for output in site.outputs if output.uri == "index.md")
    assert (site.cards(Cache(tmp_path)), site.head(page)["image"], list(tmp_path.iterdir())) == ({}, "", [])


@pytest.mark.parametrize("role", sorted(draw.ROLES))
@pytest.mark.parametrize("text", [LONG, HOSTILE, HOSTILE * 20, "0.0", "−45.3 % of 12481 (of 12481)"])
def test_text_of_any_length_and_script_stays_on_the_card(role: str, text: str) -> None:
    content = draw.card([(role, text), ("site", "Site"), ("state", "As of 2027")], None, FONTS)
    image = _decoded(content)
    assert (image.size, len(content) <= LARGEST) == ((1200, 630), True)
    edges = [
        image.crop(box)
        for box in ((0, 12, draw.LEFT - 24, 630), (1200 - draw.LEFT + 24, 12, 1200, 630), (0, 612, 1200, 630))
    ]
    assert [edge.getcolors() for edge in edges] == [[(edge.width * edge.height, (253, 253, 251))] for edge in edges]


def test_nothing_written_at_the_foot_is_overwritten() -> None:
    foot = [("source", "Source: " + LONG), ("site", "Site"), ("state", "As of 2027")]
    empty = _decoded(draw.card(foot, None, FONTS))
    full = _decoded(draw.card([("statement", LONG), ("about", LONG), *[("row", LONG)] * 5, *foot], None, FONTS))
    below = (0, draw.RULE - 70, 1200, 630)
    assert empty.crop(below).tobytes() == full.crop(below).tobytes()


def test_letters_beyond_the_font_of_the_site_are_drawn_from_the_files_beside_it() -> None:
    def picture(text: str) -> bytes:
        return draw.card([("title", text)], None, FONTS)

    missing = picture("\u4e00")
    assert len({picture(text) for text in ("α", "μ", "ł", "š", "a")} | {missing}) == 6
