"""A build writes only what differs from what the last one left in the folder of the site, and trusts no file that was touched."""

from __future__ import annotations

import os
import random
import shutil
import time
from pathlib import Path

import pytest

from evidence.site.kept import Standing
from support.built_site import DATA, build, copy_of_repository, files
from support.edits import Edits

# What takes long and is kept apart, each with tests of its own.
APART = {"EVIDENCE_NOTEBOOKS": "off", "EVIDENCE_CARDS": "no", "EVIDENCE_SEARCH": "no"}
FILES = {"a.txt": "one", "deep/er/b.txt": "two"}
# How many edits are followed by two whole builds; `make bench BENCH=edits` tries more.
BUILDS = int(os.environ.get("BUILDS", "2"))


def _build(
    folder: Path, wanted: dict[str, str], everything: bytes = b"all", staged: dict[str, str] | None = None
) -> None:
    """What a build does with a folder."""
    standing = Standing(folder, folder.parent / "notes")
    for address, content in (staged or {}).items():
        (standing.staged / address).parent.mkdir(parents=True, exist_ok=True)
        (standing.staged / address).write_text(content, encoding="utf-8")
    for address, content in wanted.items():
        standing.put(address, content)
    standing.settle(everything, {}.get)


def _written(folder: Path) -> dict[str, int]:
    """When each file was written."""
    return {name: (folder / name).stat().st_mtime_ns for name in files(folder)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that an earlier build left, with files that are older than now."""
    _build(tmp_path / "site", FILES)
    time.sleep(0.01)
    return tmp_path / "site"


def test_what_is_as_it_was_is_not_written_again(folder: Path) -> None:
    before = _written(folder)
    _build(folder, FILES)
    assert _written(folder) == before
    _build(folder, FILES | {"a.txt": "changed"})
    after = _written(folder)
    assert (after["deep/er/b.txt"], after["a.txt"] > before["a.txt"]) == (before["deep/er/b.txt"], True)
    assert files(folder)["a.txt"] == b"changed"


def test_what_is_gone_goes_with_the_folders_that_it_leaves_empty(folder: Path) -> None:
    _build(folder, {"a.txt": "one"})
    assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_a_file_may_take_the_place_of_a_folder_and_the_other_way_round(folder: Path) -> None:
    _build(folder, {"a.txt/c.txt": "three", "deep": "two"})
    assert files(folder) == {"a.txt/c.txt": b"three", "deep": b"two"}


def test_what_others_make_stands_over_what_was_put_there(folder: Path) -> None:
    _build(folder, FILES, staged={"a.txt": "other", "c.txt": "more"})
    assert files(folder) == {"a.txt": b"other", "c.txt": b"more", "deep/er/b.txt": b"two"}


@pytest.mark.parametrize(
    "touch",
    [
        lambda folder: (folder / "a.txt").write_text("two", encoding="utf-8"),
        lambda folder: (folder / "a.txt").unlink(),
        lambda folder: (folder / "more.txt").write_text("more", encoding="utf-8"),
        lambda folder: shutil.rmtree(folder),
        lambda folder: shutil.rmtree(folder.parent / "notes"),
        lambda folder: [path.write_text("[no", encoding="utf-8") for path in (folder.parent / "notes").iterdir()],
        lambda folder: [
            path.write_text('["", {"a.txt": 1}]', encoding="utf-8") for path in (folder.parent / "notes").iterdir()
        ],
    ],
    ids=["changed", "taken away", "added", "all taken away", "notes lost", "notes broken", "notes of another kind"],
)
def test_a_folder_that_was_touched_is_made_whole_again(folder: Path, touch: object) -> None:
    assert Standing(folder, folder.parent / "notes").is_made_from(b"all")
    touch(folder)  # type: ignore[operator]
    assert not Standing(folder, folder.parent / "notes").is_made_from(b"all")
    _build(folder, FILES)
    assert {name: text.decode() for name, text in files(folder).items()} == FILES


def test_a_folder_is_as_it_was_only_for_what_it_was_made_from(folder: Path) -> None:
    assert not Standing(folder, folder.parent / "notes").is_made_from(b"something else")
    _build(folder, FILES, b"something else")
    assert Standing(folder, folder.parent / "notes").is_made_from(b"something else")


def test_hidden_files_at_the_top_belong_to_others(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("main", encoding="utf-8")
    _build(folder, {"a.txt": "one"})
    assert sorted(files(folder)) == [".git/HEAD", "a.txt"]


def test_after_any_edit_the_site_is_the_site_of_a_clean_build(tmp_path: Path) -> None:
    repository = copy_of_repository(tmp_path / "copy", DATA["single"])
    site, kept = tmp_path / "site", {"EVIDENCE_CACHE": str(tmp_path / "kept")}
    assert build(site, repository, **APART, **kept).returncode == 0
    chance = Edits(repository / "data", repository / "hooks" / "evidence" / "templates", seed=11)
    texts, number, done = random.Random(11), 0, 0
    while done < BUILDS:
        number += 1
        assert number < 5 * BUILDS + 5, "nearly every edit is refused: the edits do not fit this drug"
        undo = _edit_texts(repository, texts, number) if number % 3 == 0 else chance.one()
        if build(site, repository, **APART, **kept).returncode:
            undo()
            continue
        # The drawings are kept in both: they have their own test, and take the most time.
        clean = {"EVIDENCE_CACHE": str(tmp_path / f"clean-{number}")}
        shutil.copytree(tmp_path / "kept" / "charts", tmp_path / f"clean-{number}" / "charts")
        assert build(tmp_path / f"site-{number}", repository, **APART, **clean).returncode == 0
        ours, others = files(site), files(tmp_path / f"site-{number}")
        assert sorted(ours) == sorted(others)
        assert [name for name in ours if ours[name] != others[name]] == [], f"after edit {number}"
        shutil.rmtree(tmp_path / f"site-{number}")
        done += 1
    # What is kept serves a new folder too.
    assert build(tmp_path / "new", repository, **APART, **kept).returncode == 0
    assert files(tmp_path / "new") == files(site)


def _edit_texts(repository: Path, chance: random.Random, number: int):
    """Change a page that people wrote, or the theme."""
    path = chance.choice(
        [*sorted((repository / "docs").glob("*.md")), repository / "docs" / ".overrides" / "main.html"]
    )
    old = path.read_text(encoding="utf-8")
    more = f"\n\nOne sentence more, number {number}.\n" if path.suffix == ".md" else f"\n{{#- {number} -#}}\n"
    path.write_text(old + more, encoding="utf-8")
    return lambda: path.write_text(old, encoding="utf-8")


def test_a_build_of_what_did_not_change_or_that_fails_leaves_everything_as_it_is(tmp_path: Path) -> None:
    repository = copy_of_repository(tmp_path / "copy", DATA["single"])
    site, kept = tmp_path / "site", {"EVIDENCE_CACHE": str(tmp_path / "kept")}
    assert build(site, repository, **APART, **kept).returncode == 0
    before = _written(site)
    again = build(site, repository, **APART, **kept)
    assert (again.returncode, "Nothing changed since the last build" in again.stdout) == (0, True)
    assert _written(site) == before
    # A strict build with a warning leaves it too, and is not taken for one that was well the next time.
    about = repository / "docs" / "about.md"
    text = about.read_text(encoding="utf-8")
    about.write_text(f"{text}\n\n[Nowhere](nowhere.md)\n", encoding="utf-8")
    for _ in range(2):
        failed = build(site, repository, **APART, **kept)
        assert (failed.returncode, "nowhere.md" in failed.stdout) == (1, True)
        assert (_written(site), (site / ".new").exists()) == (before, False)
    about.write_text(text, encoding="utf-8")
    # What the surroundings say is part of what a site is made from.
    other = build(site, repository, **APART, **kept, EVIDENCE_NAME="Another name")
    assert (other.returncode, "Nothing changed" in other.stdout) == (0, False)
    assert b"Another name" in (site / "index.html").read_bytes()
