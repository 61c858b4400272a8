"""A bare page for each fact and each chart, to be shown in a frame on another site."""

from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.moved_addresses import Move
from evidence.charts import Chart, all_charts
from evidence.model import links, representations
from evidence.site import chart_drawings, content_policy
from evidence.site.gather import Gatherer, Number, Origin, SourceRef
from evidence.site.gather_changes import MoveRow, move_row
from evidence.site.gather_charts import frame
from evidence.site.output import Output
from evidence.site.render import Renderer


@dataclass(frozen=True)
class Embed:
    """A number with the report that it is from, or a chart with its sources; `here` is the address of the bare page,
    `back` that of the page on this site that shows the same.
    """

    here: str
    back: str
    title: str
    version: str
    number: Number | None = None
    reported_by: Origin | None = None
    chart: Chart | None = None
    sources: tuple[SourceRef, ...] = ()


@dataclass(frozen=True)
class GoneEmbed:
    """What was shown at the address `here` and was moved or removed."""

    here: str
    move: MoveRow


def outputs(gather: Gatherer, render: Renderer) -> Iterator[Output]:
    """All of them. They run no script and load one style sheet."""
    charts = all_charts(gather.view)
    for key in gather.view.evidence.facts:
        yield _page(render, "embed.html.jinja", _fact(gather, key))
    drawings = chart_drawings.drawings(charts.values(), chart_drawings.default_cache())
    for chart in charts.values():
        if chart.is_drawn:
            page = _page(render, "embed.html.jinja", _chart(gather, chart))
            yield Output(page.uri, chart_drawings.inject(str(page.content), drawings))
    for address, move in _gone(gather):
        yield _page(render, "embed_gone.html.jinja", GoneEmbed(address, move_row(gather, move)))


def _fact(gather: Gatherer, key: str) -> Embed:
    report, number = gather.view.preferred[key], gather.number(key)
    return Embed(
        links.address("embed-fact", key),
        number.address,
        number.label,
        gather.view.history.version([key]) or gather.view.evidence.site.as_of,
        number=number,
        reported_by=Origin(gather.source(report.source), report.locator),
    )


def _chart(gather: Gatherer, chart: Chart) -> Embed:
    version = gather.view.history.version(row.id for row in chart.rows) or gather.view.evidence.site.as_of
    here, back = links.address("embed-chart", chart.id), frame(gather, chart).page
    return Embed(here, back, chart.title, version, chart=chart, sources=gather.sources(chart.sources))


def _gone(gather: Gatherer) -> Iterator[tuple[str, Move]]:
    """The bare page of each fact or chart that was moved or removed, and its move."""
    moves, charts = gather.view.moves, all_charts(gather.view)
    for chart, move in moves.charts.items():
        if chart not in charts:
            yield links.address("embed-chart", chart), move
    for move in moves.pages:
        for kind, key in representations.entities(move.address) if move.record else ():
            if kind == "fact":
                yield links.address("embed-fact", key), move


def _page(render: Renderer, template: str, embed: Embed | GoneEmbed) -> Output:
    """Rendered for the whole site as its page, so that every link is absolute."""
    page = render.part(template, render.site.site_url, **vars(embed))
    return Output(f"{embed.here}index.html", content_policy.with_policy(f"{page}\n"))
