"""What a pull request leaves for those who look at it: the report, the preview, the pictures of changed charts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.built_site import ROOT

# A make that stands for the real one: it writes down what it was asked, and does as little as the script needs.
MAKE = """#!/bin/sh
[ "$1" = --no-print-directory ] && shift
echo "$*" >> "$ASKED"
case "$1" in
check) if grep -q wrong "${EVIDENCE_DATA:-data}/a.csv"; then echo "data/a.csv:1:1: must be right" >&2; exit 2; fi ;;
fix) sed -i s/mechanical/mended/ "$EVIDENCE_DATA/a.csv" ;;
difference) mkdir -p .cache/difference && echo "# $2" | tee .cache/difference/difference.md > .cache/difference/difference.json ;;
offline) mkdir -p site-offline && echo here > site-offline/index.html ;;
pictures) test -f "${2#BEFORE=}/data/a.csv" && mkdir -p "${3#FOLDER=}" && cat "${2#BEFORE=}/data/a.csv" > "${3#FOLDER=}/a.txt" ;;
esac
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with an older commit, the script and the made-up make."""
    root = tmp_path / "repository"
    shutil.copytree(ROOT / ".ci" / "pull", root / ".ci" / "pull")
    (root / "data").mkdir()
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "make").write_text(MAKE, encoding="utf-8")
    (tools / "make").chmod(0o755)
    _git(root, "init", "--quiet")
    (root / "data" / "a.csv").write_text("older\n", encoding="utf-8")
    _commit(root)
    return root


def _git(root: Path, *arguments: str) -> None:
    who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", "-C", str(root), *arguments], env={**own, **who}, check=True, capture_output=True)


def _commit(root: Path) -> None:
    _git(root, "add", "--all")
    _git(root, "commit", "--quiet", "--message", "x")


def _run(repository: Path) -> tuple[int, list[str], Path]:
    """Run the script; its status, what it asked of make, and its folder."""
    folder, asked = repository.parent / "out", repository.parent / "asked"
    settings = {"PATH": f"{repository.parent / 'tools'}{os.pathsep}{os.environ['PATH']}", "ASKED": str(asked)}
    own = {name: value for name, value in os.environ.items() if not name.startswith(("EVIDENCE_", "GIT_"))}
    command = ["bash", str(repository / ".ci" / "pull" / "run"), "HEAD^", str(folder)]
    done = subprocess.run(command, env={**own, **settings}, capture_output=True, text=True, check=False)
    return done.returncode, asked.read_text(encoding="utf-8").splitlines(), folder


def test_good_data_are_compared_shown_and_pictured_beside_the_older_commit(repository: Path) -> None:
    (repository / "data" / "a.csv").write_text("newer\n", encoding="utf-8")
    _commit(repository)
    status, asked, folder = _run(repository)
    assert (status, [each.split()[0] for each in asked]) == (0, ["check", "difference", "offline", "pictures"])
    assert sorted(path.name for path in (folder / "report").iterdir()) == ["difference.json", "difference.md"]
    assert (folder / "preview" / "site" / "index.html").read_text(encoding="utf-8") == "here\n"
    assert (folder / "preview" / "changed-charts" / "a.txt").read_text(encoding="utf-8") == "older\n"
    assert not (repository / ".cache" / "pull" / "older").exists()


def test_bad_data_are_told_with_what_make_fix_would_do_and_nothing_else_is_tried(repository: Path) -> None:
    (repository / "data" / "a.csv").write_text("wrong\nmechanical\n", encoding="utf-8")
    _commit(repository)
    status, asked, folder = _run(repository)
    assert (status, [each.split()[0] for each in asked]) == (1, ["check", "fix"])
    report = folder / "report"
    assert (report / "problems.txt").read_text(encoding="utf-8") == "data/a.csv:1:1: must be right\n"
    patch = (report / "fix.patch").read_text(encoding="utf-8")
    assert "--- a/data/a.csv\n+++ b/data/a.csv\n" in patch
    assert "-mechanical\n+mended\n" in patch
    # The data themselves are as they were proposed.
    assert (repository / "data" / "a.csv").read_text(encoding="utf-8") == "wrong\nmechanical\n"


def _site(folder: Path, **charts: str) -> Path:
    """A built site of one page with these charts."""
    figures = "".join(
        f'<figure class="chart" id="{id}"><figcaption>{id}</figcaption><svg width="99" height="40"><text y="20">{text}</text></svg>'
        f"<p>{text}</p></figure>"
        for id, text in charts.items()
    )
    (folder / "studies" / "x").mkdir(parents=True)
    page = f'<!doctype html><meta charset="utf-8"><title>x</title>{figures}'
    (folder / "studies" / "x" / "index.html").write_text(page, encoding="utf-8")
    (folder / "404.html").write_text(page, encoding="utf-8")
    return folder


def _pictured(before: Path, after: Path, out: Path) -> str:
    """What the program says that takes the pictures; a process of its own, as it is run: it starts a browser."""
    program = [sys.executable, "-m", "support.chart_pictures", str(before), str(after), str(out)]
    told = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (ROOT / "hooks", ROOT / "tests")))}
    return subprocess.run(program, check=True, capture_output=True, text=True, env=told).stdout


def test_charts_that_are_drawn_otherwise_are_pictured_before_and_after(tmp_path: Path) -> None:
    before = _site(tmp_path / "before", same="a", other="b", gone="c")
    after = _site(tmp_path / "after", same="a", other="d", new="e")
    out = tmp_path / "out"
    assert _pictured(before, after, out) == f"3 changed charts in {out}\n"
    assert sorted(path.name for path in out.iterdir()) == [
        "index.html",
        "studies-x--gone-before.png",
        "studies-x--new-after.png",
        "studies-x--other-after.png",
        "studies-x--other-before.png",
    ]
    page = (out / "index.html").read_text(encoding="utf-8")
    assert page.count("<section>") == 3
    assert "after: no such chart" in page and "before: no such chart" in page


def test_without_an_older_site_nothing_is_pictured(tmp_path: Path) -> None:
    after = _site(tmp_path / "after", new="e")
    assert "is not there" in _pictured(tmp_path / "before", after, tmp_path / "out")
    assert not (tmp_path / "out").exists()
