"""Our pages as an author of plain Markdown would write them: tables, links and lists of Markdown in the place of HTML."""

from __future__ import annotations

import re
from pathlib import Path

from markdownify import markdownify

_PERMALINK = re.compile(r'<a class="headerlink".*?</a>')


def write(source: Path, target: Path) -> None:
    """Write every Markdown page of one folder into another. Links lead to addresses, as ours do."""
    for path in sorted(source.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        front, _, body = text.removeprefix("---\n").partition("\n---\n")
        generated = body.lstrip().startswith("<")
        plain = markdownify(_PERMALINK.sub("", body), heading_style="ATX") if generated else body
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"---\n{front}\n---\n{plain}\n", encoding="utf-8")
