"""From a chart to its files. Imported only when something must be drawn."""

import json
from collections.abc import Iterator
from importlib import import_module
from itertools import count
from typing import Any

from altair.utils import schemapi

from evidence.charts.chart import Chart, RenderedChart
from evidence.charts.drawing import svg_cleaning, vega

# The kinds of chart that one module draws; any other kind has a module of its name.
_INTERVAL_PLOTS = ("change", "forest", "landscape")


def render(chart: Chart) -> RenderedChart:
    """Both drawings, the picture for download and the specification."""
    specs = {name: specification(chart, name) for name in ("wide", "narrow")}
    wide, narrow = (_svg(specs[name], chart) for name in ("wide", "narrow"))
    light = svg_cleaning.with_light_colours(wide)
    file = svg_cleaning.standalone(light, chart.title, chart.subject, chart.credit)
    return RenderedChart(wide, narrow, file, _explorable_file(specs["wide"], chart), vega.png(file))


def specification(chart: Chart, layout: str, validate: bool = False) -> dict[str, Any]:
    """The Vega-Lite specification in one layout, made by interval_plots or by the module that the chart's kind names.

    Altair's own checks take most of its time; the tests switch them on.
    """
    module = import_module(f"evidence.charts.{'interval_plots' if chart.kind in _INTERVAL_PLOTS else chart.kind}")
    layouts = module.LAYOUTS[chart.kind] if chart.kind in _INTERVAL_PLOTS else module.LAYOUTS
    which = next(each for each in layouts if each.name == layout)
    with schemapi.debug_mode(validate):
        spec: dict[str, Any] = module.chart(chart, which).to_dict(validate=validate)
    return spec


def _svg(spec: dict[str, Any], chart: Chart) -> str:
    rows = {row.description: index for index, row in enumerate(chart.rows)}
    return svg_cleaning.clean(vega.svg(spec), spec["usermeta"]["frame"], rows, chart.title, chart.subject)


def _explorable_file(spec: dict[str, Any], chart: Chart) -> str:
    """The wide chart as a file of its own: with its title, tooltips, and an axis that can be moved and stretched."""
    _make_explorable(spec, (f"axis{number}" for number in count(1)))
    spec["title"] = {"text": chart.title, "subtitle": chart.subject, "anchor": "start", "frame": "bounds", "limit": 700}
    file = svg_cleaning.spec_with_light_colours(spec)
    colours = {colour: name for name, colour in svg_cleaning.LIGHT.items()}
    file["usermeta"] |= {"colours": colours, "credit": chart.credit}
    return json.dumps(file, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _make_explorable(view: dict[str, Any], names: Iterator[str]) -> None:
    """Give each view with an axis one parameter that moves it, with the next of some names; clip what moves; and give
    marks tooltips.
    """
    for part in (*view.get("vconcat", ()), *view.get("hconcat", ())):
        _make_explorable(part, names)
    layers = view.get("layer", ())
    for layer in (layer for layer in layers if "description" in layer["encoding"]):
        layer["encoding"]["tooltip"] = {"field": "says", "type": "nominal"}
    moving = [layer for layer in layers if layer["encoding"].get("x", {}).get("field")]
    for layer in moving:
        layer["mark"]["clip"] = True
    for layer in [layer for layer in moving if layer["encoding"]["x"].get("axis")][:1]:
        select = {"type": "interval", "encodings": ["x"]}
        layer["params"] = [{"name": next(names), "select": select, "bind": "scales"}]
