"""The results of the benchmark as a table, which docs/decisions/0004-speed.md contains."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

LABELS = {
    "pages": "every page; charts, cards, notebooks, search cached",
    "charts": "every page and every chart; the rest cached",
    "all": "everything, nothing cached",
    "cold": "everything but cards, notebooks, search; nothing cached",
    "edit": "after one edit, without cards, notebooks, search",
    "edit-all": "after one edit, with cards, notebooks, search",
    "same": "make build, nothing changed",
    "check": "make check",
    "serve": "make serve: from an edit to its page",
    "serve-chart": "make serve: from an edit to a chart",
}
# (size, row) -> the largest ratio of processor time to that of the yardstick.
GOALS = {
    ("real", "pages"): 1.4,
    ("real", "all"): 5.0,
    ("3000", "cold"): 2.5,
    ("real", "edit"): 1.0,
    ("3000", "edit"): 0.6,
    ("3000", "same"): 0.1,
}
# (size, row) -> the most seconds on the clock.
CLOCK_GOALS = {("real", "serve"): 2.0, ("real", "serve-chart"): 2.0}
_BLOCK = re.compile(r"(\{#beside\}.*?\n```\n).*?(\n```\n)", re.DOTALL)


def table(result: Mapping[str, Any]) -> str:
    """The results in columns: seconds and ratios to the yardstick; of `make serve` the goal is in seconds on the clock."""
    lines = []
    for size, found in result.items():
        yardstick = found["yardstick"]
        name = "This site" if size == "real" else f"{size} pages"
        lines += [f"{name + ': ' + str(found['pages']) + ' pages':60}CPU s ratio  user  clock ratio  goal"]
        lines += [f"  {'yardstick':57}{yardstick['cpu']:6.2f}{'':12}{yardstick['clock']:7.2f}"]
        for row in (row for row in LABELS if row in found["rows"]):
            cost, goal, seconds = found["rows"][row], GOALS.get((size, row)), CLOCK_GOALS.get((size, row))
            ratios = f"{cost['cpu ratio']:6.2f}{cost['user ratio']:6.2f}{cost['clock']:7.2f}{cost['clock ratio']:6.2f}"
            last = f"{goal:6.1f}" if goal else f"{seconds:4.0f} s" if seconds else ""
            lines += [f"  {LABELS[row]:57}{cost['cpu']:6.2f}{ratios}{last}"]
        if "charts" in found:
            lines += [
                f"  {'CPU seconds of a chart, ' + str(found['charts']) + ' charts':57}{found['CPU seconds of a chart']:6.2f}"
            ]
        memory = max(cost["memory"] for cost in found["rows"].values())
        largest = found["largest page, bytes (gzip)"] / 1000
        size_of_site = f"{found['files']:,} files, {found['megabytes']:.0f} MB, largest page {largest:.0f} kB (gzip)"
        lines += [f"  {size_of_site}, largest process {memory:.0f} MB", ""]
    return "\n".join(lines).rstrip()


def publish(result: Mapping[str, Any], docs: Path) -> None:
    """Write the results as data, and the table into the decision on speed."""
    (docs / "assets" / "speed.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    page = docs / "decisions" / "0004-speed.md"
    text, count = _BLOCK.subn(
        lambda found: found[1] + table(result) + found[2], page.read_text(encoding="utf-8"), count=1
    )
    if not count:
        raise RuntimeError(f"{page} has no table below {{#beside}}")
    page.write_text(text, encoding="utf-8")
