"""What people write: the pages of docs/, and all prose as readers see it, without a template."""

import html
import re
from collections.abc import Iterator
from pathlib import Path

from evidence.analysis.figure_text import marked
from evidence.model.number_format import date_in_words
from evidence.site.gather import Gatherer, Marked, Number, Prose
from evidence.site.notebooks.notebook import notebooks

# Text of the data that a page of docs/ includes; it is part of its own file.
_INCLUDED = re.compile(r"^\[\[prose:[a-z-]+\]\]$", re.MULTILINE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


def handwritten_pages(docs: Path) -> list[tuple[str, str]]:
    """The handwritten pages, as (uri, text), but for hidden folders. Of a notebook the text is its prose."""
    found = sorted(path.relative_to(docs) for path in docs.rglob("*.md"))
    shown = [path for path in found if not any(part.startswith(".") for part in path.parts)]
    texts = [(path.as_posix(), (docs / path).read_text(encoding="utf-8")) for path in shown]
    return [*texts, *((notebook.uri, notebook.text) for notebook in notebooks(docs))]


def plain_prose(gather: Gatherer, pages: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Path and text of all prose of the data and of handwritten pages, its markers filled in, without HTML; the lines are
    those of the file.
    """
    prose = gather.view.evidence.prose.values()
    for path, text in (*((each.path, each.text) for each in prose), *((f"docs/{uri}", text) for uri, text in pages)):
        yield path, html.unescape(_TAG.sub("", _plain(gather.marked(_INCLUDED.sub("", text)))))


def _plain(parts: Prose) -> str:
    return "".join(
        part if isinstance(part, str) else _words(part) if isinstance(part, Marked) else _plain(part) for part in parts
    )


def _words(marker: Marked) -> str:
    """What readers see of a marker."""
    shown = marker.shown
    if isinstance(shown, Number):
        return marked(shown, marker.part)
    if isinstance(shown, str):
        return date_in_words(shown) if marker.part == "date" else marker.words or shown
    return marker.words or shown.label
