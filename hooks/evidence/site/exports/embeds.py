"""A bare page for each fact and each chart, to be shown in a frame on another site."""

from collections.abc import Iterator, Mapping

from evidence.charts import all_charts
from evidence.model import links, representations
from evidence.site import chart_drawings, content_policy
from evidence.site.gather import Gatherer, Origin
from evidence.site.gather_changes import move_row
from evidence.site.gather_charts import frame
from evidence.site.output import Output
from evidence.site.render import Renderer


def outputs(gather: Gatherer, render: Renderer) -> Iterator[Output]:
    """All of them: each fact and chart, and what was moved or removed. They run no script and load one style sheet."""
    view, charts = gather.view, all_charts(gather.view)
    version, drawings = view.evidence.version, chart_drawings.drawings(charts.values(), chart_drawings.default_cache())
    for key in view.evidence.facts:
        number, report = gather.number(key), view.preferred[key]
        context = {
            "title": number.label,
            "back": number.address,
            "version": view.history.version([key]) or version,
            "number": number,
            "reported_by": Origin(gather.source(report.source), report.locator),
        }
        yield _page(render, "embed.html.jinja", links.address("embed-fact", key), context)
    for chart in charts.values():
        if chart.is_drawn:
            context = {
                "title": chart.title,
                "back": frame(gather, chart).page,
                "version": view.history.version(row.id for row in chart.rows) or version,
                "chart": chart,
                "sources": gather.sources(chart.sources),
            }
            page = _page(render, "embed.html.jinja", links.address("embed-chart", chart.id), context)
            yield Output(page.uri, chart_drawings.inject(str(page.content), drawings))
    gone = [(links.address("embed-chart", id), move) for id, move in view.moves.charts.items() if id not in charts]
    for move in view.moves.pages:
        entities = representations.entities(move.address) if move.record else ()
        gone += [(links.address("embed-fact", key), move) for kind, key in entities if kind == "fact"]
    for address, move in gone:
        yield _page(render, "embed_gone.html.jinja", address, {"move": move_row(gather, move)})


def _page(render: Renderer, template: str, address: str, context: Mapping[str, object]) -> Output:
    """Rendered for the whole site as its page, so that every link is absolute; `here` is its own address."""
    page = render.part(template, render.site.site_url, here=address, **context)
    return Output(f"{address}index.html", content_policy.with_policy(f"{page}\n"))
