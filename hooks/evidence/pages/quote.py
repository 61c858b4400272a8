"""The page on which a text can be checked against the figures of the site, and the figures for it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evidence import links
from evidence.derive.quoting import quoting
from evidence.derive.view import View
from evidence.output import Output
from evidence.pages.page import page
from evidence.quote import GRAMMAR, ROLES
from evidence.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """The page, and what its script loads once somebody pastes a text."""
    yield page(render, "quote", links.address("quote"), "data/reports.csv")
    known = {"grammar": GRAMMAR, "roles": ROLES, **quoting(view)}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    yield Output(links.address("quote-figures"), text + "\n")
