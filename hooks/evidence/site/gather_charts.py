"""Gathering of charts: the frame around a drawing, with its numbers as a table."""

from dataclasses import dataclass

from evidence.charts import charts_about, named_by
from evidence.charts.chart import Chart, Row
from evidence.model import links
from evidence.site.gather import Gatherer, Number, Origin, Ref, SourceRef, Text


@dataclass(frozen=True)
class ChartRow:
    """A row of the table. `index` is its place among the rows of the chart, `heading` a link or text."""

    index: int
    row: Row
    heading: Ref | Text
    detail: Text
    number: Number | None
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class ChartFrame:
    """A chart with its caption, sources and table by panel; `page` is the address of the chart on its page."""

    chart: Chart
    page: str
    caption: tuple[Text, ...] = ()
    sources: tuple[SourceRef, ...] = ()
    panels: tuple[tuple[Text, tuple[ChartRow, ...]], ...] = ()


def frame(gather: Gatherer, chart: Chart) -> ChartFrame:
    """The frame of one chart; without a table where there is too little to draw."""
    owner = chart.about if chart.about in gather.view.entities else f"page.{chart.about}"
    page = f"{gather.view.entities[owner].address}#{links.chart_anchor(chart.id)}"
    if not chart.is_drawn:
        return ChartFrame(chart, page)
    index = {id(row): number for number, row in reversed([*enumerate(chart.rows)])}
    panels = tuple(
        (
            gather.text(panel.title) if len(chart.panels) > 1 else (),
            tuple(_row(gather, index[id(row)], row) for row in chart.rows_of(panel)),
        )
        for panel in chart.panels
    )
    return ChartFrame(chart, page, tuple(map(gather.text, chart.caption)), gather.sources(chart.sources), panels)


def _row(gather: Gatherer, index: int, row: Row) -> ChartRow:
    named = named_by(gather.view, row)
    heading = gather.ref(named) if named else gather.text(row.label)
    number = gather.number(row.id) if row.is_figure and row.kind != "none" else None
    return ChartRow(index, row, heading, gather.text(row.detail), number, gather.origins(row.cite))


def frames(gather: Gatherer, about: str) -> tuple[ChartFrame, ...]:
    """The frames of the charts on the page of a study, group or endpoint, or on the page of that name."""
    return tuple(frame(gather, chart) for chart in charts_about(gather.view, about))
