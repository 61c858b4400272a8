"""The evidence about one drug, from the files of data/ to a site. Nothing in this package knows MkDocs.

Rooms, lowest first; a room imports from those above it in this list and from no other:

model: the schema of the data: records, vocabulary, addresses, problems, and how numbers are written.
loading: reads a folder of data as text with positions, and fixes what can be fixed mechanically.
analysis: answers questions about the evidence: effects, verdicts, pooling, history, numbers in a text.
checks: the rules that hold between records; evidence that breaks one is not published.
charts: the rows of each chart and its drawing.
site: pages, files for programs, search, cards and notebooks, and the folder they are written to.
commands: what people run: `python -m evidence.commands COMMAND`.
"""

from types import ModuleType


def __getattr__(name: str) -> ModuleType:
    """`from evidence import frames`: the tables for analysts, imported when asked for, since they need pandas."""
    if name == "frames":
        from importlib import import_module

        return import_module("evidence.commands.frames")
    raise AttributeError(f"module 'evidence' has no attribute '{name}'")
