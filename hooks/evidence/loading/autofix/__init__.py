"""Mechanical repair of a data folder, which `make fix` runs: what has one cure that changes no meaning. All else is for
people."""

from evidence.loading.autofix.folder import repair

__all__ = ["repair"]
