"""The site as `make serve` shows it: how long until a page shows what was changed."""

import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Self

from bench.measure import ROOT, WORK, Cost, environment

_ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
_DRAWING = re.compile(r'<div class="(?:wide|narrow)".*?</svg>', re.DOTALL)
_TICK = 1 / 100  # of /proc, in seconds
_PATIENCE = 300


def _figures(page: str) -> list[str]:
    return re.findall(r"[\d.]+", re.sub(r"<[^>]*>", " ", page))


class Server:
    """A running `mkdocs serve` that has shown every page once."""

    def __init__(self, settings: Mapping[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._host = f"127.0.0.1:{free.getsockname()[1]}"
        self._environment, self._log, self._address = environment(settings), WORK / "serve.txt", ""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "mkdocs", "serve", "--no-strict", "--livereload", "--dev-addr", self._host]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        self._wait(lambda: re.search(r"Serving on (\S+)", self._log.read_text()))
        serving = re.search(r"Serving on (\S+)", self._log.read_text())
        self._address = serving[1] if serving else ""
        time.sleep(3)  # it begins to watch, and notebooks that are still running end
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def until_shown(self, page: str, figure: str, chart_page: str, change: Callable[[], None]) -> tuple[Cost, Cost]:
        """The cost from a change until a page shows a new figure, and until the drawing on another page differs. Where no
        page with a drawing is given, the two are the same.
        """
        count = _figures(self._article(page)).count(figure)
        drawing = _DRAWING.findall(self._article(chart_page)) if chart_page else []
        (user, system), start = self._spent(), time.perf_counter()

        def cost() -> Cost:
            clock, (now_user, now_system) = time.perf_counter() - start, self._spent()
            return Cost(now_user - user, now_system - system, clock, self._memory())

        change()
        self._wait(lambda: _figures(self._article(page)).count(figure) > count)
        shown = cost()
        if chart_page:
            self._wait(lambda: _DRAWING.findall(self._article(chart_page)) != drawing)
        return shown, cost()

    def _article(self, page: str) -> str:
        with urllib.request.urlopen(self._address + page, timeout=_PATIENCE) as answer:
            article = _ARTICLE.search(answer.read().decode())
        return article[0] if article else ""

    def _wait(self, is_true: Callable[[], object]) -> None:
        last = time.monotonic() + _PATIENCE
        while not is_true():
            if self._process.poll() is not None or time.monotonic() > last:
                raise RuntimeError(f"the server did not show it: {self._log.read_text()[-2000:]}")
            time.sleep(0.05)  # each look costs the server some milliseconds

    def _spent(self) -> tuple[float, float]:
        """Seconds in user mode and in the system, of the server and of the processes that have ended."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(") ")[2].split()
        user, system, user_of_children, system_of_children = (int(field) * _TICK for field in fields[11:15])
        return user + user_of_children, system + system_of_children

    def _memory(self) -> float:
        size = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{self._process.pid}/status").read_text())
        return int(size[1]) / 1024 if size else 0.0
