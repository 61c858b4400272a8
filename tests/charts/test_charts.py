"""Charts: each says its finding, draws every figure as printed, is the same in every process, and can be done without."""

from __future__ import annotations

import csv
import gzip
import io
import json
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import html

from evidence.analysis.view import View
from evidence.charts import Chart, RenderedChart, Row, all_charts, sparklines
from evidence.charts.dataframe import dataframe
from evidence.charts.drawing import rendering, svg_cleaning, svg_flattening
from evidence.checks import load_or_raise
from evidence.site import chart_drawings as drawing
from evidence.site import gather_charts
from evidence.site.cache import Cache
from evidence.site.exports import chart_files
from evidence.site.gather import Gatherer
from evidence.site.render import Renderer
from support import raw_data
from support.built_site import ADDRESS, DATA, ROOT, plain, surroundings

HOSTILE = (
    "</svg><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "]]> --> <!-- & &amp; &#60;b&#62;",
    "[x](javascript:alert(1)) {: onclick=alert(1) } {{ x }} {% y %} | `z` *a* _b_",
    'url(#c1) var(--accent) currentColor data-chart="forest" data-size="wide">',
    "datum.value = 1 \\u003cscript\\u003e 'quoted' עברית 却下 🧪",
)
# Findings as titles, by data set and chart.
TITLES = (
    ("single", "forest", "Ombrelazine weekly: 2.4 points better than placebo (VAQ)"),
    ("single", "change.greywillow-1.ague-score-cfb.week-24", "On average VAQ fell by 8.8 points with ombrelazine weekly and by 6.4 points with placebo"),
    ("single", "timeline", "No approval is known (last search: 4 May 2031; newest source on regulation: 3 June 2030). Filing planned in the EU (September 2031)"),
    ("single", "programme", "1 study in Vintner's ague, 1 of them in phase 3: 1 completed"),
    ("rich", "placebo.walk-cfb", "With placebo 6CW rose by 18.5 metres. Fictabernil 100 mg: not shown to differ from placebo"),
    ("rich", "schedules.ozzle-2.vid-cfb.week-12", "Fictabernil 100 mg: 1.23 points better than placebo; 25 mg: not shown to differ"),
    ("rich", "landscape", "4 results of 3 other drugs on 6CW and VID, in alphabetical order: context, no ranking"),
    ("rich", "safety", "Of 10 safety topics, 5 have numbers for both the drug and its comparator, 4 for one side only; 1 is told in words"),
    ("rich", "anatomy.vid", "VID: weights of 3 of 4 domains were read (1 to 3); that of the other may be larger"),
    ("rich", "forest.walk-cfb", "Fictabernil 100 mg every 2, then every 4 weeks: about 3 metres better than placebo (neither interval nor P printed); 100 mg: not shown to differ"),
    ("rich", "forest.serum-flurin", "Fictabernil 100 mg: 0.6 µg/mL lower than placebo; 10 mg: 45 µg/mL lower than placebo; 50 mg: 120.5 µg/mL lower than placebo"),
    ("rich", "change.ozzle-1.serum-flurin.24-hours", "On average Serum flurin-γ (µg/mL) changed by −0.0 µg/mL with placebo, fell by 45.3 µg/mL with fictabernil 10 mg and by 120.5 µg/mL with fictabernil 50 mg"),
)  # fmt: skip
REASONS = (
    ("rich", "forest.vid-response", "No source that was read prints a difference between two arms for Vørnåk response."),
    ("rich", "change.ozzle-4", "No source that was read prints a change from baseline for two arms of OZZLE-4."),
)  # fmt: skip
# What a mark means, by fact.
MEANINGS = {
    "ozzle-3.vid-cfb.w52.active-vs-placebo": "main",
    "ozzle-2.vid-cfb.w12.100mg-vs-placebo": "other",
    "ozzle-2.vid-cfb.w12.25mg-vs-placebo": "other",
}
NAMES = ("rich", "single")
SHORT, TALL = 3_000, 4_800


@cache
def _view(name: str) -> View:
    return View(load_or_raise(ROOT / DATA[name], {"SITE_URL": ADDRESS}))


@cache
def _charts(name: str) -> Mapping[str, Chart]:
    return all_charts(_view(name))


@cache
def _drawn(name: str) -> Mapping[str, RenderedChart]:
    return drawing.drawings(_charts(name).values(), drawing.default_cache())


def _drawable() -> list[Any]:
    found = [(name, id) for name in NAMES for id, each in _charts(name).items() if each.is_drawn]
    return [pytest.param(*pair, id=" ".join(pair)) for pair in found]


def _frame(name: str, chart: Chart) -> html.HtmlElement:
    """A chart in its frame, as its template writes it on a page."""
    view = _view(name)
    render = Renderer(view.evidence, lambda _, target: f"../{target}")
    frame = gather_charts.frame(Gatherer(view), chart)
    text = render._env.get_template("_charts.jinja").module.figure(frame)
    return html.fragment_fromstring(text, create_parent="div")


def _marks(svg: str) -> dict[str, str]:
    """What each mark says -> number of its row."""
    found = ElementTree.fromstring(svg).iterfind(".//*[@aria-label]")
    return {mark.get("aria-label", ""): mark.get("data-row", "") for mark in found}


def _zip(text: str) -> int:
    return len(gzip.compress(text.encode(), 9, mtime=0))


@pytest.mark.parametrize(("name", "id", "title"), TITLES)
def test_the_title_says_the_finding_in_printed_figures(name: str, id: str, title: str) -> None:
    assert _charts(name)[id].title == title


@pytest.mark.parametrize(("name", "id", "reason"), REASONS)
def test_a_chart_without_enough_data_says_why(name: str, id: str, reason: str) -> None:
    chart = _charts(name)[id]
    assert not chart.is_drawn
    assert chart.reason == reason
    assert plain(reason) in plain(_frame(name, chart).text_content())


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_chart_is_drawn_or_gives_a_reason(name: str) -> None:
    found = _charts(name)
    kinds = {chart.kind for chart in found.values()}
    assert kinds >= {"forest", "change", "placebo", "timeline", "programme", "landscape", "safety"}
    assert all(chart.title and chart.subject and chart.about for chart in found.values())
    assert all(bool(chart.rows) != bool(chart.reason) for chart in found.values())
    assert all(chart.reason.endswith(".") for chart in found.values() if chart.reason)


def test_without_results_events_and_rivals_every_chart_says_why() -> None:
    whole = _view("single").evidence
    reports = tuple(report for report in whole.reports if report.statistic in ("n", "count"))
    studies = {
        key: study.model_copy(
            update={"start_date": None, "completion_date": None, "enrolled": None, "planned": None, "randomised": None}
        )
        for key, study in whole.studies.items()
    }
    bare = View(replace(whole, reports=reports, studies=studies, safety=(), events={}, landscape={}))
    found = all_charts(bare)
    assert [chart.id for chart in found.values() if chart.is_drawn and chart.kind != "instrument_domains"] == []
    assert {"forest", "placebo", "timeline", "programme", "landscape", "safety"} <= set(found)


@pytest.mark.parametrize(("name", "id"), _drawable())
def test_no_figure_is_lost(name: str, id: str) -> None:
    chart, drawn = _charts(name)[id], _drawn(name)[id]
    table = _frame(name, chart).xpath(".//tbody/tr[@data-row]")
    csv_rows = list(csv.DictReader(io.StringIO(_file(name, id, "csv"))))
    assert sorted(int(line.get("data-row")) for line in table) == list(range(len(chart.rows)))
    assert len(table) == len(csv_rows) == len(chart.rows)
    for svg in (drawn.wide, drawn.narrow, drawn.svg):
        said = _marks(svg)
        assert [row.description for row in chart.rows if row.description not in said] == []
        assert {chart.rows[int(said[row.description])].description for row in chart.rows} == {
            row.description for row in chart.rows
        }
    for line in table:
        row = chart.rows[int(line.get("data-row"))]
        assert plain(row.printed) in plain(line.text_content())
    assert [(cell["id"], plain(cell["as_shown"])) for cell in csv_rows] == [
        (row.id, plain(row.printed)) for row in chart.rows
    ]


@cache
def _files(name: str) -> Mapping[str, str | bytes]:
    return {output.uri: output.content for output in chart_files.outputs(_view(name))}


def _file(name: str, id: str, ending: str) -> Any:
    return _files(name)[f"charts/{id}.{ending}"]


def test_a_mark_lies_where_its_printed_figure_says() -> None:
    shown = _view("rich").preferred
    placed = [
        row for chart in _charts("rich").values() for row in chart.rows if row.id in shown and row.value is not None
    ]
    assert len(placed) > 20
    for row in placed:
        value = getattr(shown[row.id], "value", None)
        assert value is None or (f"{value}".replace("-", "−") in row.printed and float(value) == row.value)


def test_files_keep_printed_decimals() -> None:
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(_file("rich", "forest.vid-cfb", "csv")))}
    effect = rows["ozzle-2.vid-cfb.w12.25mg-vs-placebo"]
    (written,) = [row for row in raw_data.rows(ROOT / DATA["rich"], "reports.csv") if row["fact"] == effect["id"]]
    assert written["value"] == "-0.40"
    for name in ("value", "ci_level", "ci_low", "ci_high", "p"):
        assert effect[name] == written[name]


DRAWING = """
<g xmlns="http://www.w3.org/2000/svg" transform="translate(5,25)" fill="none">
 <g transform="translate(100,20)" stroke="red">
  <line transform="translate(10.04,0)" x2="0" y2="4"/><line transform="translate(20.06,0)" y2="-4"/>
  <line transform="translate(0,9)" x2="7.5" stroke-width="1"/><line transform="translate(1,2)" x2="3" y2="4"/>
  <line x2="5" aria-label="Said"/>
  <g fill="blue" transform="translate(0.5,0.5)">
   <text transform="translate(-2,-0.2)" text-anchor="start" font-size="13px">a</text>
   <text transform="translate(4,3) rotate(90)">b</text>
   <path d="M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0" transform="translate(1,2)"/><path d="M0,0h3.333"/>
  </g>
 </g>
 <g opacity="0.5"><text>c</text></g>
</g>
"""


def test_a_drawing_without_its_groups_has_everything_where_it_was() -> None:
    made = svg_flattening.flatten(ElementTree.fromstring(DRAWING))
    found = [
        (part.tag.removeprefix(svg_flattening.SVG), dict(part.attrib)) for element in made for part in element.iter()
    ]
    assert found == [
        ("g", {"stroke": "red"}),
        # Three strokes and a slope, each from the end of the one before.
        ("path", {"d": "m110,20v4m10.1-4v-4m-20.1 13h7.5m-6.5-7l3,4".replace(" ", ",")}),
        ("path", {"d": "m100,20h5", "aria-label": "Said"}),
        ("text", {"fill": "blue", "stroke": "red", "font-size": "13px", "x": "99", "y": "20"}),
        ("g", {"fill": "blue", "stroke": "red"}),
        ("text", {"transform": "translate(104.5,23.5) rotate(90)"}),
        ("circle", {"r": "4", "cx": "101.5", "cy": "22.5"}),
        ("path", {"transform": "translate(100.5,20.5)", "d": "M0,0h3.3"}),
        ("g", {"opacity": "0.5"}),
        ("text", {}),
    ]


def test_the_dataframe_of_a_chart_has_its_rows_as_reported_and_as_numbers() -> None:
    chart = _charts("rich")["forest"]
    frame = dataframe(chart.rows)
    assert list(frame["printed"]) == [row.printed for row in chart.rows]
    assert [None if number != number else number for number in frame["low"]] == [row.low for row in chart.rows]  # noqa: PLR0124
    assert {str(frame[name].dtype) for name in ("value", "low", "high")} == {"float64"}


def test_colour_carries_meaning() -> None:
    assert {row.id: row.kind for row in _charts("rich")["forest.vid-cfb"].rows} == MEANINGS
    arms = _charts("rich")["change.ozzle-2.vid-cfb.week-12"].rows
    assert [row.kind for row in arms] == ["other", "other", "placebo"]


def test_only_the_line_of_no_effect_is_drawn() -> None:
    for name in NAMES:
        for chart in _charts(name).values():
            if chart.is_drawn and chart.kind in ("forest", "landscape"):
                spec = json.dumps(rendering.specification(chart, "wide"))
                assert spec.count('"datum": 0}') == spec.count('"datum":') == len(chart.panels)


def test_the_landscape_is_in_order_of_name_with_week_and_level_in_each_row() -> None:
    for name in NAMES:
        chart = _charts(name)["landscape"]
        for panel in chart.panels:
            rows = chart.rows_of(panel)
            assert [row.label.casefold() for row in rows] == sorted(row.label.casefold() for row in rows)
            assert all(f"{row.data['ci_level']}% CI" in row.short for row in rows)
            assert all(row.detail.startswith(row.data["timepoint"] or "week not stated") for row in rows)
        assert not chart.is_drawn or "no ranking" in chart.title


def test_a_record_date_is_drawn_apart_from_an_event_date() -> None:
    view, rows = _view("rich"), _charts("rich")["timeline"].rows
    kinds = {row.id.removesuffix("#date"): row.kind for row in rows if row.id.endswith("#date")}
    assert set(kinds) == set(view.evidence.events)
    for key, event in view.evidence.events.items():
        happened = "event" if event.date_of == "event" else "record"
        assert kinds[key] == (happened if event.status == "happened" else "planned")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_specs_are_vega_lite_as_altair_knows_it(name: str, layout: str) -> None:
    # Of each kind the chart with most rows: the others of its kind are specified by the same code.
    drawn = sorted((chart for chart in _charts(name).values() if chart.is_drawn), key=lambda chart: len(chart.rows))
    for chart in {chart.kind: chart for chart in drawn}.values():
        assert rendering.specification(chart, layout, validate=True) == rendering.specification(chart, layout)


@pytest.mark.parametrize(("name", "id"), _drawable())
def test_drawings_are_small_named_and_without_outside_references(name: str, id: str) -> None:
    chart, drawn = _charts(name)[id], _drawn(name)[id]
    limit = TALL if chart.kind == "timeline" else SHORT
    assert max(_zip(drawn.wide), _zip(drawn.narrow)) <= limit
    for svg in (drawn.wide, drawn.narrow):
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert [root.findtext("title"), root.findtext("desc")] == [chart.title, chart.subject]
        assert "font-family" not in svg
        assert not {"id", "href", "style", "onclick"} & {key for element in root.iter() for key in element.attrib}


@pytest.mark.parametrize(("name", "id"), _drawable())
def test_files_for_other_places_need_no_page_around_them(name: str, id: str) -> None:
    drawn = _drawn(name)[id]
    spec = json.loads(drawn.spec)
    colours = spec["usermeta"].pop("colours")
    assert set(colours.values()) == set(svg_cleaning.LIGHT)
    assert "http" not in json.dumps(
        {key: value for key, value in spec.items() if key not in ("$schema", "usermeta", "datasets")}
    )
    assert drawn.png.startswith(b"\x89PNG")
    root = ElementTree.fromstring(drawn.svg)
    for value in (
        value for element in root.iter() for key, value in element.attrib.items() if key in ("fill", "stroke")
    ):
        assert "var(" not in value and value != "currentColor"


def test_labels_from_hostile_data_stay_text() -> None:
    chart = _charts("rich")["forest.vid-cfb"]
    texts = [one + other for one, other in zip(HOSTILE[:3], HOSTILE[3:], strict=True)]
    rows = tuple(
        replace(row, label=text, detail=text, source=text) for row, text in zip(chart.rows, texts, strict=True)
    )
    hostile = replace(chart, title=HOSTILE[0], subject=HOSTILE[1], rows=rows, credit=HOSTILE[0])
    made = rendering.render(hostile)
    for markup in (made.wide, made.narrow, made.svg):
        assert set(_marks(markup)) == {row.description for row in rows}
        page = html.document_fromstring(f"<body>{markup}</body>")
        assert not page.xpath("//script | //img | //a | //*[@onerror or @onclick]")
        assert page.xpath("//svg[@role='img']/title")[0].text == HOSTILE[0]
    assert [json.loads(made.spec)["title"][key] for key in ("text", "subtitle")] == [HOSTILE[0], HOSTILE[1]]
    frame = _frame("rich", hostile)
    assert not frame.xpath(".//script | .//img | .//*[@onerror or @onclick]")
    assert frame.findtext(".//*[@class='finding']") == HOSTILE[0]


@pytest.mark.parametrize(("name", "id"), [(name, id) for name in ("rich",) for id in ("safety", "timeline", "forest")])
def test_hostile_data_of_the_made_up_drug_run_nothing(name: str, id: str) -> None:
    drawn = _drawn(name)[id]
    page = html.document_fromstring(f"<body>{drawn.wide}{drawn.narrow}</body>")
    assert {element.tag for element in page.iter("*")} <= {
        "html", "body", "svg", "title", "desc", "g", "path", "circle", "text", "tspan"
    }  # fmt: skip


def test_a_page_gets_its_charts_where_the_template_left_room() -> None:
    made = _drawn("single")["forest"]
    text = html.tostring(_frame("single", _charts("single")["forest"]), encoding="unicode")
    done = drawing.inject(text, {"forest": made})
    assert done.count("<svg") == 2
    assert done.replace(made.wide, "").replace(made.narrow, "").replace(f'"height">{made.height}', '"height">') == text
    with pytest.raises(KeyError):
        drawing.inject(text, {})


@pytest.mark.parametrize("name", NAMES)
def test_small_marks_lie_as_their_figures_do(name: str) -> None:
    view = _view(name)
    found = sparklines(view)
    assert set(found) == {fact for fact in view.effects if view.preferred[fact].endpoint}
    for fact, spark in found.items():
        report = view.preferred[fact]
        assert 0 < spark.value < 100 and 0 < spark.zero < 100
        assert (spark.value < spark.zero) == (float(report.value) < 0) or not float(report.value)
        assert (spark.low is None) == (report.ci_low is None)
        assert spark.low is None or spark.low <= spark.value <= spark.high


# Draws every chart of the small data set and says which libraries it took and what came out.
PROCESS = """
import hashlib, sys
from pathlib import Path
from evidence.analysis.view import View
from evidence.checks import load_or_raise
from evidence.site.cache import Cache
from evidence.site.exports import chart_files
made = hashlib.sha256()
for output in chart_files.outputs(View(load_or_raise(Path(sys.argv[1])))):
    if not output.uri.endswith(".js"):
        made.update(output.uri.encode() + (output.content if isinstance(output.content, bytes) else output.content.encode()))
print(made.hexdigest(), sorted({"altair", "numpy", "pandas", "vl_convert"} & set(sys.modules)))
"""


def _process(cache_folder: Path, seed: str, name: str = "single") -> tuple[str, str]:
    settings = {"EVIDENCE_CACHE": str(cache_folder), "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", PROCESS, str(ROOT / DATA[name])]
    done = subprocess.run(
        command, env=surroundings(**settings), capture_output=True, text=True, timeout=300, check=True
    )
    made, _, libraries = done.stdout.strip().partition(" ")
    return made, libraries


def test_every_process_draws_the_same_bytes_and_a_warm_cache_starts_no_library(tmp_path: Path) -> None:
    first, cold = _process(tmp_path / "a", "1")
    second, _ = _process(tmp_path / "b", "2")
    again, warm = _process(tmp_path / "a", "3")
    assert first == second == again
    assert "altair" in cold and "vl_convert" in cold
    assert warm == "[]"


def test_a_drawing_that_is_not_whole_is_drawn_again(tmp_path: Path) -> None:
    chart = _charts("single")["forest"]
    first = drawing.drawings([chart], Cache(tmp_path))
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    content = path.read_bytes()
    path.write_bytes(content[:-10])
    assert drawing.drawings([chart], Cache(tmp_path)) == first
    assert path.read_bytes() == content


def test_a_second_process_draws_what_is_missing_and_gives_the_same(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(drawing, "MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    found = [chart for chart in _charts("single").values() if chart.is_drawn]
    with drawing.drawing_in_background(found, Cache(tmp_path)):
        pass
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == len(found)
    monkeypatch.setattr(drawing, "_draw", None)
    assert drawing.drawings(found, Cache(tmp_path)) == _drawn("single")


def test_with_one_core_all_is_drawn_here(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(drawing, "MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: None)
    monkeypatch.setattr("subprocess.Popen", None)
    with drawing.drawing_in_background(_charts("single").values(), Cache(tmp_path)):
        pass
    assert not list(tmp_path.iterdir())


# Draws in the background and says which process does so; then it never ends by itself.
PARENT = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell that starts tests in the background has it ignored
from pathlib import Path
from evidence.analysis.view import View
from evidence.charts import all_charts
from evidence.checks import load_or_raise
from evidence.site import chart_drawings
from evidence.site.cache import Cache
chart_drawings.MANY, chart_drawings.os.cpu_count = 1, lambda: 2
start = chart_drawings.subprocess.Popen
def said(*arguments, **how):
    process = start(*arguments, **how)
    print(process.pid, flush=True)
    return process
chart_drawings.subprocess.Popen = said
charts = all_charts(View(load_or_raise(Path(sys.argv[1])))).values()
with chart_drawings.drawing_in_background(charts, Cache(Path(sys.argv[2]))):
    time.sleep(300)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_second_process_ends_with_the_first(tmp_path: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, str(ROOT / DATA["single"]), str(tmp_path)]
    with subprocess.Popen(command, env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as first:
        assert first.stdout
        second = int(first.stdout.readline())
        first.send_signal(how)
    for _ in range(200):
        if not _runs(second):
            break
        time.sleep(0.1)
    assert not _runs(second)


def _runs(process: int) -> bool:
    path = Path(f"/proc/{process}/stat")
    return path.exists() and path.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_a_changed_row_is_drawn_anew(tmp_path: Path) -> None:
    chart = _charts("single")["forest"]
    first = drawing.drawings([chart], Cache(tmp_path))["forest"]
    moved: tuple[Row, ...] = (replace(chart.rows[0], value=-3.0), *chart.rows[1:])
    assert drawing.drawings([replace(chart, rows=moved)], Cache(tmp_path))["forest"].wide != first.wide


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("in the way")
    chart = _charts("single")["forest"]
    assert drawing.drawings([chart], Cache(place))["forest"].wide == _drawn("single")["forest"].wide


def test_scripts_are_no_larger_than_was_agreed() -> None:
    assert (ROOT / "docs/assets/charts.js").stat().st_size <= 6_000
    assert _zip(str(_files("single")["assets/vega-embed.js"])) <= 310_000


def test_no_drawing_asks_another_computer() -> None:
    assert [id for name in NAMES for id, drawn in _drawn(name).items() if "http" in drawn.wide + drawn.narrow] == []
