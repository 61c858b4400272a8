"""Charts as drawn, kept by content: nothing is drawn twice, and what is kept can be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from evidence import charts as chart_package
from evidence.charts import Chart
from evidence.charts.drawing.drawn import Drawn
from evidence.site.progress import counted

ROOT = Path(__file__).parents[3]
LIBRARIES = ("altair", "vl-convert-python")
# From this number on it pays to start a second process.
MANY = 8
# Where a template leaves room for a drawing, just inside an element.
_PLACE = re.compile(r'data-chart="([^"]+)" data-size="(wide|narrow|height)">')


def folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where drawings are kept: EVIDENCE_CACHE, or .cache at the root of the repository."""
    return ROOT / (environ.get("EVIDENCE_CACHE") or ".cache") / "charts"


def begin(charts: Iterable[Chart], cache: Path) -> int | None:
    """Start a second process that draws what is not kept, for as long as others make pages; gives its id for `end`.

    None where there is little to draw, where there is no second core, or where the library that draws runs here already,
    since its threads would be missing there.
    """
    _, _, missing = _sought(charts, cache)
    usable = (os.cpu_count() or 1) > 1 and "vl_convert" not in sys.modules and hasattr(os, "fork")
    if len(missing) < MANY or not usable:
        return None
    process = os.fork()
    if process == 0:
        try:
            for each, path in missing.values():
                _kept(path) or _new(each, path)
        finally:
            os._exit(0)
    return process


def end(process: int | None) -> None:
    """Wait for the second process."""
    if process:
        os.waitpid(process, 0)


def drawings(charts: Iterable[Chart], cache: Path) -> Mapping[str, Drawn]:
    """Id -> drawing, for every chart that has something to draw. Only what is not kept is drawn: from the end, since a second
    process may be drawing from the start. Where both draw the same, they draw alike.
    """
    drawn, made, missing = _sought(charts, cache)
    late = list(reversed(missing.items()))
    made |= {id: _kept(path) or _new(each, path) for id, (each, path) in counted("Charts", late)}
    return {id: made[id] for id in drawn}


def _sought(charts: Iterable[Chart], cache: Path) -> tuple[list[str], dict[str, Drawn], dict[str, tuple[Chart, Path]]]:
    """Ids of all charts that have something to draw, those that are kept, and those that are not, with their places."""
    code, drawn = _code(), {each.id: each for each in charts if each.is_drawn}
    paths = {id: _path(each, cache, code) for id, each in drawn.items()}
    made = {id: kept for id, path in paths.items() if (kept := _kept(path))}
    return list(drawn), made, {id: (each, paths[id]) for id, each in drawn.items() if id not in made}


def script(cache: Path) -> str:
    """The script with which a reader explores a chart, kept like the drawings."""
    path = cache / f"vega-embed-{version(LIBRARIES[1])}.js"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    text = _bundle()
    _write(path, text.encode())
    return text


def inject(html: str, drawings: Mapping[str, Drawn]) -> str:
    """A page with its charts in the places that the templates left for them. KeyError for a chart that was not drawn."""
    return _PLACE.sub(lambda place: place[0] + getattr(drawings[place[1]], place[2]), html)


def named(html: str) -> list[str]:
    """The ids of the charts that have a place in a page."""
    return [place[1] for place in _PLACE.finditer(html)]


def _code() -> str:
    """What a drawing depends on besides its rows: our code and the versions of the libraries."""
    files = sorted(Path(str(chart_package.__file__)).parent.rglob("*.py"))
    made = hashlib.sha256("".join(version(name) for name in LIBRARIES).encode())
    for path in files:
        made.update(path.read_bytes())
    return made.hexdigest()[:32]


def _path(each: Chart, cache: Path, code: str) -> Path:
    rows = json.dumps(asdict(each), ensure_ascii=False, sort_keys=True)
    return cache / hashlib.sha256((code + rows).encode()).hexdigest()[:32]


def _kept(path: Path) -> Drawn | None:
    """The drawing that is kept, or None where it is missing or not whole."""
    try:
        texts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return Drawn(**texts, png=path.with_suffix(".png").read_bytes())
    except (OSError, ValueError, TypeError):
        return None


def _new(each: Chart, path: Path) -> Drawn:
    made = _draw(each)
    texts = {name: text for name, text in made._asdict().items() if name != "png"}
    _write(path.with_suffix(".png"), made.png)
    _write(path.with_suffix(".json"), json.dumps(texts, ensure_ascii=False, sort_keys=True).encode())
    return made


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all. A folder that cannot be written costs time on the next build, and nothing else."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        return


def _draw(chart: Chart) -> Drawn:
    from evidence.charts.drawing import draw

    return draw.draw(chart)


def _bundle() -> str:
    from evidence.charts.drawing import draw

    return draw.bundle()
