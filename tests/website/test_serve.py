"""While the site is served, a page shows each change of the data, and a mistake leaves the last good site in place."""

from __future__ import annotations

import html
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.built_site import DATA, copy_of_repository, surroundings

# How long a change may take before the test gives up; it goes on as soon as the change is there.
PATIENCE = 150
FACT = "greywillow-1.sites"
ROW = "count,,{},sites"


@dataclass
class Served:
    """A copy of the repository with the small drug, and `mkdocs serve` running in it."""

    repository: Path
    address: str
    log: Path
    process: subprocess.Popen[bytes]
    original: dict[Path, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.original = {path: path.read_bytes() for path in self.written_files()}

    def written_files(self) -> Iterator[Path]:
        """Yield every file of the copy that a test may change."""
        for folder in ("data", "docs", "hooks"):
            for path in (self.repository / folder).rglob("*"):
                if path.is_file() and "__pycache__" not in path.parts:
                    yield path

    def page(self, path: str) -> str:
        """What the server answers, without line breaks; nothing when it does not answer yet."""
        try:
            with urllib.request.urlopen(f"{self.address}{path}", timeout=PATIENCE) as answer:
                return " ".join(html.unescape(answer.read().decode()).split())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return ""

    def until(self, path: str, shows: Callable[[str], bool]) -> str:
        """Ask for a page until it shows what is wanted."""
        last = time.monotonic() + PATIENCE
        while time.monotonic() < last and self.process.poll() is None:
            if shows(text := self.page(path)):
                return text
            time.sleep(0.2)
        said = self.log.read_text(encoding="utf-8")[-2000:]
        pytest.fail(f"{path} never showed it; the server said: {said}", pytrace=False)

    def write(self, file: str, old: str, new: str) -> None:
        """Change one text of a file."""
        path = self.repository / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def check(self) -> list[str]:
        """The problems that the check finds in the data."""
        command = [sys.executable, "-m", "evidence.commands", "check"]
        settings = surroundings(PYTHONPATH=str(self.repository / "hooks"))
        done = subprocess.run(
            command, cwd=self.repository, env=settings, capture_output=True, text=True, timeout=60, check=False
        )
        return done.stderr.strip().splitlines()[:-1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a copy of the repository, for all tests of this module."""
    folder = tmp_path_factory.mktemp("served")
    repository = copy_of_repository(folder / "copy", DATA["single"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    settings = surroundings(PYTHONPATH=str(repository / "hooks"), EVIDENCE_CARDS="no")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=repository, env=settings, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield Served(repository, f"http://127.0.0.1:{port}/", folder / "log", process)
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture
def served(server: Served, request: pytest.FixtureRequest) -> Served:
    """Return the server with every file as it was at first, whatever the test before left, once it shows that."""
    for path, content in server.original.items():
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    for path in set(server.written_files()) - set(server.original):
        path.unlink()
    sentence = f"Before {request.node.name}."
    about = server.repository / "docs" / "about.md"
    about.write_bytes(server.original[about] + f"\n{sentence}\n".encode())
    server.until("about/", lambda text: sentence in text)
    return server


def test_a_changed_figure_is_shown_and_a_broken_one_keeps_the_last_good_page(served: Served) -> None:
    page = f"facts/{FACT}/"
    served.until(page, lambda text: "14 sites" in text)

    served.write("data/reports.csv", ROW.format("14"), ROW.format("17"))
    fresh = served.until(page, lambda text: "17 sites" in text)
    assert "14 sites" not in fresh

    served.write("data/reports.csv", ROW.format("17"), ROW.format("seventeen"))
    problems = served.check()
    assert len(problems) == 1
    kept = served.until(page, lambda text: problems[0] in text)
    assert "17 sites" in kept
    assert problems[0] in served.until("", lambda text: problems[0] in text)
    assert problems[0] in served.log.read_text(encoding="utf-8")
    assert "Traceback" not in served.log.read_text(encoding="utf-8")

    served.write("data/reports.csv", ROW.format("seventeen"), ROW.format("18"))
    mended = served.until(page, lambda text: "18 sites" in text)
    assert problems[0] not in mended


def test_a_wrong_marker_on_a_written_page_keeps_the_last_good_page(served: Served) -> None:
    served.until("about/", lambda text: "<article" in text)
    about = served.repository / "docs" / "about.md"
    before = about.read_text(encoding="utf-8")
    about.write_text(f"{before}\nSaid anew. [[nothing-of-that-name]]\n", encoding="utf-8")
    served.until("about/", lambda text: re.search(r"docs/about\.md:\d+:\d+: .*nothing-of-that-name", text) is not None)
    about.write_text(f"{before}\nSaid anew, and right.\n", encoding="utf-8")
    mended = served.until("about/", lambda text: "Said anew, and right." in text)
    assert "nothing-of-that-name" not in mended


def test_a_change_of_any_kind_of_file_is_shown(served: Served) -> None:
    for file, page, old, new in (
        ("data/site.yml", "", "name: ", "name: Freshly named "),
        ("data/studies/greywillow-1.yml", "studies/greywillow-1/", "value: GREYWILLOW-1", "value: GREYWILLOW-ONE"),
        ("hooks/evidence/site/pages/fact.html.jinja", f"facts/{FACT}/", "What it is about", "What it speaks of"),
    ):
        path = served.repository / file
        text = path.read_text(encoding="utf-8")
        assert old in text, file
        path.write_text(text.replace(old, new), encoding="utf-8")
        sign = new.removeprefix("name: ").removeprefix("value: ").strip()
        served.until(page, lambda shown, sign=sign: sign in shown)


def test_a_changed_figure_is_shown_before_its_entry_in_the_log_is_written(served: Served) -> None:
    page = f"facts/{FACT}/"
    served.until(page, lambda text: "14 sites" in text)
    begin = [sys.executable, "-m", "evidence.commands", "changes", "--begin", "2031-05-01"]
    settings = surroundings(PYTHONPATH=str(served.repository / "hooks"))
    subprocess.run(begin, cwd=served.repository, env=settings, check=True, capture_output=True, timeout=60)
    served.write("data/reports.csv", ROW.format("14"), ROW.format("19"))
    shown = served.until(page, lambda text: "19 sites" in text)
    assert "must still write:" in shown
    assert re.search(r"data/reports\.csv:\d+:1: must have an entry in changes/ \(value was '14', is '19'\)", shown)
