"""How long the site takes, beside the same pages in plain MkDocs-Material and in Hugo, all in one run: `make bench`."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import plain as markdown
import programme
from serving import Served

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".cache" / "bench"
# Pages of each site, and how often each thing is measured after one run to warm up.
SIZES = {"small": {300: 3}, "full": {"real": 5, 300: 5, 1000: 5, 3000: 3}}
APART = {"EVIDENCE_NOTEBOOKS": "off", "EVIDENCE_CARDS": "no", "EVIDENCE_SEARCH": "no"}
WHY = ("--reason", "Counted again.", "--kind", "correction of ours")
NAMES = {
    "cold": "cold build: checks, charts, pages, exports",
    "edit": "rebuild after one changed figure and its log entry",
    "same": "rebuild with nothing changed",
    "serve": "a changed figure on its page, while make serve runs",
    "check": "make check",
    "plain": "the same pages as plain Markdown, MkDocs-Material",
    "html": "our Markdown with its HTML, MkDocs-Material",
    "hugo": "the same pages as plain Markdown, Hugo",
    "apart": "cold build with notebooks, cards and search too",
}
MKDOCS = {
    "site_name": "Plain",
    "theme": {"name": "material", "font": False},
    "nav": [{"Home": "index.md"}],
    "not_in_nav": "*\n",
    "plugins": [],
    "markdown_extensions": ["attr_list", "tables", {"toc": {"permalink": True, "toc_depth": 3}}],
    "validation": {"links": {"not_found": "ignore", "anchors": "ignore", "unrecognized_links": "ignore"}},
}
HUGO = {
    "baseURL": "https://example.org/",
    "title": "Plain",
    "disableKinds": ["taxonomy", "term", "rss"],
    "markup": {"goldmark": {"renderer": {"unsafe": True}}},
}
LAYOUT = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}"></head><body><header><a href="/">{{ .Site.Title }}</a></header>
<nav>{{ .TableOfContents }}</nav><article><h1>{{ .Title }}</h1>{{ .Content }}</article></body></html>
"""


@dataclass(frozen=True)
class Spent:
    """What one run took: seconds of processor time (children included), seconds on the clock, MB of its largest process."""

    cpu: float
    wall: float
    memory: float


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """What a process is told: nothing that the surroundings happen to say of the site."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("EVIDENCE_", "SITE_URL"))}
    fixed = {"PYTHONPATH": str(ROOT / "hooks"), "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return {**own, **fixed, **settings}


def run(command: Sequence[str | Path], where: Path = ROOT, **settings: str) -> Spent:
    """Run a command to its end; RuntimeError with what it said where it fails."""
    said = WORK / "said.txt"
    with said.open("w") as file:
        start = time.perf_counter()
        started = subprocess.Popen(
            list(map(str, command)), cwd=where, env=environment(settings), stdout=file, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(started.pid, 0)
        wall = time.perf_counter() - start
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{said.read_text()[-2000:]}")
    return Spent(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def prepared(size: int | str) -> tuple[Path, Spent]:
    """A folder with everything that is measured at one size: data, edited data, plain Markdown for the others. The first
    cold build is made on the way: what it keeps, such as drawings, is used for the rest.
    """
    here = WORK / str(size)
    shutil.rmtree(here, ignore_errors=True)
    here.mkdir(parents=True)
    data = here / "data"
    if isinstance(size, int):
        programme.write(data, programme.studies_for(size))
        run(evidence("changes", "--begin", "2031-05-01"), EVIDENCE_DATA=str(data))
    else:
        shutil.copytree(ROOT / "data", data)
        (data / "addresses.txt").unlink(missing_ok=True)
    first = cold(here)
    kept = {"EVIDENCE_CACHE": str(here / "warm")}
    run(evidence("addresses"), EVIDENCE_DATA=str(data), **kept)
    shutil.copytree(data, here / "edited")
    if isinstance(size, int):
        programme.edit(here / "edited")
        run(evidence("changes", *WHY), EVIDENCE_DATA=str(here / "edited"))
    else:
        edit_real(here / "edited")
    run(evidence("addresses"), EVIDENCE_DATA=str(here / "edited"), **kept)
    run(evidence("write", here / "written"), EVIDENCE_DATA=str(data), **kept)
    for name in ("plain", "html"):
        docs = here / name / "docs"
        if name == "plain":
            markdown.write(here / "written", docs)
        else:
            shutil.copytree(
                here / "written", docs, ignore=lambda _, names: [n for n in names if "." in n and n[-3:] != ".md"]
            )
        (here / name / "mkdocs.yml").write_text(json.dumps(MKDOCS), encoding="utf-8")
    content = shutil.copytree(here / "plain" / "docs", here / "hugo" / "content")
    for path in list(Path(content).rglob("index.md")):
        path.rename(path.with_name("_index.md"))
    (here / "hugo" / "hugo.json").write_text(json.dumps(HUGO), encoding="utf-8")
    for name in ("single", "list"):
        layout = here / "hugo" / "layouts" / "_default" / f"{name}.html"
        layout.parent.mkdir(parents=True, exist_ok=True)
        layout.write_text(LAYOUT, encoding="utf-8")
    return here, first


def edit_real(folder: Path) -> None:
    """Change one figure of the real data on which no reading rests: the first that the check lets pass with its entry."""
    path = folder / "reports.csv"
    before = path.read_text(encoding="utf-8")
    value = programme.HEADER.index("value")
    for at, row in enumerate(rows := list(csv.reader(before.splitlines()))):
        if not row[value].isdigit():
            continue
        changed = [*rows[:at], [*row[:value], str(int(row[value]) + 1), *row[value + 1 :]], *rows[at + 1 :]]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(changed)
        log = set((folder / "changes").iterdir())
        try:
            run(evidence("changes", *WHY), EVIDENCE_DATA=str(folder))
            run([sys.executable, "-m", "evidence.commands", "check", "--data", folder])
            return
        except RuntimeError:
            for entry in set((folder / "changes").iterdir()) - log:
                entry.unlink()
            path.write_text(before, encoding="utf-8")
    raise RuntimeError("no figure of the data can be changed by itself")


def evidence(*words: str | Path) -> list[str | Path]:
    """A command of the evidence package."""
    return [sys.executable, "-m", "evidence.commands", *words]


def surroundings(here: Path, **more: str) -> dict[str, str]:
    """What the builds of one size are told."""
    return {"EVIDENCE_DATA": str(here / "data"), "EVIDENCE_CACHE": str(here / "warm"), **more}


def built(here: Path, **settings: str) -> Spent:
    """One build of our own into the folder where the last one left its site."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", here / "site"]
    return run(command, **surroundings(here, **settings))


def cold(here: Path, settings: Mapping[str, str] = MappingProxyType(APART)) -> Spent:
    """A build with nothing kept and nothing there; what it leaves is there for the others."""
    for name in ("warm", "site"):
        shutil.rmtree(here / name, ignore_errors=True)
    return built(here, **settings)


@contextmanager
def edit(here: Path) -> Iterator[Callable[[], None]]:
    """A function that puts the edited data in the place of the data; afterwards everything is as before it."""
    for name in ("warm", "site", "data"):
        shutil.copytree(here / name, here / f"{name}.before")

    def change() -> None:
        for path in sorted((here / "edited").rglob("*")):
            there = here / "data" / path.relative_to(here / "edited")
            if path.is_file() and not (there.is_file() and there.read_bytes() == path.read_bytes()):
                shutil.copyfile(path, there)

    try:
        yield change
    finally:
        for name in ("warm", "site", "data"):
            shutil.rmtree(here / name)
            (here / f"{name}.before").rename(here / name)


def edited(here: Path) -> Spent:
    """A build after one changed figure and its entry in the log."""
    with edit(here) as change:
        change()
        return built(here, **APART)


def served(here: Path) -> Spent:
    """While the site is served: from one changed figure, with its entry in the log, to the page that shows it."""
    old, new = ((here / name / "reports.csv").read_text(encoding="utf-8").splitlines() for name in ("data", "edited"))
    fact = next(row for row, other in zip(old, new, strict=True) if row != other).split(",")[0]
    with edit(here) as change, Served(ROOT, environment(surroundings(here, **APART)), WORK / "served.txt") as server:
        return Spent(*server.until_changed(f"facts/{fact}/", change))


def plain(where: Path) -> Spent:
    """The same pages without us."""
    shutil.rmtree(where / "site", ignore_errors=True)
    return run([sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", where / "site"], where)


def hugo(here: Path) -> Spent:
    """The same pages in Hugo."""
    shutil.rmtree(here / "hugo" / "public", ignore_errors=True)
    program = os.environ.get("HUGO") or ROOT / ".venv-bench" / "bin" / "hugo"
    return run([program, "--quiet", "--source", here / "hugo"], here / "hugo")


def measured(size: int | str, times: int) -> dict[str, Any]:
    """Medians of everything at one size, taken in turns so that whatever else the machine does falls on all alike."""
    print(f"Measuring {size} pages, {times} times and once to warm up", file=sys.stderr)
    here, first = prepared(size)
    things: dict[str, Callable[[], Spent]] = {
        "cold": lambda: cold(here),
        "edit": lambda: edited(here),
        "same": lambda: built(here, **APART),
        "serve": lambda: served(here),
        "check": lambda: run([sys.executable, "-m", "evidence.commands", "check", "--data", here / "data"]),
        "plain": lambda: plain(here / "plain"),
        "html": lambda: plain(here / "html"),
        "hugo": lambda: hugo(here),
    }
    found: dict[str, list[Spent]] = {name: [] for name in things}
    # Asked for no repetition, the run to warm up is all there is.
    for turn in range(times + 1):
        for name, measure in things.items():
            spent = measure() if turn or name != "cold" else first
            print(
                f"  {turn} {name:6} {spent.cpu:7.2f} s CPU {spent.wall:7.2f} s {spent.memory:6.0f} MB", file=sys.stderr
            )
            if turn or not times:
                found[name].append(spent)
    if times:
        found["apart"] = [cold(here, {})]
    site = list((here / "site").rglob("*"))
    return {
        "pages": sum(1 for _ in (here / "site").rglob("index.html")),
        "largest page, bytes (gzip)": max(
            len(gzip.compress(path.read_bytes(), 6)) for path in site if path.suffix == ".html"
        ),
        "megabytes": round(sum(path.stat().st_size for path in site if path.is_file()) / 1e6, 1),
        "times": times,
        "spent": {name: _medians(runs) for name, runs in found.items()},
    }


def _medians(runs: Sequence[Spent]) -> dict[str, float]:
    names = ("cpu", "wall", "memory")
    return {name: round(statistics.median(getattr(one, name) for one in runs), 2) for name in names}


def table(result: dict[str, Any]) -> str:
    """The results as people read them; ratios are to the same pages as plain Markdown in MkDocs-Material."""
    lines = []
    for size, found in result.items():
        plain = found["spent"]["plain"]
        largest = found["largest page, bytes (gzip)"] / 1000
        lines += [
            f"{size} ({found['pages']} pages, {found['megabytes']} MB, largest page {largest:.0f} kB gzip, medians of {found['times']})"
        ]
        lines += [f"  {'':52}{'CPU s':>8}{'ratio':>8}{'wall s':>8}{'ratio':>8}{'MB':>7}"]
        for name, spent in found["spent"].items():
            ratios = (spent["cpu"], spent["cpu"] / plain["cpu"], spent["wall"], spent["wall"] / plain["wall"])
            lines += [f"  {NAMES[name]:52}" + "".join(f"{each:8.2f}" for each in ratios) + f"{spent['memory']:7.0f}"]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure, print the table, write the results."""
    which = arguments[0] if arguments else "small"
    sizes = SIZES[which] if which in SIZES else {int(which): int(arguments[1]) if len(arguments) > 1 else 1}
    WORK.mkdir(parents=True, exist_ok=True)
    result = {str(size): measured(size, times) for size, times in sizes.items()}
    print(table(result))
    # The site shows the last table of all sizes.
    last = ROOT / "docs" / "assets" / "speed.json" if which == "full" else WORK / "last.json"
    last.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
