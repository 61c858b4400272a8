"""Drawing: from rows to text. The only module that starts Vega, and it is imported only when something must be drawn."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import vl_convert
from altair.utils import schemapi

from evidence.charts import Chart
from evidence.charts.drawing import svg_cleaning
from evidence.charts.drawing.drawn import Drawn

# Twice the size on screen, so that a slide shows it sharp.
SCALE = 2.0


def draw(chart: Chart) -> Drawn:
    """Both drawings, the picture for download and the spec; the chart's module is named by its kind."""
    specs = {name: spec(chart, name) for name in ("wide", "narrow")}
    wide, narrow = (_svg(specs[name], chart) for name in ("wide", "narrow"))
    alone = svg_cleaning.alone(svg_cleaning.resolved(wide), chart.title, chart.subject, chart.credit)
    png = svg_cleaning.packed(vl_convert.svg_to_png(alone, scale=SCALE))
    return Drawn(wide, narrow, alone, _spec(specs["wide"], chart), png)


def spec(chart: Chart, layout: str, validate: bool = False) -> dict[str, Any]:
    """The Vega-Lite spec in one layout. Altair's own checks take most of its time; the tests switch them on."""
    module = import_module(f"evidence.charts.{chart.kind}")
    which = next(each for each in module.LAYOUTS if each.name == layout)
    with schemapi.debug_mode(validate):
        return module.chart(chart, which).to_dict(validate=validate)


def bundle() -> str:
    """Vega, Vega-Lite and vega-embed as one script; it puts vegaEmbed on the window."""
    return vl_convert.javascript_bundle()


def _svg(spec: dict[str, Any], chart: Chart) -> str:
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    said = {row.spoken: index for index, row in enumerate(chart.rows)}
    return svg_cleaning.cleaned(svg, spec["usermeta"]["frame"], said, chart.title, chart.subject)


def _spec(spec: dict[str, Any], chart: Chart) -> str:
    """The wide chart as a file of its own: with its title, tooltips, and an axis that can be moved and stretched."""
    _explorable(spec, [])
    spec["title"] = {"text": chart.title, "subtitle": chart.subject, "anchor": "start", "frame": "bounds", "limit": 700}
    plain = svg_cleaning.resolved_spec(spec)
    plain["usermeta"] |= {
        "colours": {colour: name for name, colour in svg_cleaning.LIGHT.items()},
        "credit": chart.credit,
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def _explorable(view: dict[str, Any], made: list[str]) -> None:
    """Give each view with an axis one parameter that moves it, clip what moves, and let marks say what they are."""
    for key in ("vconcat", "hconcat"):
        for part in view.get(key, ()):
            _explorable(part, made)
    moving = False
    for layer in view.get("layer", ()):
        encoding = layer["encoding"]
        if "description" in encoding:
            encoding["tooltip"] = {"field": "says", "type": "nominal"}
        if encoding.get("x", {}).get("field"):
            layer["mark"]["clip"] = True
            if not moving and encoding["x"].get("axis"):
                moving = True
                made.append(f"axis{len(made) + 1}")
                select = {"type": "interval", "encodings": ["x"]}
                layer["params"] = [{"name": made[-1], "select": select, "bind": "scales"}]
