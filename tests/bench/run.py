"""How long the site takes, compared with the same pages in plain MkDocs-Material, all in one run: `make bench`."""

import gzip
import json
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import report
from bench.case import REAL, Case, Yardstick
from bench.measure import ROOT, WORK, Cost, median

# Size of a site in pages (REAL is that of this repository) -> how often each row is measured.
SIZES = {"small": {REAL: 5}, "full": {REAL: 5, "300": 5, "1000": 5, "3000": 5}}
FULL: dict[str, str] = {}
BARE = {"EVIDENCE_NOTEBOOKS": "off", "EVIDENCE_CARDS": "no", "EVIDENCE_SEARCH": "no"}
# Kinds of result in the cache that are of no page.
EXTRAS = frozenset({"cards", "notebooks", "notebook-html", "search"})
ALL_SIZES = (REAL, "300", "1000", "3000")


def rebuilt(keep: frozenset[str]) -> Callable[[Case], Sequence[Cost]]:
    """Measures a build of every page, with only these kinds of result in the cache."""

    def measure(case: Case) -> Sequence[Cost]:
        case.restore(keep)
        return [case.build()]

    return measure


def restored(measure: Callable[[Case], Cost]) -> Callable[[Case], Sequence[Cost]]:
    """Measures something after the first build."""

    def measure_restored(case: Case) -> Sequence[Cost]:
        case.restore()
        return [measure(case)]

    return measure_restored


def served(case: Case) -> Sequence[Cost]:
    """Measures an edit while the site is served: until it is on its page, and until it is in a chart."""
    case.restore()
    return case.serve()


@dataclass(frozen=True)
class Row:
    """What is measured at some sizes: one or more costs, each with its name, in an environment."""

    names: tuple[str, ...]
    sizes: tuple[str, ...]
    environment: Mapping[str, str]
    measure: Callable[[Case], Sequence[Cost]]


ROWS = (
    Row(("pages",), (REAL,), FULL, rebuilt(EXTRAS | {"charts"})),
    Row(("charts",), (REAL,), FULL, rebuilt(EXTRAS)),
    Row(("all",), (REAL,), FULL, rebuilt(frozenset())),
    Row(("edit-all",), (REAL,), FULL, restored(Case.build_after_edit)),
    Row(("serve", "serve-chart"), (REAL,), FULL, served),
    Row(("cold",), ALL_SIZES, BARE, rebuilt(frozenset())),
    Row(("edit",), ALL_SIZES, BARE, restored(Case.build_after_edit)),
    Row(("same",), ALL_SIZES, BARE, restored(Case.make_build)),
    Row(("serve",), ALL_SIZES[1:], BARE, served),
    Row(("check",), ALL_SIZES, BARE, restored(Case.check)),
)


def measure(size: str, times: int) -> dict[str, Any]:
    """Medians of every row at one size. The yardstick is built before or after each row, in turns, and each cost is
    compared with that of the yardstick next to it, so that whatever else the machine does falls on both.
    """
    rows = [row for row in ROWS if size in row.sizes]
    print(f"Measuring {size}: {len(rows)} rows, {times} times", file=sys.stderr)
    cases = {
        name: Case(size, name, settings)
        for name, settings in (("full", FULL), ("bare", BARE))
        if any(row.environment is settings for row in rows)
    }
    yardstick = Yardstick(size, cases["bare"].site)
    yardstick.build()
    costs: dict[str, list[tuple[Cost, Cost]]] = {}
    for turn in range(times):
        for row in rows:
            case = cases["full" if row.environment is FULL else "bare"]
            before = yardstick.build() if turn % 2 == 0 else None
            found = row.measure(case)
            next_to = before or yardstick.build()
            for name, cost in zip(row.names, found, strict=True):
                costs.setdefault(name, []).append((cost, next_to))
                print(f"  {turn + 1} {name:12}{cost.cpu:8.2f} s CPU{cost.clock:8.2f} s clock", file=sys.stderr)
    cases["bare"].restore()
    result = {
        "pages": yardstick.pages,
        "times": times,
        **describe(cases["bare"].site),
        "yardstick": values(median([yard for pairs in costs.values() for _, yard in pairs])),
        "rows": {name: compare(pairs) for name, pairs in costs.items()},
    }
    if "charts" in costs:
        drawn = median([cost for cost, _ in costs["charts"]]).cpu - median([cost for cost, _ in costs["pages"]]).cpu
        cases["full"].restore()
        charts = cases["full"].chart_count()
        result |= {"charts": charts, "CPU seconds of a chart": round(drawn / charts, 2)}
    return result


def compare(pairs: Sequence[tuple[Cost, Cost]]) -> dict[str, float]:
    """The median of some costs, and the medians of their ratios to that of the yardstick."""

    def ratio(of: Callable[[Cost], float]) -> float:
        return round(statistics.median(of(cost) / of(yard) for cost, yard in pairs), 3)

    return {
        **values(median([cost for cost, _ in pairs])),
        "cpu ratio": ratio(lambda cost: cost.cpu),
        "user ratio": ratio(lambda cost: cost.user),
        "clock ratio": ratio(lambda cost: cost.clock),
    }


def values(cost: Cost) -> dict[str, float]:
    """A cost as it is published."""
    return {"cpu": round(cost.cpu, 3), "user": cost.user, "clock": cost.clock, "memory": round(cost.memory)}


def describe(site: Path) -> dict[str, float]:
    """The size of a built site."""
    files = [path for path in site.rglob("*") if path.is_file()]
    return {
        "files": len(files),
        "megabytes": round(sum(path.stat().st_size for path in files) / 1e6, 1),
        "largest page, bytes (gzip)": max(
            len(gzip.compress(path.read_bytes(), 6)) for path in files if path.suffix == ".html"
        ),
    }


def main(words: Sequence[str]) -> None:
    """Measure `small`, `full`, or one size a number of times; print the table. That of `full` is published."""
    which = words[0] if words else "small"
    sizes = SIZES.get(which) or {which: int(words[1]) if len(words) > 1 else 1}
    results = WORK / f"{which}.json"
    result: dict[str, Any] = {}
    for size, times in sizes.items():
        result[size] = measure(size, times)
        results.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(report.table(result))
    if which == "full":
        report.publish(result, ROOT / "docs")


if __name__ == "__main__":
    main(sys.argv[1:])
