"""The desk at which a notebook works: the evidence of the site, and the ways in which the site says and draws things.

In plain Jupyter links lead to the published site and charts are drawn on white; on the site itself they are like those
of any other page.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

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
# Sign before the head of a column -> what its cells are: numbers; computed by us.
_KINDS = {"#": "num", "~": "computed"}


class NotebookApi:
    """One notebook's view of the evidence. `page` is the address of its page while the site is built, else empty.

    A notebook sees neither prose nor addresses: a change of those runs nothing again.
    """

    def __init__(self, environ: Mapping[str, str] = os.environ) -> None:
        """Read and check the data that EVIDENCE_DATA names, or data/; raises BadData as the build does."""
        self.page = environ.get("EVIDENCE_PAGE", "")
        found = load_or_raise(_ROOT / (environ.get("EVIDENCE_DATA") or "data"), environ)
        self.view = View(replace(found, prose={}, addresses=()))
        site = found.site.site_url
        self._gather = Gatherer(self.view)
        self._renderer = (
            Renderer(self.view) if self.page else Renderer(self.view, lambda _, to: links.absolute(site, to))
        )

    @property
    def evidence(self) -> Evidence:
        """Everything that the data state."""
        return self.view.evidence

    def say(self, text: str, kind: str = "") -> None:
        """Show a paragraph. Markers such as `[[fact]]` become figures and links, all else is plain text."""
        self._show("say", text=self._line(text), kind=kind)

    def missing(self, text: str) -> None:
        """Say what the data lack for what would stand here."""
        self.say(text, "unknown")

    def verdict(self, finding: Finding) -> None:
        """Say in words whether the printed figures of one effect can all be right."""
        row = finding.row
        number = self._gather.report(row) if isinstance(row, Report) else self._gather.number(f"{finding.id}#value")
        self._show("verdict", finding=finding, number=number)

    def table(self, label: str, heads: Iterable[str], rows: Iterable[Sequence[object]]) -> None:
        """Show a table. A head that begins with # is that of a column of numbers, with ~ of computed ones; heads and
        cells may hold markers."""
        columns = [
            (self._line(head.lstrip("#~")), " ".join(kind for sign, kind in _KINDS.items() if sign in head[:2]))
            for head in heads
        ]
        made = [[self._line(str(cell)) for cell in row] for row in rows]
        self._show("table", label=label, heads=columns, rows=made)

    def draw(
        self,
        build: Callable[[theme.Layout], theme.Framed],
        layouts: Iterable[theme.Layout],
        title: str,
        subject: str,
        notes: str = "",
        key: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Show a chart, drawn once for wide and once for narrow places. `title` says the finding, `subject` what is shown."""
        drawn = [(layout.name, _svg(build(layout), title, subject)) for layout in layouts]
        if not self.page:
            drawn = [(name, svg_cleaning.resolved(svg)) for name, svg in drawn[:1]]
        drawings = [(name, Markup(svg)) for name, svg in drawn]
        self._show("figure", title=title, subject=subject, drawings=drawings, notes=self._line(notes), key=list(key))

    def _line(self, text: str) -> Markup:
        return self._renderer.line(self._gather.marked(text), self.page)

    def _show(self, template: str, **context: object) -> None:
        html = str(self._renderer.part(f"{template}.jinja", self.page, **context))
        display({"text/html": html, "text/plain": ""}, raw=True, metadata={RENDERED: True})


def _svg(chart: theme.Framed, title: str, subject: str) -> str:
    spec = chart.to_dict(validate=False)
    return svg_cleaning.cleaned(vega.svg(spec), spec["usermeta"]["frame"], {}, title, subject)
