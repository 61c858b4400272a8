"""What a notebook imports: the evidence, and functions that show text, tables and charts as the site does.

In plain Jupyter links go to the published site and charts are drawn on white; on the site itself they are like those
of any other page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from IPython.display import display
from markupsafe import Markup

from evidence.analysis.verdicts import Finding
from evidence.analysis.view import View
from evidence.charts.drawing import svg_cleaning, theme, vega
from evidence.checks import load_or_raise
from evidence.model import Evidence, Report, links
from evidence.site.gather import Gatherer
from evidence.site.notebooks.notebook import RENDERED
from evidence.site.render import Renderer

_ROOT = Path(__file__).parents[4]
# Sign before the name of a column -> class of its cells.
_CLASSES = {"#": "num", "~": "computed"}


class NotebookApi:
    """The evidence of one notebook. `page` is the address of its page while the site is built, else empty.

    A notebook sees neither prose nor addresses, so that a change of those runs nothing again.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        """Read and check the data that EVIDENCE_DATA names, or data/; raises BadData as the build does."""
        self.page = environ.get("EVIDENCE_PAGE", "")
        evidence = load_or_raise(_ROOT / (environ.get("EVIDENCE_DATA") or "data"), environ)
        self.view = View(replace(evidence, prose={}, addresses=()))
        self._gather = Gatherer(self.view)
        way = links.relative if self.page else lambda _, target: links.absolute(evidence.site.site_url, target)
        self._renderer = Renderer(evidence, way)

    @property
    def evidence(self) -> Evidence:
        """Everything that the data state."""
        return self.view.evidence

    def text(self, text: str, kind: str = "") -> None:
        """Show a paragraph of class `kind`. Markers such as `[[fact]]` become figures and links; the rest is plain text."""
        self._show("text", text=self._line(text), kind=kind)

    def missing(self, text: str) -> None:
        """Show a paragraph about data that are missing here."""
        self.text(text, "unknown")

    def verdict(self, finding: Finding) -> None:
        """Show in words whether the printed figures of one effect can all be right."""
        row = finding.row
        number = self._gather.report(row) if isinstance(row, Report) else self._gather.number(f"{finding.id}#value")
        self._show("verdict", finding=finding, number=number)

    def table(self, label: str, frame: pd.DataFrame) -> None:
        """Show a DataFrame. The name of a column of numbers begins with #, of computed ones with ~, of both with #~;
        names and cells may contain markers."""
        heads = [
            (self._line(name.lstrip("#~")), " ".join(kind for sign, kind in _CLASSES.items() if sign in name[:2]))
            for name in frame.columns
        ]
        rows = [[self._line(str(cell)) for cell in row] for row in frame.itertuples(index=False)]
        self._show("table", label=label, heads=heads, rows=rows)

    def chart(
        self,
        build: Callable[[theme.Layout], theme.Drawing],
        layouts: Iterable[theme.Layout],
        title: str,
        subject: str,
        notes: str = "",
        key: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Show a chart, drawn once for each layout. `title` states the finding, `subject` names what is shown."""
        drawings = [(layout.name, _svg(build(layout), title, subject)) for layout in layouts]
        if not self.page:
            drawings = [(name, svg_cleaning.with_light_colours(svg)) for name, svg in drawings[:1]]
        marked = [(name, Markup(svg)) for name, svg in drawings]
        self._show("figure", title=title, subject=subject, drawings=marked, notes=self._line(notes), key=list(key))

    def _line(self, text: str) -> Markup:
        return self._renderer.line(self._gather.marked(text), self.page)

    def _show(self, template: str, **context: object) -> None:
        html = str(self._renderer.part(f"{template}.jinja", self.page, **context))
        display({"text/html": html, "text/plain": ""}, raw=True, metadata={RENDERED: True})


def _svg(chart: theme.Drawing, title: str, subject: str) -> str:
    spec = chart.to_dict(validate=False)
    return svg_cleaning.clean(vega.svg(spec), spec["usermeta"]["frame"], {}, title, subject)
