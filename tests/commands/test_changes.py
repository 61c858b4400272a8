"""The log of changes leads from its first day to the data, and every page says of which day it is."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from evidence.analysis import changelog
from evidence.analysis.view import View
from evidence.checks import load_or_raise, problems
from evidence.checks.changes import COLUMNS
from evidence.commands import change_log
from evidence.commands.change_log import Reason, _scalar
from evidence.loading import read, read_or_raise
from evidence.model import Report, changes, links
from evidence.model.changes import Baseline, folded
from evidence.model.problems import BadData
from evidence.site.gather import Gatherer
from evidence.site.output import Output
from evidence.site.pages import facts, tombstone
from evidence.site.pages.page import rendered
from evidence.site.render import Renderer
from support import raw_data
from support.browser import Visit, visit
from support.built_site import ADDRESS, DATA, ROOT, Built, plain, words
from support.git_repository import run
from support.problem_cases import Case

CORRECTED = Reason("2032-01-02", "The source prints it so: table 2.", "correction of ours")


def report(data: Path) -> list[str]:
    """What the check says of a folder."""
    return [str(problem) for problem in problems(read(data))]


@pytest.fixture(params=sorted(DATA))
def copied(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """A copy of each data set in turn; where one keeps no log, it begins one."""
    data = shutil.copytree(ROOT / DATA[request.param], tmp_path / "data")
    if not (data / "changes").exists():
        change_log.write_baseline(data, "2031-05-04")
    return request.param, data


def changed(data: Path) -> tuple[str, str, str]:
    """Let a figure be one more where no other rule is broken by it; gives its fact, and the figure before and after."""
    for name, columns in (("reports.csv", ("value", "se")), ("safety.csv", ("n_affected", "n_events", "n_at_risk"))):
        for number, row in enumerate(as_written_rows(data / name)):
            column = next((each for each in columns if row[each].isdigit()), None)
            if column and not _is_guarded(data, row["fact"]):
                rows = as_written_rows(data / name)
                rows[number][column] = str(int(row[column]) + 1)
                write_rows(data / name, rows)
                if all("changes/" in line for line in report(data)):
                    return row["fact"], row[column], rows[number][column]
                rows[number][column] = row[column]
                write_rows(data / name, rows)
    raise AssertionError("no figure can change by itself")


def _is_guarded(data: Path, fact: str) -> bool:
    """Whether a contradiction rests on the fact; this only spares time."""
    return any(fact in file.read_text(encoding="utf-8") for file in (data / "contradictions").glob("*.yml"))


def page_of(data: Path, kind: Any, uri: str) -> Output:
    """One page of a kind."""
    gather = Gatherer(View(load_or_raise(data)))
    render = Renderer(gather.view.evidence)
    return next(rendered(gather, render, each) for each in kind.pages(gather) if links.source_uri(each.address) == uri)


def as_written_rows(table: Path) -> list[dict[str, str]]:
    """The rows of a table that tests change."""
    with table.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def write_rows(table: Path, rows: list[dict[str, str]]) -> None:
    """Write a table in its order."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        sorted(rows, key=lambda row: "\n".join((row["fact"], row["source"], row.get("source_version", ""))).casefold())
    )
    table.write_text(text.getvalue(), encoding="utf-8")


def test_a_figure_cannot_change_without_an_entry(copied: tuple[str, Path]) -> None:
    _, data = copied
    fact, old, new = changed(data)
    messages = [line for line in report(data) if "changes/" in line]
    assert [re.sub(r":\d+:", ":N:", line, count=1) for line in messages] == [
        f"data/{table}.csv:N:1: must have an entry in changes/ ({column} was '{old}', is '{new}'); run make changes"
        for table, column in [("reports", "value"), ("safety", "n_affected")]
        if f"/{table}.csv:" in messages[0]
    ]
    file, line = messages[0].split(":")[:2]
    assert (data.parent / file).read_text(encoding="utf-8").split("\n")[int(line) - 1].startswith(f"{fact},")


def test_with_its_entry_the_change_passes_and_the_page_shows_it(copied: tuple[str, Path]) -> None:
    _, data = copied
    fact, old, new = changed(data)
    names = change_log.write_missing(data, CORRECTED)
    assert [name.startswith(f"2032-01-02-{fact}-") for name in names] == [True]
    assert report(data) == []
    page = page_of(data, facts, links.source_uri(links.address("fact", fact)))
    assert f" was {old}, is {new}" in page.content
    assert CORRECTED.text in page.content
    assert page.updated == "2032-01-02"
    assert 'data-version="2032-01-02"' in page.content


def removed(data: Path) -> str:
    """Take away a fact on which nothing else rests; gives its id."""
    rows = as_written_rows(data / "reports.csv")
    times = Counter(row["fact"] for row in rows)
    for row in rows:
        if times[row["fact"]] == 1 and row["endpoint"] and not _is_guarded(data, row["fact"]):
            write_rows(data / "reports.csv", [other for other in rows if other is not row])
            if all("changes/" in line for line in report(data)):
                return row["fact"]
    raise AssertionError("no fact can go by itself")


def test_a_fact_cannot_go_until_the_log_says_why_and_a_redirect_where_to(copied: tuple[str, Path]) -> None:
    _, data = copied
    fact = removed(data)
    assert any("or an entry in changes/ that removes it; run make changes" in line for line in report(data))
    (name,) = change_log.write_missing(data, CORRECTED)
    refused = f"must be moved or removed in redirects/, for '{fact}' has no report any more: /facts/{fact}/"
    assert report(data) == [f"data/changes/{name}.yml:4:7: fact: {refused}"]
    (data / "redirects").mkdir(exist_ok=True)
    (data / "redirects" / "gone.yml").write_text(
        f"date: 2032-01-02\nreason: It was never printed.\nremoved:\n  /facts/{fact}/:\n    was: A finding\n", "utf-8"
    )
    assert report(data) == []
    page = page_of(data, tombstone, f"facts/{fact}.md")
    assert page.title == "Removed: A finding"
    assert all(text in page.content for text in ("It was never printed.", CORRECTED.text, 'data-changed="2032-01-02"'))


def test_an_entry_whose_reason_nobody_gave_is_refused(copied: tuple[str, Path]) -> None:
    _, data = copied
    changed(data)
    (name,) = change_log.write_missing(data, Reason("2032-01-02", kind="new evidence"))
    assert report(data) == [
        f"data/changes/{name}.yml:{_line(data, name, 'reason')}:9: reason: must say in a sentence why it changed, got 'say why'"
    ]
    (data / "changes" / f"{name}.yml").unlink()
    (name,) = change_log.write_missing(data, Reason("2032-01-02", "It was read again."))
    assert report(data) == [
        (
            f"data/changes/{name}.yml:{_line(data, name, 'reason_kind')}:14: reason_kind: must be one of new evidence, correction of "
            "ours, correction of a source, got 'say why'"
        )
    ]


def _line(data: Path, name: str, field: str) -> int:
    lines = (data / "changes" / f"{name}.yml").read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(f"{field}:"))


def test_nothing_is_written_where_nothing_changed(copied: tuple[str, Path]) -> None:
    _, data = copied
    before = sorted(path.name for path in (data / "changes").iterdir())
    assert change_log.write_missing(data, CORRECTED) == []
    assert sorted(path.name for path in (data / "changes").iterdir()) == before


def test_a_log_begins_once_and_a_folder_without_one_gets_a_message(tmp_path: Path) -> None:
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "data")
    with pytest.raises(BadData, match="must have a baseline first"):
        change_log.write_missing(data, CORRECTED)
    assert change_log.write_baseline(data, "2031-05-04") == 15
    assert report(data) == []
    with pytest.raises(BadData, match="must not begin twice"):
        change_log.write_baseline(data, "2031-05-05")


def test_bad_data_are_reported_and_nothing_is_written(copied: tuple[str, Path]) -> None:
    _, data = copied
    table = data / "safety.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text + "half,a,row\n", encoding="utf-8")
    before = sorted(path.name for path in (data / "changes").iterdir())
    columns = text.partition("\n")[0].count(",") + 1
    with pytest.raises(BadData, match=rf"safety\.csv:\d+:1: must have {columns} cells, got 3"):
        change_log.write_missing(data, CORRECTED)
    assert sorted(path.name for path in (data / "changes").iterdir()) == before


# Edits of a table: which row, which column, its new content (nothing removes the whole row).
EDITS = st.lists(
    st.tuples(
        st.integers(0, 200),
        st.sampled_from(["value", "p", "statement", "population", "multiplicity", "se", "fact"]),
        st.sampled_from(["", "-1.0", "0.5", "not stated", "a; b = c \\ d: e # f", "1", "NO", "- x", "“é”"]),
        st.sampled_from(["2031-06-01", "2031-06-01", "2031-06-02", "2031-05-01"]),
    ),
    min_size=1,
    max_size=8,
)


@given(EDITS)
@settings(derandomize=True, max_examples=25, deadline=None)
def test_whatever_changes_the_entries_written_lead_there(edits: list[tuple[int, str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data = Case("log", (), ()).build(Path(folder))
        change_log.write_baseline(data, "2031-05-04")
        table = data / "reports.csv"
        for number, column, text, day in edits:
            rows = as_written_rows(table)
            row = rows[number % len(rows)]
            if column == "fact":
                rows.remove(row)
            else:
                row[column] = text
            write_rows(table, rows)
            if read(data).problems:  # no such number, or nothing where something must stand
                row[column] = {"value": "1.0", "p": "0.1", "se": "2"}.get(column, "else")
                write_rows(table, rows)
            change_log.write_missing(data, Reason(day, "It was read again.", "correction of ours"))
        reading = read(data)
        draft = reading.draft_or_raise()
        replayed = changelog.replay(draft.changes, changelog.beginning(draft))
        assert reading.problems == ()
        assert replayed.misfits == ()
        assert replayed.states == {id: changelog.reported_fields(row) for id, row in changelog.rows(draft).items()}
        assert [problem.rule for problem in problems(reading) if problem.path.startswith("data/changes/")] in (
            [],
            ["removed_fact_redirected"]
            * len({*(r["fact"] for r in raw_data.rows(ROOT / DATA["single"], "reports.csv"))} - {*draft.facts}),
        )


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"), min_size=1, max_size=12
)


@given(st.dictionaries(st.sampled_from(sorted(COLUMNS)), TEXT, min_size=1))
@settings(derandomize=True, max_examples=300, deadline=None)
def test_what_is_folded_into_one_cell_comes_back_whatever_the_order(fields: dict[str, str]) -> None:
    row = {"fact": "x", "source": "y"}
    assert Baseline.model_validate({**row, "printed": folded(fields)}).printed == fields
    assert folded(dict(reversed(fields.items()))) == folded(fields)


@given(TEXT)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_a_text_of_an_entry_is_read_as_it_was_written(text: str) -> None:
    assert yaml.load(f"value: {_scalar(text)}", Loader=yaml.BaseLoader) == {"value": text}


def test_a_new_column_and_another_order_need_no_entry() -> None:
    draft = read_or_raise(ROOT / DATA["rich"])
    fields = ["note", *reversed(Report.model_fields)]
    later = type(
        "Later",
        (Report,),
        {"__annotations__": {"imputation": "str | None"}, "imputation": None, "__module__": __name__},
    )
    assert [name for name in later.model_fields if name not in Report.model_fields] == ["imputation"]
    for row in draft.reports:
        again = later.model_validate({name: _text(row, name) for name in fields if getattr(row, name) is not None})
        assert changelog.reported_fields(again) == changelog.reported_fields(row)


def _text(row: Report, name: str) -> str:
    value = getattr(row, name)
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def test_a_column_that_gets_another_name_or_is_dropped_needs_no_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = read_or_raise(ROOT / DATA["rich"])
    logged = changelog.replay(draft.changes, changelog.beginning(draft)).states
    monkeypatch.setattr(changes, "RENAMED", {"value": "estimate", "role": ""})
    renamed = changelog.replay(draft.changes, changelog.beginning(draft)).states
    assert renamed == {
        id: {"estimate" if name == "value" else name: text for name, text in fields.items() if name != "role"}
        for id, fields in logged.items()
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of the small drug, committed, with a log in data/."""
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "repository" / "data")
    change_log.write_baseline(data, "2031-05-04")
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "begin"]):
        done = run(data.parent, "git", *command)
        assert done.returncode == 0, done.stderr
    return data.parent


def test_the_command_compares_with_the_log_or_with_a_revision(repository: Path) -> None:
    table = repository / "data" / "safety.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("not stated", "to week 24", 1), encoding="utf-8")
    assert text != table.read_text(encoding="utf-8")
    command = (sys.executable, "-m", "evidence.commands", "changes", "--date", "2031-06-01", "--reason", "Read again.")
    first = run(repository, *command, "--kind", "correction of ours")
    assert first.returncode == 0, first.stderr
    (entry,) = (repository / "data" / "changes").glob("*.yml")
    assert first.stdout.splitlines() == [f"data/changes/{entry.name}", "1 new entry in data/changes"]
    written = entry.read_text(encoding="utf-8")
    assert run(repository, *command, "--since", "HEAD").stdout.splitlines() == ["0 new entries in data/changes"]
    entry.unlink()
    since = run(repository, *command, "--kind", "correction of ours", "--since", "HEAD")
    assert since.returncode == 0, since.stderr
    assert entry.read_text(encoding="utf-8") == written
    lost = run(repository, *command, "--since", "no-such-revision")
    assert (
        lost.returncode,
        "Traceback" in lost.stderr,
        "no-such-revision" in lost.stderr or "revision" in lost.stderr,
    ) == (1, False, True)


def test_checking_and_building_ask_no_git(repository: Path) -> None:
    shutil.rmtree(repository / ".git")
    assert report(repository / "data") == []


# What the pages of the made-up drug with a log say.


@pytest.fixture(scope="module")
def rich(built_site: Callable[[str], Built]) -> Built:
    """The built site of the made-up drug that keeps a log."""
    return built_site("rich")


def entries(data: Path) -> dict[str, dict[str, str]]:
    """The log as it is written, oldest entry first."""
    found = {path.stem: raw_data.entity(path) for path in (data / "changes").glob("*.yml")}
    return dict(sorted(found.items(), key=lambda item: (item[1]["date"], item[0])))


def test_the_page_of_changes_tells_every_entry_newest_day_first(rich: Built) -> None:
    page = rich.pages["changes/"]
    days = [heading.get("id") for heading in page.article.iter("h2")]
    assert days == sorted(days, reverse=True)
    for name, entry in entries(rich.data).items():
        item = page.by_id[name].xpath("ancestor-or-self::li[1]")[0]
        assert plain(entry["reason"]) in words(item), name
        assert entry["reason_kind"] in words(item), name
        for side in ("old", "new") if entry["kind"] == "changed" else ():
            assert all(plain(text) in words(item) for text in entry[side].values()), name
        (before,) = item.xpath("preceding::h2[1]")
        assert before.get("id") == entry["date"]


def test_the_page_of_corrections_tells_corrections_alone(rich: Built) -> None:
    page = words(rich.pages["changes/corrections/"].article)
    moved = {"2027-01-20-ozzle-4.centres-register-99990104-2027-01-20"}  # listed with the entry by which it came
    for name, entry in entries(rich.data).items():
        if name not in moved:
            assert (plain(entry["reason"]) in page) == entry["reason_kind"].startswith("correction"), name


# A fact of the made-up drug that has another address now.
MOVED = {"ozzle-4.centres": "ozzle-4.sites"}


def test_the_page_of_a_fact_shows_what_stood_there_when_and_why(rich: Built) -> None:
    for name, entry in entries(rich.data).items():
        address = links.address("fact", MOVED.get(entry["fact"], entry["fact"]))
        if address in rich.moved:  # split: the page of changes alone tells of it
            assert len(rich.moved[address].article.xpath(".//p//a")) > 1, name
            continue
        rows = rich.pages[address].article.xpath(".//*[@data-changed]")
        listed = next(row for row in rows if plain(entry["reason"]) in words(row))
        assert listed.get("data-changed") == entry["date"]
        assert entry["reason_kind"] in words(listed)


def test_the_version_of_a_page_is_the_day_of_the_last_entry_that_touched_it(rich: Built) -> None:
    begins = next((rich.data / "changes").glob("*.csv")).stem.removeprefix("baseline-")
    listed = entries(rich.data)
    for fact in {row["fact"] for row in raw_data.reports(rich.data)}:
        page = rich.pages[f"facts/{fact}/"]
        own = [entry["date"] for entry in listed.values() if entry["fact"] == fact]
        shown = {element.get("data-fact") for element in page.article.xpath(".//*[@data-fact]")}
        others = [entry["date"] for entry in listed.values() if entry["fact"] in shown]
        (version,) = page.tree.xpath("//@data-version")
        assert version == max([begins, *own, *others]), fact
        date.fromisoformat(version)
        assert f"Version of {_words(version)}" in words(page.article)


def _words(day: str) -> str:
    when = date.fromisoformat(day)
    return f"{when.day} {when:%B %Y}"


def test_the_pages_of_study_endpoint_and_source_list_the_changes_of_what_they_are_about(rich: Built) -> None:
    listed = {name: entry for name, entry in entries(rich.data).items() if entry["kind"] != "removed"}
    for name, entry in listed.items():
        for address in (f"sources/{entry['source']}/", f"studies/{entry['fact'].partition('.')[0]}/"):
            days = rich.pages[address].article.xpath(".//@data-changed")
            assert entry["date"] in days, (name, address)


def test_a_site_without_a_log_says_so(built_site: Callable[[str], Built]) -> None:
    single = built_site("single")
    assert "No log of changes is kept for these data" in words(single.pages["changes/"].article)
    for page in single.pages.values():
        assert page.tree.xpath("//@data-since") == []
        assert page.tree.xpath("//@data-changed") == []


def test_the_first_page_says_what_changed_last(rich: Built) -> None:
    (heading,) = rich.pages[""].article.xpath(".//h2[@id='changed']")
    listed = [words(item) for item in heading.xpath("following-sibling::ul[1]/li")]
    assert len(listed) == 3
    assert all(
        _words(day) in item for day, item in zip(["2027-02-10", "2027-02-10", "2027-02-03"], listed, strict=True)
    )


# A reader who comes with the version of a citation.


@pytest.fixture(scope="module")
def window(browser: Browser, rich: Built) -> Iterator[Visit]:
    """A window in which one page after the other is opened."""
    with visit(browser, rich.root, ADDRESS) as opened:
        yield opened


FIGURE = "facts/ozzle-2.vid-cfb.w12.100mg-vs-placebo/"


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (f"{FIGURE}?as-of=2026-12-01", "1 December 2026. The figure has changed. Then: -1.32 points (95% CI -2.15 to -0.31; P = 0.0089). Now: -1.23 points"),
        (f"{FIGURE}?as-of=2026-12-15", "15 December 2026. Unchanged since."),
        (f"{FIGURE}?as-of=2026-01-01", "1 January 2026. What stood here then is not known: the log of changes begins later."),
        ("facts/ozzle-3.walk-cfb.w52.active-vs-placebo/?as-of=2026-12-31", "Then: nothing. Now: about 3 metres"),
        ("facts/ozzle-4.centres/?as-of=2026-12-01", "The figure is the same; something beside it has changed. What changed"),
        ("facts/ozzle-1.participants.screened/?as-of=2026-12-01", "Something on this page has changed. What changed"),
        ("facts/ozzle-2.sites/?as-of=2026-12-01", "1 December 2026. Unchanged since."),
        ("studies/ozzle-2/?as-of=2026-12-01", "Something on this page has changed. What changed"),
        ("analyses/pooling/?as-of=2026-12-01", "Something in the data behind this page has changed. What changed"),
        ("methods/?as-of=2026-12-01", "1 December 2026. Unchanged since."),
        (FIGURE, None),
        (f"{FIGURE}?as-of=yesterday", None),
        (f"{FIGURE}?as-of=2026-13-45", None),
        (f"{FIGURE}?as-of=<script>", None),
    ],
)  # fmt: skip
def test_a_link_with_an_old_version_says_what_changed_since(window: Visit, address: str, message: str | None) -> None:
    page = window.open(address)
    listed = [plain(each.inner_text()) for each in page.query_selector_all(".as-of")]
    assert [message in each for each in listed] == ([True] if message else [])
    assert window.wrong == []


def test_without_a_log_no_page_says_that_nothing_changed(browser: Browser, built_site: Callable[[str], Built]) -> None:
    with visit(browser, built_site("single").root, ADDRESS) as opened:
        for day in ("2030-12-01", "2001-01-01"):
            page = opened.open(f"facts/{next(iter(built_site('single').site.view.evidence.facts))}/?as-of={day}")
            assert "What stood here then is not known: no log is kept." in page.locator(".as-of").inner_text()
        assert opened.wrong == []


def test_the_script_that_tells_it_is_small() -> None:
    assert (ROOT / "docs" / "assets" / "as-of.js").stat().st_size <= 1536


def test_a_page_without_scripts_is_whole(browser: Browser, rich: Built) -> None:
    with visit(browser, rich.root, ADDRESS, java_script_enabled=False) as opened:
        page = opened.open(f"{FIGURE}?as-of=2026-12-01")
        assert "Value was -1.32, is -1.23" in plain(page.locator("article").inner_text())
