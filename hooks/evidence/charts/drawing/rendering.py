"""From a chart to its files. Imported only when something must be drawn."""

import json
from importlib import import_module
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
    _make_explorable(spec, [])
    spec["title"] = {"text": chart.title, "subtitle": chart.subject, "anchor": "start", "frame": "bounds", "limit": 700}
    plain = svg_cleaning.spec_with_light_colours(spec)
    plain["usermeta"] |= {
        "colours": {colour: name for name, colour in svg_cleaning.LIGHT.items()},
        "credit": chart.credit,
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _make_explorable(view: dict[str, Any], names: list[str]) -> None:
    """Give each view with an axis one parameter that moves it, clip what moves, and give marks tooltips.

    `names` are those of the parameters so far, in any view.
    """
    for key in ("vconcat", "hconcat"):
        for part in view.get(key, ()):
            _make_explorable(part, names)
    has_parameter = False
    for layer in view.get("layer", ()):
        encoding = layer["encoding"]
        if "description" in encoding:
            encoding["tooltip"] = {"field": "says", "type": "nominal"}
        if encoding.get("x", {}).get("field"):
            layer["mark"]["clip"] = True
            if not has_parameter and encoding["x"].get("axis"):
                has_parameter = True
                names.append(f"axis{len(names) + 1}")
                select = {"type": "interval", "encodings": ["x"]}
                layer["params"] = [{"name": names[-1], "select": select, "bind": "scales"}]
