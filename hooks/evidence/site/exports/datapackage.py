"""The descriptor of all tables: Data Package, version 2, made from the same fields as the dictionary."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from evidence.analysis.dictionary import Field
from evidence.analysis.tables.data_tables import Table
from evidence.analysis.tables.downloads import downloads
from evidence.analysis.view import View
from evidence.model import links

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# Form of a field -> its type in Table Schema. Decimals stay text: a reader that made numbers of them would lose digits.
_TYPES = {"count": "integer", "day": "date", "pairs": "object"}


def descriptor(view: View, files: Mapping[str, bytes]) -> str:
    """The descriptor as JSON. `files` is name of a CSV file in the folder of the descriptor -> its content."""
    site = view.evidence.site
    home = links.absolute(site.site_url, links.address("data"))
    made = {
        "$schema": PROFILE,
        "name": links.slug(f"{view.evidence.drug.name} {view.evidence.drug.main_indication} evidence"),
        "id": home,
        "title": site.name,
        "description": site.description,
        "homepage": home,
        "version": view.evidence.version,
        **({"created": f"{view.evidence.version}T00:00:00Z"} if len(view.evidence.version) == 10 else {}),
        "licenses": [{"name": site.licence, "path": links.licence_address(site.licence)}],
        "contributors": [{"title": author, "roles": ["creator"]} for author in site.authors],
        "keywords": [
            view.evidence.drug.name,
            view.evidence.drug.code,
            *view.evidence.drug.indications,
            "clinical trials",
        ],
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in downloads(view)],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    keys = [
        {"fields": [column], "reference": {"resource": other, "fields": [its]}}
        for column, (other, its) in table.refers.items()
    ]
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "fields": [_field(field) for field in table.fields],
            "missingValues": [""],
            **({"primaryKey": table.key} if table.key else {}),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _field(field: Field) -> dict[str, Any]:
    """A field with its unit, a property that Table Schema does not have, and the separator of a list."""
    limits: dict[str, Any] = {"required": True} if field.required else {}
    if field.values:
        limits["enum"] = list(field.values)
    elif field.pattern and field.form not in _TYPES:
        limits["pattern"] = field.pattern
    return {
        "name": field.name,
        "type": _TYPES.get(field.form, "string"),
        "description": field.about,
        **({"unit": field.unit} if field.unit else {}),
        **({"separator": ";"} if field.form == "list" else {}),
        **({"constraints": limits} if limits else {}),
    }
