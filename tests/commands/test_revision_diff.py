"""What differs between two states of the evidence is reported in full, as text and as data."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from evidence.commands import change_log
from evidence.commands.__main__ import main
from evidence.commands.change_log import Reason
from evidence.commands.flatten import Change
from evidence.commands.revision_diff import FORMATS, Difference, State, compare, render
from evidence.loading import read_or_raise, revision
from evidence.site.site import Site
from support.built_site import ADDRESS, DATA, ROOT, SETTINGS, plain
from support.git_repository import run

REASON = "Read again: <b>table 2</b> | *x*."
REMOVED = "ozzle-3.walk-cfb.w52.active-vs-placebo"
CHANGED = "ozzle-2.vid-cfb.w12.100mg-vs-placebo"


def state(data: Path) -> State:
    """A data folder as a state."""
    site = Site(data, SETTINGS)
    return State(data.name, site.view.evidence, site.view, site.addresses(()))


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text that occurs once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def difference(tmp_path_factory: pytest.TempPathFactory) -> Difference:
    """One of everything: a figure changed, a fact added, one removed, one moved, a verdict and a contradiction changed."""
    folder = tmp_path_factory.mktemp("states")
    old = shutil.copytree(ROOT / DATA["rich"], folder / "old")
    new = shutil.copytree(ROOT / DATA["rich"], folder / "new")
    reports = new / "reports.csv"
    edit(reports, "0.47,95,-2.15,-0.31,,0.0089", "0.47,95,-2.16,-0.31,,0.0089")
    edit(reports, "0.40,95,0.1,1.7,,0.4,", "0.40,95,0.1,1.7,,,")
    lines = reports.read_text(encoding="utf-8").splitlines(keepends=True)
    reports.write_text("".join(line for line in lines if not line.startswith(f"{REMOVED},")), encoding="utf-8")
    edit(reports, "ozzle-programme.countries,", "ozzle-programme.nations,")
    edit(
        new / "safety.csv",
        "ozzle-2.headache,",
        "ozzle-2.flu,ozzle-2,ozzle-2-any,,flu,not stated,,1,,,,,annual-report-2026,,page 20,\nozzle-2.headache,",
    )
    edit(new / "contradictions" / "first-of-its-kind.yml", "state: open", "state: resolved")
    (new / "expected.yml").unlink()
    edit(new / "events" / "takeover.yml", "2024-07", "2024-08")
    with (new / "glossary.csv").open("a", encoding="utf-8") as terms:
        terms.write("Ω2,Omega two,A made-up word for <tests>.\n")
    change_log.write_missing(new, Reason("2027-03-01", REASON, "correction of ours"))
    (new / "redirects" / "2027-03-01.yml").write_text(
        f"date: 2027-03-01\nreason: Nobody printed it.\nremoved:\n  /facts/{REMOVED}/:\n    was: A walk\n"
        "moved:\n  /facts/ozzle-programme.countries/: [/facts/ozzle-programme.nations/]\n",
        encoding="utf-8",
    )
    return compare(state(old), state(new))


def test_facts_added_changed_and_removed_are_distinguished(difference: Difference) -> None:
    kinds = {change.fact: change.kind for change in difference.facts}
    assert kinds == {
        CHANGED: "changed",
        "ozzle-2.patient-rating-cfb.w12.100mg-vs-placebo": "changed",
        "ozzle-2.flu": "added",
        REMOVED: "removed",
        "ozzle-programme.nations": "changed",
    }
    (report,) = next(change.reports for change in difference.facts if change.fact == CHANGED)
    assert (report.fields, report.before["ci_low"], report.after["ci_low"]) == (("ci_low",), "-2.15", "-2.16")
    assert report.reasons == ((REASON, "correction of ours"),)
    (moved,) = next(change.reports for change in difference.facts if change.fact == "ozzle-programme.nations")
    assert (moved.moved_from, moved.fields) == ("ozzle-programme.countries", ())


def test_verdicts_contradictions_and_charts_that_changed_are_listed(difference: Difference) -> None:
    verdicts = {pair.id: (pair.old, pair.new) for pair in difference.verdicts}
    assert verdicts["ozzle-2.patient-rating-cfb.w12.100mg-vs-placebo journal-ozzle-2"] == ("inconsistent", "consistent")
    (case,) = difference.contradictions
    assert (case.id, case.kind, case.fields) == (
        "first-of-its-kind", "changed", (Change("state", "open", "resolved"),)
    )  # fmt: skip
    charts = {change.id: change for change in difference.charts}
    forest = charts["forest.vid-cfb"]
    assert [(pair.old != pair.new, "-2.15" in plain(pair.old), "-2.16" in plain(pair.new)) for pair in forest.rows] == [
        (True, True, True)
    ]
    assert {"safety", "timeline"} <= charts.keys()
    assert not [id for id in charts if id.startswith(("programme", "anatomy", "landscape"))]


def test_other_entries_are_listed_with_their_fields(difference: Difference) -> None:
    result = {(change.of, change.id): change for change in difference.entries}
    assert result["event", "takeover"].fields == (Change("date", "2024-07", "2024-08"),)
    assert result["term", "term.2"].kind == "added"
    assert result["expected verdict", "ozzle-2.patient-rating-cfb.w12.100mg-vs-placebo"].kind == "removed"


def test_addresses_added_moved_and_removed_are_listed_and_none_is_lost(difference: Difference) -> None:
    assert "/facts/ozzle-2.flu/" in difference.added
    assert {(move.address, move.targets) for move in difference.moved} >= {
        (f"facts/{REMOVED}/", ()),
        ("facts/ozzle-programme.countries/", ("facts/ozzle-programme.nations/",)),
    }
    assert [address for address in difference.lost if address.startswith("/facts/") and "#" not in address] == []


def test_as_markdown_it_is_sentences_and_nothing_in_it_is_markup(difference: Difference) -> None:
    result = render(difference, "md")
    assert result.startswith("# Evidence: from old to new\n")
    assert "lower end of the interval was \u22122.15, is \u22122.16" in result
    assert "removed; it was about 3 metres" in result
    assert "was inconsistent, is consistent" in result
    assert "date was 2024-07, is 2024-08" in result
    assert "its address was <code>ozzle-programme.countries</code>" in result
    assert "<b>" not in result
    assert "*x*" not in result
    assert "\n\n\n" not in result
    headings = [line.removeprefix("## ").rpartition(" (")[0] for line in result.splitlines() if line.startswith("## ")]
    assert [each for each in headings if each.startswith("Facts")] == ["Facts removed", "Facts changed", "Facts added"]


def test_as_a_page_it_says_the_same_and_runs_nothing(difference: Difference) -> None:
    page = html.document_fromstring(render(difference, "html"))
    text = " ".join(page.text_content().split())
    assert "lower end of the interval was \u22122.15, is \u22122.16" in text
    assert REASON in text
    assert page.xpath("//script | //b") == []
    drawn = [chart for change in difference.charts for chart in (change.old, change.new) if chart and chart.is_drawn]
    assert [image.get("alt") for image in page.xpath("//figure//img")] == [chart.title for chart in drawn]
    assert all(source.startswith("data:image/svg+xml;base64,") for source in page.xpath("//img/@src"))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert len(page.xpath("//li")) == render(difference, "md").count("\n- ")


def test_as_json_it_holds_every_field_as_printed(difference: Difference) -> None:
    result = json.loads(render(difference, "json"))
    facts = {each["fact"]: each for each in result["facts"]}
    assert facts[CHANGED]["reports"][0]["old"] == {"ci_low": "-2.15"}
    assert facts[CHANGED]["reports"][0]["new"] == {"ci_low": "-2.16"}
    assert facts[REMOVED]["reports"][0]["new"] is None
    assert facts[REMOVED]["reports"][0]["old"]["value"] == "3"
    assert result["addresses"]["moved"] == {"/facts/ozzle-programme.countries/": ["/facts/ozzle-programme.nations/"]}
    assert result["addresses"]["removed"] == {f"/facts/{REMOVED}/": "A walk"}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_loss_is_ever_left_out(difference: Difference, form: str) -> None:
    lost = tuple(f"/facts/lost-{number}/" for number in range(500))
    result = render(replace(difference, lost=lost), form)
    assert [address for address in lost if address not in result] == []


def test_an_entry_of_the_log_that_is_gone_or_altered_is_listed(tmp_path: Path) -> None:
    old, new = (shutil.copytree(ROOT / DATA["rich"], tmp_path / name) for name in ("old", "new"))
    gone, altered, *_ = sorted((new / "changes").glob("*.yml"))
    gone.unlink()
    edit(altered, "We had" if "We had" in altered.read_text(encoding="utf-8") else "The", "Nobody had")
    edit(new / "changes" / "baseline-2026-12-01.csv", "n_affected=2; n_events=3", "n_affected=2; n_events=4")
    draft = read_or_raise(new)
    now = state(old)
    found = compare(now, State("new", draft, now.view, now.addresses)).log
    assert [(pair.id, pair.new) for pair in found] == [
        (gone.stem, ""),
        (altered.stem, "altered"),
        ("baseline", "altered"),
    ]


def test_two_states_that_are_the_same_differ_in_nothing() -> None:
    same = state(ROOT / DATA["single"])
    found = compare(same, same)
    assert found.is_empty
    assert "Nothing differs: no fact, verdict, contradiction, chart, entry or address." in render(found, "md")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """The command as one calls it: status, and what it says on stdout and stderr."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("SITE_URL", ADDRESS)

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(["difference", *arguments], os.environ)
        return (status, *capsys.readouterr())

    return call


def test_older_data_that_do_not_pass_today_are_compared_as_far_as_they_can_be_read(
    tmp_path: Path, command: Callable[..., tuple[int, str, str]]
) -> None:
    old = shutil.copytree(ROOT / DATA["single"], tmp_path / "old")
    edit(old / "sources" / "annals-2030.yml", 'tier: "1"', "tier: first")
    (old / "addresses.txt").write_text("/\n/once/\n", encoding="utf-8")
    status, output, _ = command(str(old), DATA["single"], "--format", "json")
    result = json.loads(output)
    assert (status, result["only_facts_of_old"], result["addresses"]["lost"]) == (0, True, ["/once/"])
    assert result["facts"] == []


def test_newer_data_must_pass_the_check(tmp_path: Path, command: Callable[..., tuple[int, str, str]]) -> None:
    new = shutil.copytree(ROOT / DATA["single"], tmp_path / "new")
    edit(new / "sources" / "annals-2030.yml", 'tier: "1"', "tier: first")
    status, output, wrong = command(DATA["single"], str(new))
    assert (status, output) == (1, "")
    assert wrong.startswith("new/sources/annals-2030.yml:")


def test_one_command_compares_two_revisions_and_writes_every_format(tmp_path: Path) -> None:
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "repository" / "data")
    table = data / "safety.csv"
    changed = table.read_text(encoding="utf-8").replace("not stated", "to week 24", 1)
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "one"], ["commit", "-qam", "two"]):
        if "two" in command:
            table.write_text(changed, encoding="utf-8")
        assert run(data.parent, "git", *command).returncode == 0
    command = ("difference", "HEAD~1", "HEAD", "--into", "result", "--docs", str(ROOT / "docs"))
    done = run(data.parent, sys.executable, "-m", "evidence.commands", *command)
    assert done.returncode == 0, done.stderr
    result = {file.name: file.read_text(encoding="utf-8") for file in (data.parent / "result").iterdir()}
    assert sorted(result) == ["difference.html", "difference.json", "difference.md", "difference.txt"]
    assert done.stdout == result["difference.txt"]
    assert done.stdout.startswith("# Evidence: from HEAD~1 to HEAD\n\n## Facts changed (1)\n")
    with (
        pytest.raises(revision.RevisionError, match="must be a revision of the repository, got 'nope'"),
        revision.data_at(data, "nope"),
    ):
        pass
