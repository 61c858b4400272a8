"""Keeping the log of changes: what `make changes` writes, so that nobody has to write an entry by hand."""

from evidence.log.entries import Why, begin, keep
from evidence.log.revision import RevisionError, data_at

__all__ = ["RevisionError", "Why", "begin", "data_at", "keep"]
