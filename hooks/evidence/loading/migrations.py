"""What brings data of an older version of the schema to that of today; docs/contributing/migrations.md tells it in words.

A step changes what is mechanical and nothing else: what only people can say, the check asks for afterwards.
"""

import re
from collections.abc import Callable
from pathlib import Path

from evidence.loading.folder_rules import Folder, schema_version
from evidence.model.entities import SCHEMA_VERSION

# Fields of site.yml that version 2 requires and no program can fill in.
_SAID_BY_PEOPLE = ("made_by", "funding", "interests")
_COMMENTS = re.compile(r"(?:#[^\n]*\n)*")


def migrate(root: Path, unsaid: str = "") -> list[str]:
    """Bring the files of a folder to today's version; returns the names of those that changed.

    `unsaid` is written where only people can say something, for data of the past that nobody will complete; without it
    such fields stay absent. Data of today, of a newer version, or without a readable site.yml are left alone.
    """
    folder = Folder.of(root)
    version = schema_version(folder)
    changed: set[str] = set()
    while version is not None and version < SCHEMA_VERSION:
        for name in sorted(folder.files):
            step = _STEPS[version].get(name.partition("/")[0])
            if step and name.endswith((".yml", ".md")):
                text = (root / name).read_text(encoding="utf-8")
                if (made := step(text, unsaid)) != text:
                    (root / name).write_text(made, encoding="utf-8")
                    changed.add(name)
        version += 1
    return sorted(changed)


def _has(text: str, field: str) -> bool:
    """Whether a file has a field of its own, at the first level."""
    return bool(re.search(rf"^{field}:", text, re.MULTILINE))


def _site_of_version_2(text: str, unsaid: str) -> str:
    """The version is said."""
    at = _COMMENTS.match(text)
    begin = at.end() if at else 0
    made = f"{text[:begin]}schema_version: 2\n{text[begin:]}"
    for field in _SAID_BY_PEOPLE if unsaid else ():
        made += "" if _has(made, field) else f"{field}: {unsaid}\n"
    return made


def _drug_of_version_2(text: str, unsaid: str) -> str:
    """The one disease becomes a list of diseases."""
    if _has(text, "indications"):
        return text
    return re.sub(r"^indication:[ ]*(\S.*)$", r"indications:\n  - \1", text, count=1, flags=re.MULTILINE)


def _competitor_of_version_2(text: str, unsaid: str) -> str:
    """A value, which was a difference from placebo in points, says so."""
    if _has(text, "comparator") or not (_has(text, "value") or _has(text, "p")):
        return text
    if not _has(text, "value"):
        return re.sub(r"^(?=(?:p_qualifier|p):)", "comparator: placebo\n", text, count=1, flags=re.MULTILINE)
    measure = r"comparator: placebo\nstatistic: mean-difference\n\1unit: points\n"
    return re.sub(r"^((?:qualifier: .*\n)?value: .*\n)", measure, text, count=1, flags=re.MULTILINE)


def _site_of_version_3(text: str, unsaid: str) -> str:
    """The one day, up to which evidence was looked for, is that of the search; the version is derived."""
    said = re.sub(r"^schema_version:.*$", "schema_version: 3", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^as_of:", "searched:", said, count=1, flags=re.MULTILINE)


def _prose_of_version_3(text: str, unsaid: str) -> str:
    """Prose that named the one day names that of the search."""
    return re.sub(r"\[\[ *as_of *\]\]", "[[searched]]", text)


# Version -> first part of the name of a file -> what brings such a file from that version to the next.
_STEPS: dict[int, dict[str, Callable[[str, str], str]]] = {
    1: {"site.yml": _site_of_version_2, "drug.yml": _drug_of_version_2, "landscape": _competitor_of_version_2},
    2: {"site.yml": _site_of_version_3, "prose": _prose_of_version_3},
}
