"""Checks the numbers of any text against those of the site: plain text and plain data in, verdicts out.

patterns, reading, known_numbers and verdict import the standard library alone; docs/assets/quote.js does the same in a browser, from the
same patterns, and tests/golden/quote holds both to the same answers. keywords and number_index make the plain data.
"""

from evidence.analysis.number_check.known_numbers import NumberIndex
from evidence.analysis.number_check.patterns import GRAMMAR, ROLES, WEIGHTS
from evidence.analysis.number_check.reading import phrase
from evidence.analysis.number_check.verdict import Answer, check

__all__ = ["GRAMMAR", "ROLES", "WEIGHTS", "Answer", "NumberIndex", "check", "phrase"]
