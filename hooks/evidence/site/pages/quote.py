"""The page on which a text can be checked against the figures of the site, and what its script knows of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evidence.analysis.number_check import GRAMMAR, ROLES, WEIGHTS
from evidence.analysis.number_check.number_index import quoting
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output
from evidence.site.pages.page import page
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """The page, and its figures: a script and no JSON, for that a browser reads without a server, too."""
    yield page(render, "quote", links.address("quote"), "data/reports.csv")
    known = {**quoting(view), "grammar": GRAMMAR, "roles": ROLES, "weights": WEIGHTS}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    yield Output(links.address("quote-figures"), f"const QUOTING = {text};\n")
