"""Checks the numbers of any text against what is known: plain text and plain data in, verdicts out.

It knows neither the model nor the pages and imports the standard library alone; docs/assets/quote.js does the same in a
browser, from the same patterns, and tests/golden/quote holds both to the same answers.
"""

from evidence.analysis.number_check.patterns import GRAMMAR, ROLES, WEIGHTS
from evidence.analysis.number_check.reading import phrase
from evidence.analysis.number_check.verdict import Answer, Known, check

__all__ = ["GRAMMAR", "ROLES", "WEIGHTS", "Answer", "Known", "check", "phrase"]
