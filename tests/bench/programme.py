"""A made-up development programme of any size, written as a data folder: studies of two arms, ten facts each."""

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import NormalDist

# Pages of one study: itself, its facts, its sources. Ten studies share an instrument and two endpoints.
FACTS, SOURCES, SHARING = 10, 2, 10
PER_STUDY = 1 + FACTS + SOURCES + 3 / SHARING
# Pages that every site has: lists and handwritten pages.
FIXED = 35
# The figure that an edit changes: the number of sites of the first study, before and after.
EDITED, SITES_BEFORE, SITES_AFTER = "study-001.sites", "14", "15"
DAY = "2031-05-04"
# Files of YAML with places for names and numbers.
TEMPLATES = {path.stem: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "templates").iterdir()}
SPREAD = 6.5  # standard deviation of a change in score
HEADER = (
    "fact study endpoint timepoint arm comparator population role statistic value_qualifier value unit numerator "
    "denominator se ci_level ci_low ci_high p_qualifier p multiplicity statement source source_version locator note"
).split()
SAFETY = (
    "fact study arm comparator category period n_at_risk n_affected n_events percent_qualifier percent statement source "
    "source_version locator note"
).split()


def studies_for(pages: int) -> int:
    """How many studies make a site of about this many pages."""
    return max(1, round((pages - FIXED) / PER_STUDY))


def write(folder: Path, studies: int, weeks: int = 1) -> None:
    """Write a programme of so many studies; the same numbers give the same bytes. Results of week 24 are repeated for as
    many weeks as `weeks`.
    """
    random_numbers = random.Random(20310504)
    rows: list[dict[str, str]] = []
    texts = {"site.yml": TEMPLATES["site"].format(day=DAY), "drug.yml": TEMPLATES["drug"]}
    for index in range(studies):
        texts |= _study(index)
        rows += _facts(index, random_numbers)
        if index % SHARING == 0:
            for name in ("instrument", "change", "response"):
                suffix = {"instrument": "", "change": "-cfb", "response": "-response"}[name]
                text = TEMPLATES[name].format(number=_score(index), article=f"article-{index + 1:03d}")
                texts[f"endpoints/score-{_score(index)}{suffix}.yml"] = text
    repeated = [(row, week) for row in rows if "timepoint" in row for week in range(25, 24 + weeks)]
    rows += [
        {**row, "timepoint": f"week {week}", "fact": row["fact"].replace(".w24.", f".w{week}.")}
        for row, week in repeated
    ]
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _write_table(folder / "reports.csv", HEADER, rows)
    _write_table(folder / "safety.csv", SAFETY, [])
    _write_table(folder / "glossary.csv", ["term", "expansion", "definition"], [])


def edit(folder: Path) -> None:
    """Change one figure, without an entry in the log of changes. RuntimeError where the figure is not there."""
    path = folder / "reports.csv"
    old = path.read_text(encoding="utf-8").splitlines(keepends=True)
    new = [
        line.replace(f",{SITES_BEFORE},sites,", f",{SITES_AFTER},sites,") if line.startswith(f"{EDITED},") else line
        for line in old
    ]
    if new == old:
        raise RuntimeError(f"{path} has no {EDITED} of {SITES_BEFORE}")
    path.write_text("".join(new), encoding="utf-8")


def _score(index: int) -> int:
    """The number of the instrument that a study shares with others."""
    return index // SHARING + 1


def _study(index: int) -> dict[str, str]:
    """The files of one study: itself, an article and a register entry."""
    key, nct, year = f"study-{index + 1:03d}", f"NCT9{index + 1:07d}", 2010 + index % 18
    article, register = f"article-{index + 1:03d}", f"register-{index + 1:03d}"
    study = TEMPLATES["study"].format(
        key=key,
        name=f"BENCH-{index + 1:03d}",
        article=article,
        register=register,
        nct=nct,
        phase=index % 3 + 1,
        start=f"{year}-03-06",
        end=f"{year + 1}-02-18",
        dose=50 * (index % 4 + 1),
        endpoint=f"score-{_score(index)}-cfb",
    )
    both = {"author": "Aldous Q", "day": DAY, "nct": nct}
    article_text = TEMPLATES["source"].format(
        **both,
        key=article,
        label=f"Annals {index + 1}",
        type="journal-article",
        title=f"Benchmarkine against placebo in benchmark fever, trial {index + 1}",
        publisher="Annals of Benchmarks",
        date=f"{year + 1}-10-01",
        peer="yes",
    )
    register_text = TEMPLATES["source"].format(
        **both,
        key=register,
        label=f"Register {index + 1}",
        type="registry-record",
        title=f"Register entry {nct}",
        publisher="Register of benchmarks",
        date=f"{year}-02-01",
        peer="no",
    )
    return {
        f"studies/{key}.yml": study,
        f"sources/{article}.yml": article_text,
        f"sources/{register}.yml": register_text,
    }


def _facts(index: int, random_numbers: random.Random) -> Iterator[dict[str, str]]:
    """The ten facts of one study, as rows whose figures are consistent with each other."""
    key, score = f"study-{index + 1:03d}", f"score-{_score(index)}"
    active, placebo = random_numbers.randint(60, 180), random_numbers.randint(60, 180)
    sizes = {"active": active, "placebo": placebo}
    base = {"study": key, "source": f"article-{index + 1:03d}", "locator": "table 2"}
    counted = {**base, "statistic": "n", "unit": "participants", "population": "randomised"}
    for name, size in sizes.items():
        yield {**counted, "fact": f"{key}.participants.{name}", "value": str(size), "arm": f"{key}-{name}"}
    yield {**counted, "fact": f"{key}.participants.randomised", "value": str(active + placebo)}
    for unit, count in (("sites", SITES_BEFORE), ("countries", "3")):
        place = {**base, "source": f"register-{index + 1:03d}", "statistic": "count", "unit": unit}
        yield {**place, "fact": f"{key}.{unit}", "value": count}

    when = {"timepoint": "week 24", "population": "everyone randomised"}
    change = {**base, **when, "endpoint": f"{score}-cfb", "role": "primary", "unit": "points"}
    fall, effect = random_numbers.uniform(4, 7), random_numbers.uniform(0.5, 3)
    errors = {name: f"{SPREAD / size**0.5:.2f}" for name, size in sizes.items()}
    for name, value in (("active", fall + effect), ("placebo", fall)):
        mean = {"statistic": "mean-change", "value": f"{-value:.1f}", "se": errors[name], "arm": f"{key}-{name}"}
        yield {**change, **mean, "fact": f"{key}.{score}-cfb.w24.{name}"}
    estimate, error = f"{-effect:.1f}", f"{sum(float(each) ** 2 for each in errors.values()) ** 0.5:.2f}"
    low, high = (float(estimate) + sign * NormalDist().inv_cdf(0.975) * float(error) for sign in (-1, 1))
    p_value = 2 * NormalDist().cdf(float(estimate) / float(error))
    p = {"p": f"{p_value:.4f}"} if p_value >= 0.0001 else {"p": "0.0001", "p_qualifier": "<"}
    arms = {"arm": f"{key}-active", "comparator": f"{key}-placebo", "multiplicity": "first test"}
    difference = {"statistic": "ls-mean-difference", "value": estimate, "se": error, "ci_level": "95", **p}
    limits = {"ci_low": f"{low:.1f}", "ci_high": f"{high:.1f}"}
    yield {**change, **arms, **difference, **limits, "fact": f"{key}.{score}-cfb.w24.active-vs-placebo"}

    responses = {**base, **when, "endpoint": f"{score}-response", "role": "secondary", "unit": "percent"}
    for name, size in sizes.items():
        responders = round(size * random_numbers.uniform(0.2, 0.7))
        share = {"statistic": "percent", "value": f"{100 * responders / size:.1f}", "arm": f"{key}-{name}"}
        counts = {"numerator": str(responders), "denominator": str(size)}
        yield {**responses, **share, **counts, "fact": f"{key}.{score}-response.w24.{name}"}


def _write_table(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["fact"], row["source"])))


if __name__ == "__main__":
    write(Path(sys.argv[1]), studies_for(int(sys.argv[2])))
