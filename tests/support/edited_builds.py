"""Builds after edits at random, compared with clean builds byte by byte."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

from support.built_site import DATA, ROOT, build, copy_of_repository, files
from support.edits import Edits
from support.repeated_build import assert_same_files

# What takes long and is cached apart, each with tests of its own.
APART = {"EVIDENCE_NOTEBOOKS": "off", "EVIDENCE_CARDS": "no", "EVIDENCE_SEARCH": "no"}


def cache_with_drawings(folder: Path) -> dict[str, str]:
    """Let a cache of its own share the drawings of the built sites, which have their own tests and take the most time."""
    drawings = ROOT / ".cache" / "charts"
    drawings.mkdir(parents=True, exist_ok=True)
    folder.mkdir()
    (folder / "charts").symlink_to(drawings)
    return {"EVIDENCE_CACHE": str(folder)}


def assert_edits_leave_clean_sites(tmp_path: Path, builds: int) -> None:
    """Edit the small made-up drug at random; assert after each edit that the site is that of a clean build."""
    repository = copy_of_repository(tmp_path / "copy", DATA["single"])
    site, kept = tmp_path / "site", cache_with_drawings(tmp_path / "kept")
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
        clean = cache_with_drawings(tmp_path / f"clean-{number}")
        assert build(tmp_path / f"site-{number}", repository, **APART, **clean).returncode == 0
        assert_same_files(files(site), files(tmp_path / f"site-{number}"))
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
