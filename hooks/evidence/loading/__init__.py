"""Reads a folder of data as text into records of the model. Only this package opens files of data/."""

from evidence.loading.folder import Draft, Reading, read, read_or_raise

__all__ = ["Draft", "Reading", "read", "read_or_raise"]
