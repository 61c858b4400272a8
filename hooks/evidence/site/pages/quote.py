"""The page on which a text can be checked against the numbers of the site, and what its script knows of them."""

import json
from collections.abc import Iterator

from evidence.analysis.number_check import GRAMMAR, ROLES, WEIGHTS
from evidence.analysis.number_check.number_index import number_index
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.gather import Gatherer
from evidence.site.output import Output
from evidence.site.pages.page import Page


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    yield Page("quote", links.address("quote"), {}, "data/reports.csv")


def index(view: View) -> Output:
    """The numbers that the page knows: a script and not JSON, since a browser reads that without a server, too."""
    known = {**number_index(view), "grammar": GRAMMAR, "roles": ROLES, "weights": WEIGHTS}
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Output(links.address("quote-figures"), f"const QUOTING = {text};\n")
