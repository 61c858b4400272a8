"""The JSON Schema of each kind of data file, for editors and programs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from evidence import links
from evidence.derive.dictionary import FILES, ROWS, json_schema
from evidence.derive.view import View
from evidence.output import Output


def outputs(view: View) -> Iterator[Output]:
    """One file a kind of data file."""
    for name in (*FILES, *ROWS):
        text = json.dumps(json_schema(name), ensure_ascii=False, indent=2, sort_keys=True)
        yield Output(links.address("schema-file", name), text + "\n")
