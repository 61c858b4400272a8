"""The files of each chart: SVG and PNG on white, the Vega-Lite spec, the rows as CSV; and the script to explore it."""

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.charts import SCRIPT, all_charts
from evidence.model import links
from evidence.site import chart_drawings
from evidence.site.exports.table_files import to_csv
from evidence.site.output import Output


def outputs(view: View) -> Iterator[Output]:
    """Four files a chart that is drawn, and one script for all."""
    charts, cache = all_charts(view), chart_drawings.default_cache()
    for id, drawn in chart_drawings.drawings(charts.values(), cache).items():
        head, *rows = charts[id].table()
        yield Output(links.chart_file(id, "svg"), drawn.svg)
        yield Output(links.chart_file(id, "png"), drawn.png)
        yield Output(links.chart_file(id, "vl.json"), drawn.spec)
        yield Output(links.chart_file(id, "csv"), to_csv(head, rows))
    yield Output(SCRIPT, chart_drawings.script(cache))
