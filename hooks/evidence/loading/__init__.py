"""Reads a folder of data as text into records of the model. Only this package opens files of data/."""

from evidence.loading.fingerprint import fingerprint
from evidence.loading.folder import Draft, read

__all__ = ["Draft", "fingerprint", "read"]
