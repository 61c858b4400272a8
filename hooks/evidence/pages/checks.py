"""What the site knows of its own quality."""

from __future__ import annotations

from collections.abc import Iterator

from evidence import links
from evidence.check import RULES
from evidence.derive.view import View
from evidence.output import Output
from evidence.pages.page import page
from evidence.render import Renderer


def outputs(view: View, render: Renderer) -> Iterator[Output]:
    """One page."""
    rules = [rule.statement for rule in RULES.values()]
    yield page(render, "checks", links.address("checks"), "data", rules=rules)
