"""The JSON Schema of each kind of data file, for editors and programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache

from evidence.analysis.dictionary import FILES, ROWS, json_schema
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.output import Output


def outputs(view: View) -> Iterator[Output]:
    """One file a kind of data file."""
    for name, text in texts().items():
        yield Output(links.address("schema-file", name), text)


@cache
def texts() -> Mapping[str, str]:
    """Name of the kind -> its schema as JSON text."""
    return {
        name: json.dumps(json_schema(name), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
        for name in (*FILES, *ROWS)
    }
