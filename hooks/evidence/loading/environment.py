"""Settings of the surroundings that override data/site.yml: EVIDENCE_<FIELD>, and SITE_URL for the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evidence.model import Site

PLACE = ("environment", 1, 1)


def overrides(environ: Mapping[str, str]) -> dict[str, tuple[str, Any]]:
    """Field -> (variable, value). An empty variable counts as not set; authors are separated by semicolons."""
    found: dict[str, tuple[str, Any]] = {}
    if environ.get("SITE_URL"):
        found["site_url"] = ("SITE_URL", environ["SITE_URL"])
    for field in Site.model_fields:
        variable = f"EVIDENCE_{field.upper()}"
        if value := environ.get(variable):
            parts = [part.strip() for part in value.split(";") if part.strip()]
            found[field] = (variable, parts if field == "authors" else value)
    return found
