"""A build leaves the old site until the new one is complete, keeps files that do not change, and trusts no touched file."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from evidence.site.cache import Cache
from evidence.site.output_directory import OutputDirectory, is_current, record
from support.built_site import ADDRESS, DATA, build, copy_of_repository, files, surroundings
from support.edited_builds import APART, assert_edits_leave_clean_sites, cache_with_drawings

FILES = {"a.txt": "one", "deep/er/b.txt": "two"}


def _build(folder: Path, wanted: Mapping[str, str], staged: Mapping[str, str] | None = None) -> None:
    """What a build does with a folder."""
    directory = OutputDirectory(folder)
    for address, content in wanted.items():
        directory.write(address, content)
    for address, content in (staged or {}).items():
        (directory.stage / address).parent.mkdir(parents=True, exist_ok=True)
        (directory.stage / address).write_text(content, encoding="utf-8")
    directory.commit()


def _written(folder: Path) -> dict[str, int]:
    """When each file was written."""
    return {name: (folder / name).stat().st_mtime_ns for name in files(folder)}


def _make(site: Path, repository: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """What `make build` runs; stdout has all that it prints."""
    return subprocess.run(
        [sys.executable, "-m", "evidence.commands", "build", "--site-dir", str(site)],
        cwd=repository,
        env=surroundings(SITE_URL=ADDRESS, PYTHONPATH=str(repository / "hooks"), **settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )


def _texts(folder: Path) -> dict[str, str]:
    return {name: content.decode() for name, content in files(folder).items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that an earlier build left, with files that are older than now."""
    _build(tmp_path / "site", FILES)
    time.sleep(0.01)
    return tmp_path / "site"


def test_a_file_that_does_not_change_is_not_written_again(folder: Path) -> None:
    before = _written(folder)
    _build(folder, FILES)
    assert _written(folder) == before
    _build(folder, {"deep/er/b.txt": "two"}, staged={"a.txt": "one"})
    assert _written(folder) == before
    _build(folder, FILES | {"a.txt": "changed"})
    after = _written(folder)
    assert (after["deep/er/b.txt"], after["a.txt"] > before["a.txt"]) == (before["deep/er/b.txt"], True)
    assert _texts(folder)["a.txt"] == "changed"


def test_a_file_that_is_not_made_any_more_is_gone_with_its_folders(folder: Path) -> None:
    _build(folder, {"a.txt": "one"})
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_a_file_may_take_the_place_of_a_folder_and_the_other_way_round(folder: Path) -> None:
    _build(folder, {"a.txt/c.txt": "three", "deep": "two"})
    assert _texts(folder) == {"a.txt/c.txt": "three", "deep": "two"}


def test_the_generator_overwrites_what_was_written_and_never_the_old_site(folder: Path) -> None:
    directory = OutputDirectory(folder)
    for address, content in FILES.items():
        directory.write(address, content)
    (directory.stage / "a.txt").write_text("other", encoding="utf-8")
    assert _texts(folder) == FILES
    directory.commit()
    assert _texts(folder) == FILES | {"a.txt": "other"}


def test_hidden_files_at_the_top_belong_to_others(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("main", encoding="utf-8")
    _build(folder, {"a.txt": "one"})
    assert sorted(files(folder)) == [".git/HEAD", "a.txt"]


def test_a_build_that_fails_leaves_the_old_site_and_nothing_else(folder: Path) -> None:
    directory = OutputDirectory(folder)
    directory.write("a.txt", "half")
    directory.discard()
    assert (_texts(folder), [path.name for path in folder.parent.iterdir()]) == (FILES, ["site"])


def test_two_builds_at_once_each_leave_a_complete_site(folder: Path) -> None:
    first, second = OutputDirectory(folder), OutputDirectory(folder)
    first.write("a.txt", "first")
    second.write("a.txt", "second")
    second.write("deep/er/b.txt", "two")
    first.commit()
    assert _texts(folder) == {"a.txt": "first"}
    second.commit()
    assert _texts(folder) == {"a.txt": "second", "deep/er/b.txt": "two"}
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_removed_by_the_next(folder: Path) -> None:
    code = "import os, sys; from pathlib import Path; from evidence.site.output_directory import OutputDirectory\n"
    code += "OutputDirectory(Path(sys.argv[1])).write('a.txt', 'half'); os._exit(1)"
    subprocess.run([sys.executable, "-c", code, str(folder)], env=surroundings(), check=False, timeout=60)
    assert len(list(folder.parent.iterdir())) == 2
    _build(folder, FILES)
    assert (_texts(folder), [path.name for path in folder.parent.iterdir()]) == (FILES, ["site"])


@pytest.mark.parametrize("cut", ["before the new site is there", "after it"])
def test_a_swap_that_was_cut_is_put_right_by_the_next_command(folder: Path, cut: str) -> None:
    aside = folder.parent / ".site.old"
    if cut == "after it":
        shutil.copytree(folder, aside)
    else:
        folder.rename(aside)
    assert not is_current(folder, "inputs", Cache(folder.parent / "cache"))
    assert (_texts(folder), aside.exists()) == (FILES, False)


@pytest.mark.parametrize(
    "touch",
    [
        lambda folder, _: (folder / "a.txt").write_text("two", encoding="utf-8"),
        lambda folder, _: (folder / "a.txt").unlink(),
        lambda folder, _: (folder / "more.txt").write_text("more", encoding="utf-8"),
        lambda folder, _: shutil.rmtree(folder),
        lambda _, cache: shutil.rmtree(cache),
        lambda _, cache: [path.write_text("broken") for path in cache.rglob("*") if path.is_file()],
    ],
    ids=["changed", "removed", "added", "all removed", "cache lost", "cache broken"],
)
def test_a_folder_that_was_touched_is_not_current(folder: Path, touch: Callable[[Path, Path], object]) -> None:
    cache = folder.parent / "cache"
    record(folder, "inputs", Cache(cache))
    assert is_current(folder, "inputs", Cache(cache))
    assert not is_current(folder, "other inputs", Cache(cache))
    touch(folder, cache)
    assert not is_current(folder, "inputs", Cache(cache))


# tests/rehearsals does so after many edits.
def test_after_an_edit_the_site_is_the_site_of_a_clean_build(tmp_path: Path) -> None:
    assert_edits_leave_clean_sites(tmp_path, builds=1)


def test_a_build_of_what_did_not_change_or_that_fails_leaves_everything_as_it_is(tmp_path: Path) -> None:
    repository = copy_of_repository(tmp_path / "copy", DATA["single"])
    site, kept = tmp_path / "site", cache_with_drawings(tmp_path / "kept")
    assert build(site, repository, **APART, **kept).returncode == 0
    before = _written(site)
    again = _make(site, repository, **APART, **kept)
    assert (again.returncode, "Nothing changed since the last build" in again.stdout) == (0, True)
    assert _written(site) == before
    # A strict build with a warning leaves it too, and is not taken for one that was well the next time.
    about = repository / "docs" / "about.md"
    text = about.read_text(encoding="utf-8")
    about.write_text(f"{text}\n\n[Nowhere](nowhere.md)\n", encoding="utf-8")
    for _ in range(2):
        failed = _make(site, repository, **APART, **kept)
        assert (failed.returncode, "nowhere.md" in failed.stdout) == (1, True)
        assert (_written(site), list(tmp_path.glob(".site*"))) == (before, [])
    about.write_text(text, encoding="utf-8")
    # What the surroundings say is part of what a site is made from.
    other = _make(site, repository, **APART, **kept, EVIDENCE_NAME="Another name")
    assert (other.returncode, "Nothing changed" in other.stdout) == (0, False)
    assert b"Another name" in (site / "index.html").read_bytes()
