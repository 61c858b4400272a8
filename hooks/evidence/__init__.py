"""The evidence: loaded, checked and said. Nothing in this package knows MkDocs; see docs/decisions/ for the layers."""

from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    """`from evidence import frames`: the tables for analysts, imported when asked for, since they need pandas."""
    if name == "frames":
        from importlib import import_module

        return import_module("evidence.commands.frames")
    raise AttributeError(f"module 'evidence' has no attribute '{name}'")
