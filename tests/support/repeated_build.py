"""A site that is built again, elsewhere and under other settings, from nothing that was kept."""

import difflib
import shutil
from itertools import islice
from pathlib import Path

from support.built_site import DATA, ROOT, Built, build, copy_of_repository, files

# Of the first file that differs, so many lines are told; a page without line breaks has long ones.
_LINES, _COLUMNS = 20, 300


def assert_builds_alike(built: Built, tmp_path: Path) -> None:
    """Build a site again in another place, time zone, language and hash order; assert that every byte is the same."""
    elsewhere = copy_of_repository(tmp_path / "another place")
    data = DATA[built.name]
    if built.name != "data":
        shutil.copytree(ROOT / data, elsewhere / data)
    other = {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "HOME": str(tmp_path)}
    # Everything is drawn, run and indexed anew, so that what was kept is compared with what would be made.
    other["EVIDENCE_CACHE"] = str(tmp_path / "cache")
    again = tmp_path / "again"
    done = build(again, elsewhere, EVIDENCE_DATA=data, **other)
    assert done.returncode == 0, done.stdout[-500:]
    first, second = files(built.root), files(again)
    assert_same_files(first, second)
    assert {"index.html", "sitemap.xml.gz", "404.html"} <= set(first)


def assert_same_files(first: dict[str, bytes], second: dict[str, bytes]) -> None:
    """Assert that two folders, name -> content, are the same; name what differs, and show how the first such file does."""
    lacking, added = sorted(first.keys() - second.keys()), sorted(second.keys() - first.keys())
    assert (lacking, added) == ([], []), f"only in the first: {lacking}; only in the second: {added}"
    differing = [name for name in sorted(first) if first[name] != second[name]]
    if differing:
        shown = _difference(first[differing[0]], second[differing[0]])
        raise AssertionError(f"{len(differing)} files differ: {', '.join(differing)}\n{differing[0]}:\n{shown}")


def _difference(first: bytes, second: bytes) -> str:
    """The first lines that differ; of binary files, the first byte."""
    try:
        before, after = first.decode().splitlines(), second.decode().splitlines()
    except UnicodeDecodeError:
        place = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
        return f"{len(first)} and {len(second)} bytes; the first that differs: {place}"
    told = difflib.unified_diff(before, after, "first", "second", n=0, lineterm="")
    return "\n".join(line[:_COLUMNS] for line in islice(told, _LINES))
