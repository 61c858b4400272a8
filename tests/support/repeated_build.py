"""A site that is built again, elsewhere and under other settings, from nothing that was kept."""

import shutil
from pathlib import Path

from support.built_site import DATA, ROOT, Built, build, copy_of_repository, files


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
    assert sorted(first) == sorted(second)
    assert [name for name in first if first[name] != second[name]] == []
    assert {"index.html", "sitemap.xml.gz", "404.html"} <= set(first)
