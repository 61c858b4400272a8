"""Charts as drawn, from the cache where the same chart was drawn before; others in a second process while pages are made.

Run as a module it is that process: it draws the charts that it reads from its input and puts them into the cache.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from pydantic import TypeAdapter

from evidence import charts as chart_package
from evidence.charts import Chart, RenderedChart
from evidence.site.cache import Cache, code_key, key_of
from evidence.site.progress import counted

ROOT = Path(__file__).parents[3]
LIBRARIES = ("altair", "numpy", "pandas", "pillow", "vl-convert-python")
# From this number on a second process, which takes a second to start, saves time.
MANY = 8
_KIND = "charts"
# Where a template leaves room for a drawing, just inside an element.
_PLACE = re.compile(r'data-chart="([^"]+)" data-size="(wide|narrow|height)">')


def default_cache(environ: Mapping[str, str] = os.environ) -> Cache:
    """The cache in the folder EVIDENCE_CACHE, or in .cache at the root of the repository."""
    return Cache(ROOT / (environ.get("EVIDENCE_CACHE") or ".cache"))


@contextmanager
def drawing_in_background(charts: Iterable[Chart], cache: Cache) -> Iterator[None]:
    """Draw the charts that are not in the cache in a second process until the end of a `with` block, which waits for it.

    Where there are few, or no second core, they are drawn when `drawings` is called. The process ends when this one does.
    """
    missing = {key: chart for key, chart in _by_key(charts).items() if _cached(cache, key) is None}
    if len(missing) < MANY or (os.cpu_count() or 1) < 2:
        yield
        return
    command = [sys.executable, "-m", __name__, str(cache.folder), str(os.getpid())]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    # A file and not a pipe, for this process would wait until all of it is read.
    with tempfile.TemporaryFile() as jobs:
        jobs.write(json.dumps({key: asdict(chart) for key, chart in missing.items()}).encode())
        jobs.seek(0)
        process = subprocess.Popen(command, stdin=jobs, stdout=subprocess.PIPE, env=environment)
    with process:
        try:
            yield
            assert process.stdout
            for _ in counted("Charts", list(missing)):
                if not process.stdout.read(1):  # it failed; `drawings` draws the rest and gives the reason
                    break
        except BaseException:
            process.kill()
            raise


def drawings(charts: Iterable[Chart], cache: Cache) -> Mapping[str, RenderedChart]:
    """Id -> drawing of every chart that has something to draw, drawn now where it is not in the cache."""
    by_key = _by_key(charts)
    found = {key: _cached(cache, key) for key in by_key}
    missing = [key for key, rendered in found.items() if rendered is None]
    found |= {key: _draw(by_key[key], cache, key) for key in counted("Charts", missing)}
    return {chart.id: rendered for key, chart in by_key.items() if (rendered := found[key])}


def script(cache: Cache) -> str:
    """The script with which a reader explores a chart."""

    def make() -> bytes:
        from evidence.charts.drawing import vega  # late, for it is slow to import

        return vega.javascript().encode()

    return cache.get_or_make(_KIND, key_of("vega-embed", version(LIBRARIES[-1])), make).decode()


def inject(html: str, drawings: Mapping[str, RenderedChart]) -> str:
    """A page with its charts in the places that the templates left for them. KeyError for a chart that was not drawn."""
    return _PLACE.sub(lambda place: place[0] + getattr(drawings[place[1]], place[2]), html)


def main(folder: str, parent: str) -> None:
    """Draw the charts in standard input, key -> chart as JSON, and write a dot for each; stop when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who presses Ctrl-C reads of it once
    cache = Cache(Path(folder))
    for key, chart in TypeAdapter(dict[str, Chart]).validate_json(sys.stdin.buffer.read()).items():
        if os.getppid() != int(parent):
            return
        _draw(chart, cache, key)
        print(end=".", flush=True)


def _by_key(charts: Iterable[Chart]) -> dict[str, Chart]:
    """The charts that have something to draw, by the hash of all that a drawing depends on: rows, code and libraries."""
    code = code_key([Path(str(chart_package.__file__)).parent], LIBRARIES)
    drawn = (chart for chart in charts if chart.is_drawn)
    return {key_of(code, json.dumps(asdict(chart), ensure_ascii=False, sort_keys=True)): chart for chart in drawn}


def _cached(cache: Cache, key: str) -> RenderedChart | None:
    content = cache.get(_KIND, key)
    return RenderedChart.from_bytes(content) if content else None


def _draw(chart: Chart, cache: Cache, key: str) -> RenderedChart:
    from evidence.charts.drawing import rendering  # late, for it is slow to import

    rendered = rendering.render(chart)
    cache.put(_KIND, key, rendered.to_bytes())
    return rendered


if __name__ == "__main__":
    main(*sys.argv[1:])
