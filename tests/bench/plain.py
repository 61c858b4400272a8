"""Our pages as an author of plain Markdown would write them: tables, links and lists of Markdown in the place of HTML."""

from __future__ import annotations

import re
from pathlib import Path

from markdownify import markdownify

from evidence.site.kept import apart, together

_LINK = re.compile(r"\]\((?!https?:)([^)\s]*)\)")


def write(source: Path, target: Path) -> None:
    """Write every Markdown page of one folder into another. Links lead to addresses, as ours do."""
    for path in sorted(source.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        front, _, body = text.removeprefix("---\n").partition("\n---\n")
        left, taken = apart(body)
        plain = together(left, [markdownify(element, heading_style="ATX") for element in taken])
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"---\n{front}\n---\n{plain}\n", encoding="utf-8")
