"""A case of the benchmark: one data folder, built once, from which every measured build starts."""

import csv
import re
import shutil
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bench import programme, yardstick
from bench.measure import ROOT, WORK, Cost, run
from bench.serving import Server
from evidence.analysis.view import View
from evidence.charts import all_charts
from evidence.checks import load_or_raise

REAL = "real"
_LOG = ("changes", "--reason", "Counted again.", "--kind", "correction of ours")
_EVIDENCE = (sys.executable, "-m", "evidence.commands")
_MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet")


@dataclass(frozen=True)
class Edit:
    """A changed figure of a fact, as a page writes it without its sign, and a page with a chart that shows it, if any."""

    fact: str
    figure: str
    chart_page: str = ""


class Case:
    """One data folder with its cache and its site, and a copy of all three as the first build left them.

    `size` is the number of pages of a made-up programme, or REAL for the data of this repository; `settings` are of the
    environment of builds.
    """

    def __init__(self, size: str, name: str, settings: Mapping[str, str]) -> None:
        self._folder, self._size = WORK / f"{size}-{name}", size
        self.data, self.cache, self.site = (self._folder / name for name in ("data", "cache", "site"))
        self.settings = {"EVIDENCE_DATA": str(self.data), "EVIDENCE_CACHE": str(self.cache), **settings}
        shutil.rmtree(self._folder, ignore_errors=True)
        if size == REAL:
            shutil.copytree(ROOT / "data", self.data)
            (self.data / "addresses.txt").unlink(missing_ok=True)
        else:
            programme.write(self.data, programme.studies_for(int(size)))
            self._evidence("changes", "--begin", "2031-05-01")
        self.build()
        self._evidence("addresses")
        self.build()
        self._before, self._edited = self._folder / "before", self._folder / "edited"
        for path in (self.data, self.cache, self.site):
            shutil.copytree(path, self._before / path.name)
        self.edit = self._edit_real() if size == REAL else self._edit_programme()
        self._evidence("addresses")
        shutil.copytree(self.data, self._edited)

    def restore(self, keep: Collection[str] | None = None) -> None:
        """Put data, cache and site back as the first build left them; but with `keep`, no site, and of the cache only
        these kinds of result.
        """
        for path in (self.data, self.cache, self.site):
            shutil.rmtree(path, ignore_errors=True)
            if keep is None or path != self.site:
                shutil.copytree(self._before / path.name, path)
        for kind in self.cache.iterdir():
            if keep is not None and kind.name not in keep:
                shutil.rmtree(kind)

    def build(self) -> Cost:
        """Build with MkDocs, from whatever cache and site are there."""
        return run([*_MKDOCS, "--strict", "--site-dir", self.site], settings=self.settings)

    def make_build(self) -> Cost:
        """Build as `make build` does: first decide whether anything changed."""
        return self._evidence("build", "--site-dir", self.site)

    def check(self) -> Cost:
        """Check the data."""
        return self._evidence("check")

    def build_after_edit(self) -> Cost:
        """Change the figure, with its entry in the log of changes, and build."""
        shutil.rmtree(self.data)
        shutil.copytree(self._edited, self.data)
        return self.build()

    def serve(self) -> tuple[Cost, Cost]:
        """Save a changed figure while the site is served, without an entry in the log: the cost until it is on its page,
        and until it is in a chart.
        """

        def change() -> None:
            shutil.copyfile(self._edited / "reports.csv", self.data / "reports.csv")

        with Server(self.settings) as server:
            return server.until_shown(f"facts/{self.edit.fact}/", self.edit.figure, self.edit.chart_page, change)

    def chart_count(self) -> int:
        """The number of charts that are drawn."""
        return sum(chart.is_drawn for chart in all_charts(View(load_or_raise(self.data, {}))).values())

    def _evidence(self, *words: str | Path) -> Cost:
        return run([*_EVIDENCE, *words], settings=self.settings)

    def _edit_programme(self) -> Edit:
        programme.edit(self.data)
        self._evidence(*_LOG)
        return Edit(programme.EDITED, programme.SITES_AFTER)

    def _edit_real(self) -> Edit:
        """Change one figure that a chart shows: the first that may differ in its last digit without breaking a rule."""
        path = self.data / "reports.csv"
        text = path.read_text(encoding="utf-8")
        rows = list(csv.reader(text.splitlines()))
        fact, value = rows[0].index("fact"), rows[0].index("value")
        pages = self._chart_pages()
        for index, row in enumerate(rows):
            if row[fact] not in pages or not re.fullmatch(r"-?\d+(\.\d+)?", row[value]):
                continue
            old = Decimal(row[value])
            figure = str(old + (1 if old > 0 else -1) * Decimal((0, (1,), int(old.as_tuple().exponent))))
            changed = [*rows[:index], [*row[:value], figure, *row[value + 1 :]], *rows[index + 1 :]]
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows(changed)
            try:
                self._evidence(*_LOG)
                self._evidence("check")
                return Edit(row[fact], figure.lstrip("-"), pages[row[fact]])
            except RuntimeError:
                shutil.rmtree(self.data)
                shutil.copytree(self._before / "data", self.data)
        raise RuntimeError("no figure in a chart can be changed by itself")

    def _chart_pages(self) -> dict[str, str]:
        """Fact -> the address of a page with a chart that draws it."""
        addresses: dict[str, str] = {}
        for path in sorted(self.site.rglob("index.html")):
            address = path.parent.relative_to(self.site).as_posix()
            if not address.startswith("embed"):
                for chart in re.findall(r'data-chart="([^"]+)"', path.read_text(encoding="utf-8")):
                    addresses.setdefault(chart, "" if address == "." else f"{address}/")
        charts = all_charts(View(load_or_raise(self.data, {})))
        return {
            row.id: addresses[chart.id]
            for chart in charts.values()
            for row in chart.rows
            if addresses.get(chart.id) and row.value is not None
        }


class Yardstick:
    """The same pages as plain Markdown in MkDocs-Material."""

    def __init__(self, size: str, site: Path) -> None:
        self._folder = WORK / f"{size}-yardstick"
        shutil.rmtree(self._folder, ignore_errors=True)
        self.pages = yardstick.write(site, self._folder)

    def build(self) -> Cost:
        """Build all pages."""
        shutil.rmtree(self._folder / "site", ignore_errors=True)
        return run([*_MKDOCS, "--site-dir", self._folder / "site"], self._folder)
