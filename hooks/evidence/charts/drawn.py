"""Charts as drawn, kept by content: nothing is drawn twice, and what is kept can be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from evidence.derive.chartrows import Chart, chart
from evidence.progress import counted

ROOT = Path(__file__).parents[3]
LIBRARIES = ("altair", "vl-convert-python")
# From this number on it pays to start a second process.
MANY = 8
# Where a template leaves room for a drawing, just inside an element.
_PLACE = re.compile(r'data-chart="([^"]+)" data-size="(wide|narrow|height)">')
_HEIGHT = re.compile(r'<svg[^>]* height="([\d.]+)"')
# Title, key, sources and the way back, beside a drawing in a frame.
_AROUND = 200


class Drawn(NamedTuple):
    """A chart as markup for wide and for narrow places, as a file of its own (SVG, PNG), and as a Vega-Lite spec."""

    wide: str
    narrow: str
    svg: str
    spec: str
    png: bytes

    @property
    def height(self) -> str:
        """How high a frame of another site must be that shows it, in pixels, with what stands above and below it."""
        wide, narrow = (float(_HEIGHT.search(drawing)[1]) for drawing in (self.wide, self.narrow))  # type: ignore[index]
        return str(round(max(wide, min(narrow, wide * 1.4))) + _AROUND)


def folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where drawings are kept: EVIDENCE_CACHE, or .cache at the root of the repository."""
    return ROOT / (environ.get("EVIDENCE_CACHE") or ".cache") / "charts"


def drawings(charts: Iterable[Chart], cache: Path, draw: Callable[[Chart], Drawn]) -> Mapping[str, Drawn]:
    """Id -> drawing, for every chart that has something to draw. Only what is not kept is drawn; of many, half of it by a
    second process, and what that fails to keep is drawn here after all.
    """
    code, drawn = _code(), {each.id: each for each in charts if each.is_drawn}
    paths = {id: _path(each, cache, code) for id, each in drawn.items()}
    made = {id: kept for id, path in paths.items() if (kept := _kept(path))}
    missing = [id for id in drawn if id not in made]

    def new(id: str) -> Drawn:
        return _new(drawn[id], paths[id], draw)

    other = _second(new, missing[1::2]) if len(missing) >= MANY else None
    made |= {id: new(id) for id in counted("Charts", missing[::2] if other else missing)}
    if other:
        os.waitpid(other, 0)
        made |= {id: _kept(paths[id]) or new(id) for id in missing[1::2]}
    return {id: made[id] for id in drawn}


def _second(new: Callable[[str], Drawn], ids: Iterable[str]) -> int | None:
    """A second process that draws charts, by its id; None where there is no second core, or where the library that draws
    runs here already, since its threads would be missing there.
    """
    if (os.cpu_count() or 1) < 2 or "vl_convert" in sys.modules or not hasattr(os, "fork"):
        return None
    process = os.fork()
    if process == 0:
        try:
            for id in ids:
                new(id)
        finally:
            os._exit(0)
    return process


def script(cache: Path, make: Callable[[], str]) -> str:
    """The script with which a reader explores a chart, kept like the drawings."""
    path = cache / f"vega-embed-{version(LIBRARIES[1])}.js"
    if path.is_file():
        return path.read_text(encoding="utf-8")
    text = make()
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
    files = [*sorted(Path(__file__).parent.glob("*.py")), Path(chart.__file__)]
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


def _new(each: Chart, path: Path, draw: Callable[[Chart], Drawn]) -> Drawn:
    made = draw(each)
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
