"""The site as `make serve` shows it: how long until a page shows what changed."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

ARTICLE = re.compile(rb"<article.*?</article>", re.DOTALL)
TICK = 1 / 100  # of /proc, in seconds
PATIENCE = 300


class Served:
    """A server that runs, and has shown everything once."""

    def __init__(self, root: Path, environment: Mapping[str, str], log: Path) -> None:
        self._root, self._environment, self._log = root, environment, log

    def __enter__(self) -> Self:
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "serve",
            "--no-strict",
            "--livereload",
            "--dev-addr",
            "127.0.0.1:8731",
        ]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                command, cwd=self._root, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait(lambda: re.search(r"Serving on (\S+)", self._log.read_text()))
        self._address = re.search(r"Serving on (\S+)", self._log.read_text())[1]  # type: ignore[index]
        time.sleep(2)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def until_changed(self, page: str, change: Callable[[], None]) -> tuple[float, float, float]:
        """Seconds of processor time and on the clock from a change to the page that shows it, and MB of the process."""
        before, spent, start = self._article(page), self._spent(), time.perf_counter()
        change()
        # Each look takes the server some milliseconds.
        self._wait(lambda: self._article(page) != before, 0.1)
        wall = time.perf_counter() - start
        return self._spent() - spent, wall, self._memory()

    def _article(self, page: str) -> bytes:
        with urllib.request.urlopen(self._address + page, timeout=PATIENCE) as answer:
            return ARTICLE.search(answer.read())[0]  # type: ignore[index]

    def _wait(self, true: Callable[[], object], often: float = 0.2) -> None:
        last = time.monotonic() + PATIENCE
        while not true():
            if self._process.poll() is not None or time.monotonic() > last:
                raise RuntimeError(f"the server showed nothing: {self._log.read_text()[-2000:]}")
            time.sleep(often)

    def _spent(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK

    def _memory(self) -> float:
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]
