"""Builds after edits at random, compared with clean builds byte by byte."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from support.built_site import DATA, build, copy_of_repository, files
from support.edits import Edits

# What takes long and is cached apart, each with tests of its own.
APART = {"EVIDENCE_NOTEBOOKS": "off", "EVIDENCE_CARDS": "no", "EVIDENCE_SEARCH": "no"}


def assert_edits_leave_clean_sites(tmp_path: Path, builds: int) -> None:
    """Edit the small made-up drug at random; assert after each edit that the site is that of a clean build."""
    repository = copy_of_repository(tmp_path / "copy", DATA["single"])
    site, kept = tmp_path / "site", {"EVIDENCE_CACHE": str(tmp_path / "kept")}
    assert build(site, repository, **APART, **kept).returncode == 0
    chance = Edits(repository / "data", repository / "hooks" / "evidence" / "site" / "pages", seed=11)
    texts, number, done = random.Random(11), 0, 0
    while done < builds:
        number += 1
        assert number < 5 * builds + 5, "nearly every edit is refused: the edits do not fit this drug"
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


def _edit_texts(repository: Path, chance: random.Random, number: int) -> Callable[[], object]:
    """Change a page that people wrote, or the theme."""
    path = chance.choice(
        [*sorted((repository / "docs").glob("*.md")), repository / "docs" / ".overrides" / "main.html"]
    )
    old = path.read_text(encoding="utf-8")
    more = f"\n\nOne sentence more, number {number}.\n" if path.suffix == ".md" else f"\n{{#- {number} -#}}\n"
    path.write_text(old + more, encoding="utf-8")
    return lambda: path.write_text(old, encoding="utf-8")
