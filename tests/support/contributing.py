"""The pages on contributing are done as they say, word by word, on a fresh copy of the repository.

What a page means by its blocks:

- `sh`: commands, run in order; an exported variable stays. `bash` blocks are for other machines and are not run.
- `text` as the next block after commands: words that they must have said, line by line; … stands for anything. Where it
  tells of problems the commands fail, else they succeed, as they do where no such block follows.
- `diff`: the file is the last one that the text above names in code. Lines with - become those with +; … at an end stands
  for the rest of the line; lines with + alone come at the end of the file.
- any other language: the whole of a new file, named in the text above.
- The list under "What it cost" is exactly what has changed at the end.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evidence.commands.repository import FILES
from support.built_site import ROOT, copy_of_repository, files, surroundings

PAGES = ROOT / "docs" / "contributing"
INDEX = PAGES / "index.md"
# Pages to look things up in: there is nothing to do word by word.
REFERENCE = {PAGES / "fields.md", PAGES / "migrations.md"}
REHEARSALS = sorted(set(PAGES.glob("*.md")) - {INDEX} - REFERENCE)
# Pages that begin a drug themselves, and those that go on with the one of the index.
OWN_DRUG = {"another-drug"}
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MAKE = """#!/bin/sh
exec {make} --no-print-directory -o .venv/ready -o .venv-test/ready SITE={python} TEST={python} "$@"
"""


@dataclass(frozen=True)
class Block:
    """A block of code with the last file that the text above it names."""

    kind: str
    text: str
    file: str


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in order."""
    text, begun, named = page.read_text(encoding="utf-8"), 0, ""
    for found in FENCE.finditer(text):
        paths = re.findall(r"`([\w./-]*[/.][\w./-]+)`", text[begun : found.start()])
        named = paths[-1] if paths else named
        begun = found.end()
        yield Block(found[1], found[2], named)


def cost(page: Path) -> list[str]:
    """The files that a page says it touches."""
    _, _, told = page.read_text(encoding="utf-8").partition("## What it cost {#cost}")
    return re.findall(r"^- `([^`]+)`$", told, re.MULTILINE)


@dataclass
class Rehearsal:
    """A copy of the repository in which a page is done."""

    root: Path
    tools: Path
    said: str = ""
    status: int = 0
    just_run: bool = False
    settings: dict[str, str] = field(default_factory=dict)

    def do(self, block: Block) -> None:
        """One block."""
        asked, self.just_run = self.just_run, block.kind == "sh"
        assert not asked or block.kind == "text" or self.status == 0, self.said
        if block.kind == "sh":
            self.run(block.text)
        elif block.kind == "text" and asked:
            self.expect(block.text)
        elif block.kind == "diff":
            self.change(self.root / block.file, block.text)
        elif block.kind not in ("bash", "text"):
            file = self.root / block.file
            assert not file.exists(), f"{block.file} is there already"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")

    def run(self, commands: str) -> None:
        """Commands, until one fails."""
        script = f"set -eu\n{commands}\n"
        # A grep that goes on with what make made must see all of it: cards and notebooks are not what is rehearsed.
        quick = {"EVIDENCE_NOTEBOOKS": "off", "EVIDENCE_CARDS": "no", "PYTHONPATH": str(self.root / "hooks")}
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.root,
            env={**surroundings(**quick, **self.settings), "PATH": f"{self.tools}{os.pathsep}{os.environ['PATH']}"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=240, check=False,
        )  # fmt: skip
        self.settings |= dict(re.findall(r"^export (\w+)=(\S+)$", commands, re.MULTILINE))
        self.said, self.status = done.stdout, done.returncode

    def expect(self, text: str) -> None:
        """That the last commands said this, and failed where it tells of problems."""
        for line in text.strip().splitlines():
            pattern = ".*".join(map(re.escape, line.split("…")))
            assert re.search(f"^{pattern}$", self.said, re.MULTILINE), f"{line}\nis not in:\n{self.said}"
        assert (self.status != 0) == (": must " in text), self.said

    def change(self, file: Path, text: str) -> None:
        """The file with the lines of a difference."""
        whole = file.read_text(encoding="utf-8")
        old = [line[2:] for line in text.splitlines() if line.startswith("- ")]
        new = [line[2:] for line in text.splitlines() if line.startswith("+ ")]
        if not old:
            assert whole.endswith("\n")
            file.write_text(whole + "".join(f"{line}\n" for line in new), encoding="utf-8")
            return
        before, after = "\n".join(old), "\n".join(new)
        parts = [re.escape(part) for part in before.split("…")]
        where = re.compile("^" + "(.*)".join(parts) + "$", re.MULTILINE)
        assert len(where.findall(whole)) == 1, f"{before}\nis not once in {file}"
        found = where.search(whole)
        assert found
        rest = iter(found.groups())
        made = "".join(next(rest, "") if part == "…" else part for part in re.split("(…)", after))
        file.write_text(whole[: found.start()] + made + whole[found.end() :], encoding="utf-8")


def make_program(folder: Path) -> Path:
    """Write a make that takes the Python of the tests in place of an environment of the copy's own; return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "make"
    program.write_text(MAKE.format(make=shutil.which("make"), python=sys.executable), encoding="utf-8")
    program.chmod(0o755)
    return folder


def follow_index(folder: Path) -> Rehearsal:
    """Return a copy of the repository in which what the index says comes first is done."""
    rehearsal = Rehearsal(copy_of_repository(folder / "evidence"), make_program(folder / "tools"))
    for block in blocks(INDEX):
        rehearsal.do(block)
    return rehearsal


def follow_page(page: Path, ready: Rehearsal, folder: Path) -> None:
    """Do what a page says, after the index, and assert that it costs the files that it names."""
    root = folder / "evidence"
    if page.stem in OWN_DRUG:
        rehearsal = Rehearsal(copy_of_repository(root), ready.tools)
        for name in FILES:
            (root / name).parent.mkdir(exist_ok=True)
            shutil.copy2(ROOT / name, root / name)
    else:
        shutil.copytree(ready.root, root)
        rehearsal = Rehearsal(root, ready.tools, settings=dict(ready.settings))
    before = files(root)
    for block in blocks(page):
        rehearsal.do(block)
    after = files(root)
    ours = {
        name
        for name in {*before, *after}
        if before.get(name) != after.get(name) and not re.match(r"\.cache/|site/|.*__pycache__", name)
    }
    told = cost(page)
    assert told, "the page does not say what it costs"
    patterns = [f"{path}*" if path.endswith("/") else path for path in told]
    assert sorted(name for name in ours if not any(fnmatch.fnmatch(name, path) for path in patterns)) == []
    assert [path for path in patterns if not fnmatch.filter(ours, path)] == []
