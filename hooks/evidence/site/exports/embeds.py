"""A bare page for each fact and each chart, to be shown in a frame on another site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evidence.analysis.moves import Move
from evidence.analysis.view import View
from evidence.charts import all_charts
from evidence.model import links, representations
from evidence.site import chart_drawings as drawing
from evidence.site import content_policy
from evidence.site.output import Output
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """All of them. They run no script and load one style sheet."""
    for key in view.evidence.facts:
        version = view.history.version([key]) or view.evidence.site.as_of
        yield _page(view, render, links.address("embed-fact", key), version, fact=key, chart=None)
    drawn = drawing.drawings(all_charts(view).values(), drawing.default_cache())
    for id, chart in all_charts(view).items():
        if chart.is_drawn:
            version = view.history.version(row.id for row in chart.rows) or view.evidence.site.as_of
            made = _page(view, render, links.address("embed-chart", id), version, fact=None, chart=chart)
            yield Output(made.uri, drawing.inject(str(made.content), drawn))
    for address, move in _gone(view):
        yield _page(view, render, address, move.date, "embed_gone.html.jinja", move=move)


def _gone(view: View) -> Iterator[tuple[str, Move]]:
    """Where the bare page of a fact or chart stood that was moved or removed, and its move."""
    for chart, move in view.moves.charts.items():
        if chart not in all_charts(view):
            yield links.address("embed-chart", chart), move
    for move in view.moves.pages:
        for kind, key in representations.entities(move.address) if move.record else ():
            if kind == "fact":
                yield links.address("embed-fact", key), move


def _page(
    view: View, render: Renderer, address: str, version: str, template: str = "embed.html.jinja", **context: object
) -> Output:
    site = view.evidence.site.site_url

    def make() -> Mapping[str, str]:
        made = render.part(template, site, here=address, version=version, **context)
        return {"content": content_policy.with_policy(f"{made}\n")}

    made = make()
    return Output(f"{address}index.html", made["content"])
