"""A build gives the same bytes everywhere, publishes nothing when the data are wrong, and obeys its surroundings."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from support import raw_data
from support.built_site import ADDRESS, DATA, ROOT, Built, build, copy_of_repository, files, locked, surroundings, words
from support.edited_builds import APART
from support.repeated_build import assert_builds_alike

# One figure of the small drug, and what it is broken into: the estimate then lies outside its interval.
FIGURE = ",-2.4,points,,,0.88,"
BROKEN = ",-9.4,points,,,0.88,"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository with the small drug as its data, built into its folder site/."""
    return copy_of_repository(tmp_path_factory.mktemp("small") / "copy", DATA["single"])


def _break(repository: Path) -> Path:
    """Put a wrong figure into a table; gives the file."""
    table = repository / "data" / "reports.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count(FIGURE) == 1, "the figure that this test breaks has moved"
    table.write_text(text.replace(FIGURE, BROKEN), encoding="utf-8")
    return table


def _run(repository: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    settings = {"PYTHONPATH": str(repository / "hooks"), **settings}
    return subprocess.run(
        command, cwd=repository, env=surroundings(**settings), capture_output=True, text=True, timeout=200, check=False
    )


def _make(repository: Path, target: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Run a rule of the Makefile with the Python that runs the tests, in place of an environment of the copy's own."""
    return _run(repository, "make", "-o", ".venv/ready", f"SITE={sys.executable}", target, *more)


# tests/rehearsals builds the other data sets twice.
def test_two_builds_give_the_same_bytes_whatever_the_place_the_hour_and_the_chance(
    built_site: Callable[[str], Built], tmp_path: Path
) -> None:
    assert_builds_alike(built_site("single"), tmp_path)


def test_bad_data_publish_nothing_and_are_told_as_the_check_tells_them(copy: Path, tmp_path: Path) -> None:
    repository, site = shutil.copytree(copy, tmp_path / "copy"), tmp_path / "site"
    assert build(site, repository).returncode == 0
    before = files(site)
    _break(repository)
    checked = _run(repository, sys.executable, "-m", "evidence.commands", "check")
    done = build(site, repository)
    problems = checked.stderr.strip().splitlines()
    assert (checked.returncode, done.returncode != 0, files(site) == before) == (1, True, True)
    assert re.fullmatch(r"data/reports\.csv:\d+:\d+: .+", problems[0])
    assert [line for line in done.stdout.splitlines() if line in problems] == problems
    assert "Traceback" not in done.stdout + checked.stdout + checked.stderr


def test_on_github_a_failed_build_tells_each_problem_beside_its_line(copy: Path, tmp_path: Path) -> None:
    repository = shutil.copytree(copy, tmp_path / "copy")
    _break(repository)
    done = build(tmp_path / "site", repository, GITHUB_ACTIONS="true")
    told = [line for line in done.stdout.splitlines() if line.startswith("::error ")]
    assert done.returncode != 0
    assert told and all(re.match(r"::error file=data/reports\.csv,line=\d+,col=\d+::", line) for line in told)


def test_a_wrong_marker_on_a_written_page_publishes_nothing(copy: Path, tmp_path: Path) -> None:
    repository, site = shutil.copytree(copy, tmp_path / "copy"), tmp_path / "site"
    assert build(site, repository).returncode == 0
    before = files(site)
    page = repository / "docs" / "about.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[[nothing-of-that-name]]\n", encoding="utf-8")
    done = build(site, repository)
    assert (done.returncode != 0, files(site) == before) == (True, True)
    assert re.search(
        r"^docs/about\.md:\d+:1: must name something in the data, got 'nothing-of-that-name'", done.stdout, re.MULTILINE
    )
    assert "Traceback" not in done.stdout


def test_a_page_that_would_hide_a_generated_one_stops_the_build(copy: Path, tmp_path: Path) -> None:
    repository = shutil.copytree(copy, tmp_path / "copy")
    (repository / "docs" / "safety.md").write_text("# Safety by hand\n", encoding="utf-8")
    done = build(tmp_path / "site", repository)
    assert done.returncode != 0
    assert "docs/safety.md has the address of a page that the site generates" in done.stdout


def test_a_link_that_leads_nowhere_stops_the_build(copy: Path, tmp_path: Path) -> None:
    repository = shutil.copytree(copy, tmp_path / "copy")
    page = repository / "docs" / "about.md"
    page.write_text(
        page.read_text(encoding="utf-8") + "\n[there](no-such-page.md) [here](#no-such-part)\n", encoding="utf-8"
    )
    done = build(tmp_path / "site", repository)
    assert done.returncode != 0
    assert {"no-such-page.md", "#no-such-part"} <= set(re.findall(r"'([^']+)'", done.stdout))


def test_make_build_replaces_the_site_or_leaves_it_as_it_was(copy: Path, tmp_path: Path) -> None:
    repository = shutil.copytree(copy, tmp_path / "copy")
    done = _make(repository, "build")
    assert done.returncode == 0, done.stderr
    before = files(repository / "site")
    assert "index.html" in before
    again = _make(repository, "build")
    assert (again.returncode, files(repository / "site") == before) == (0, True)
    _break(repository)
    failed = _make(repository, "build")
    assert (failed.returncode != 0, files(repository / "site") == before) == (True, True)
    assert "Traceback" not in failed.stdout + failed.stderr
    assert [path.name for path in repository.iterdir() if path.name.startswith(".site")] == []


def test_make_check_tells_the_same_problems(copy: Path, tmp_path: Path) -> None:
    repository = shutil.copytree(copy, tmp_path / "copy")
    assert _make(repository, "check").returncode == 0
    _break(repository)
    done = _make(repository, "check")
    assert done.returncode != 0
    assert _run(repository, sys.executable, "-m", "evidence.commands", "check").stderr.strip() in done.stderr


@pytest.fixture(scope="session")
def overridden(shared_folder: Path) -> Built:
    """The small drug under another name, in another repository, at another address."""
    root, log = shared_folder / "overridden", shared_folder / "overridden.log"
    with locked(shared_folder / "overridden.lock"):
        if not log.exists():
            done = build(
                root,
                EVIDENCE_DATA=DATA["single"],
                EVIDENCE_NAME='Another <name> & "sign"',
                EVIDENCE_REPOSITORY="https://github.com/somebody/else",
                EVIDENCE_BRANCH="trunk",
                SITE_URL="https://example.org/some/path/",
                **APART,
            )
            log.write_text(f"{done.returncode}\n{done.stdout}", encoding="utf-8")
    status, _, said = log.read_text(encoding="utf-8").partition("\n")
    return Built("single", ROOT / DATA["single"], root, int(status), said)


def test_name_and_repository_come_from_the_surroundings_where_they_say_so(overridden: Built) -> None:
    for page in overridden.pages.values():
        title = words(page.tree.find(".//title"))
        assert title.endswith('Another <name> & "sign"'), page.address
        edits = page.tree.xpath("//a[@rel='edit']/@href")
        assert [
            edit for edit in edits if not re.match("https://github.com/somebody/else/(edit|tree)/trunk/", edit)
        ] == []
        assert len(edits) == (page.address != "404.html")


def test_every_edit_button_leads_to_the_file_and_line_that_says_it(built: Built) -> None:
    site = raw_data.entity(built.data / "site.yml")
    # GitHub edits files, and lists folders.
    pattern = re.compile(
        rf"{re.escape(site['repository'])}/(edit|tree)/{re.escape(site['branch'])}/([^#]+)(?:#L(\d+))?"
    )
    wrong = []
    for page in built.pages.values():
        for edit in page.tree.xpath("//a[@rel='edit']/@href"):
            kind, path, line = match.groups() if (match := pattern.fullmatch(edit)) else ("", "", None)
            there = (ROOT / path).is_file() if kind == "edit" else kind == "tree" and (ROOT / path).is_dir()
            if not there or not _holds(ROOT / path, int(line or 0), page.address):
                wrong.append(f"{page.address}: {edit}")
    assert not wrong, "\n".join(wrong[:20])


def _holds(file: Path, line: int, address: str) -> bool:
    """Whether a line of a file is where the thing on a page is written; whole pages need no line."""
    kind, _, key = address.rstrip("/").partition("/")
    if not line:
        return not key or file.is_dir() or file.suffix in (".md", ".ipynb")
    text = file.read_text(encoding="utf-8").splitlines()[line - 1]
    key = key or kind  # the page of the drug and of its file
    if file.parent.name == "redirects":
        return text.startswith("date: ")
    if kind == "facts":
        return file.name in ("reports.csv", "safety.csv") and text.startswith(f"{key},")
    return file.stem == key and not text.startswith("#") and ":" in text


def test_the_same_pages_can_be_written_for_another_generator(copy: Path, tmp_path: Path) -> None:
    done = _run(copy, sys.executable, "-m", "evidence.commands", "export", str(tmp_path / "out"), SITE_URL=ADDRESS)
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    assert build(site, copy).returncode == 0
    built = Built("single", copy / "data", site, 0, "")
    written = files(tmp_path / "out")
    pages = {page_address(name): text.decode() for name, text in written.items() if name.endswith(".md")}
    stems = [path.stem for path in (ROOT / "docs" / "analyses").glob("*.ipynb")]
    assert set(pages) == set(built.pages) - {"404.html"} - {f"analyses/{stem}/" for stem in stems}
    assert {f"analyses/{stem}/{stem}.ipynb" for stem in stems} <= set(written)
    for address, text in pages.items():
        front = yaml.safe_load(text.split("---\n")[1])
        assert front["title"] and front["description"], address
        assert "[[" not in re.sub(r"`[^`]*`|<pre\b.*?</pre>", "", text, flags=re.DOTALL), address
        if text.startswith('---\ntitle: "'):
            assert words(built.pages[address].article.find(".//h1")) == " ".join(front["title"].split())
    others = {name: content for name, content in written.items() if not name.endswith(".md")}
    assert "data/reports.csv" in others
    assert {name: (site / name).read_bytes() for name in others} == others


def page_address(name: str) -> str:
    """The address at which a Markdown file is published."""
    stem = name.removesuffix(".md")
    return "" if stem == "index" else stem.removesuffix("/index") + "/"


def test_make_export_writes_the_pages(copy: Path, tmp_path: Path) -> None:
    done = _make(copy, "export", f"FOLDER={tmp_path / 'out'}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "index.md").is_file()


def test_bad_data_are_written_for_no_generator(copy: Path, tmp_path: Path) -> None:
    repository = shutil.copytree(copy, tmp_path / "copy")
    _break(repository)
    done = _run(repository, sys.executable, "-m", "evidence.commands", "export", str(tmp_path / "out"))
    checked = _run(repository, sys.executable, "-m", "evidence.commands", "check")
    assert (done.returncode, done.stderr, (tmp_path / "out").exists()) == (1, checked.stderr, False)


def test_a_failed_build_of_another_data_folder_names_that_folder(copy: Path, tmp_path: Path) -> None:
    other = shutil.copytree(copy / "data", tmp_path / "another-drug")
    table = other / "reports.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(FIGURE, BROKEN), encoding="utf-8")
    done = build(tmp_path / "site", copy, EVIDENCE_DATA=str(other))
    assert done.returncode != 0
    assert re.search(r"^another-drug/reports\.csv:\d+:\d+: ", done.stdout, re.MULTILINE)
