"""The files of each chart: SVG and PNG on white, the Vega-Lite spec, the rows as CSV; and the script to explore it."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.charts import SCRIPT, all_charts
from evidence.model import links
from evidence.site import chart_drawings as drawing
from evidence.site.exports.csv_tables import to_csv
from evidence.site.output import Output


def outputs(view: View) -> Iterator[Output]:
    """Four files a chart that is drawn, and one script for all."""
    found = all_charts(view)
    cache = drawing.default_cache()
    for id, made in drawing.drawings(found.values(), cache).items():
        head, *rows = found[id].table()
        files = {"svg": made.svg, "png": made.png, "vl.json": made.spec}
        files["csv"] = to_csv(head, rows)
        for ending, content in files.items():
            yield Output(links.chart_file(id, ending), content)
    yield Output(SCRIPT, drawing.script(cache))
