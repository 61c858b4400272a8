"""A made-up programme of any size, written as a data folder: studies of two arms, ten facts each, endpoints, sources."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import NormalDist

# Pages of one study: itself, its facts, its sources. Ten studies share an instrument and two endpoints.
FACTS, SOURCES, SHARING = 10, 2, 10
PER_STUDY = 1 + FACTS + SOURCES + 3 / SHARING
# Pages that every site has: lists, written pages, pages of numbers.
FIXED = 35
# The figure that an edit changes, as (before, after): the number of sites of the first study.
EDITED = ("study-001.sites", "14", "15")
DAY = "2031-05-04"
HEADER = (
    "fact study endpoint timepoint arm comparator population role statistic value_qualifier value unit numerator "
    "denominator se ci_level ci_low ci_high p_qualifier p multiplicity statement source source_version locator note"
).split()
SAFETY = (
    "fact study arm comparator category period n_at_risk n_affected n_events percent_qualifier percent statement source "
    "source_version locator note"
).split()

SITE = """name: Benchmark evidence
description: A made-up programme as large as one asks, to measure how long the site takes.
site_url: https://example.github.io/benchmark/
repository: https://github.com/example/benchmark
branch: main
as_of: {day}
authors:
  - The authors of the benchmark
contact: https://github.com/example/benchmark/issues
licence: CC-BY-4.0
"""
DRUG = """name: benchmarkine
code: BMK-1
indication: benchmark fever
facts:
  drug-class:
    label: Kind of drug
    topic: The drug
    value: small molecule
    cite:
      article-001: introduction
"""
SOURCE = """label: {label}
type: {type}
title: {title}
authors:
  - {author}
publisher: {publisher}
date: {date}
url: https://example.org/{key}
address_kind: original
registry_ids:
  - {nct}
tier: "1"
relation: first-hand
peer_reviewed: {peer}
accessed: {day}
"""
STUDY = """short_name:
  value: {name}
  cite:
    {article}: abstract
    {register}: title
indication:
  value:
    - benchmark fever
  cite:
    {register}: conditions
nct:
  value: {nct}
  cite:
    {register}: identifier
phase:
  value: "{phase}"
  cite:
    {register}: phase
status:
  value: completed
  cite:
    {register}: status
design:
  value: two parallel groups, placebo-controlled
  cite:
    {article}: methods
blinding:
  value: double-blind
  cite:
    {article}: methods
randomisation:
  value: "1:1"
  cite:
    {article}: methods
start_date:
  value: {start}
  cite:
    {register}: start date
completion_date:
  value: {end}
  cite:
    {register}: study completion
completion_type:
  value: actual
  cite:
    {register}: study completion
population:
  value: Adults with benchmark fever
  cite:
    {article}: methods
primary_endpoint:
  value: {endpoint}
  cite:
    {article}: methods
randomised: {key}.participants.randomised
sites: {key}.sites
countries: {key}.countries
arms:
  {key}-active:
    label: {name} benchmarkine
    intervention: benchmarkine
    dose: {dose}
    unit: mg
    route: by mouth
    schedule: once a week
    kind: arm
    n: {key}.participants.active
    n_type: randomised
    cite:
      {article}: methods
  {key}-placebo:
    label: {name} placebo
    intervention: placebo
    route: by mouth
    schedule: once a week
    kind: arm
    n: {key}.participants.placebo
    n_type: randomised
    cite:
      {article}: methods
"""
INSTRUMENT = """kind: instrument
name: Benchmark score {number}
abbreviation: BS{number}
measures: Shivering and fever
rater: physician
range_low: 0
range_high: 40
units: points
direction: lower is better
cite:
  {article}: methods
"""
CHANGE = """kind: derived
name: Change in benchmark score {number}
abbreviation: BS{number} CFB
instrument: score-{number}
measures: Movement of the score since the start
rater: physician
units: points
direction: negative is better
cite:
  {article}: methods
"""
RESPONSE = """kind: derived
name: Response on benchmark score {number}
abbreviation: BS{number} response
instrument: score-{number}
measures: Share of people whose score fell by half
rater: physician
range_low: 0
range_high: 100
units: percent
direction: higher is better
cite:
  {article}: methods
"""


def studies_for(pages: int) -> int:
    """How many studies make a site of about this many pages."""
    return max(1, round((pages - FIXED) / PER_STUDY))


def write(folder: Path, studies: int, weeks: int = 1) -> None:
    """Write the programme; the same numbers give the same bytes. What is printed of one week is repeated for so many."""
    chance, rows = random.Random(20310504), []
    texts = {"site.yml": SITE.format(day=DAY), "drug.yml": DRUG}
    for at in range(studies):
        made = dict(_study(at, chance, rows))
        texts |= made
        if at % SHARING == 0:
            number, article = at // SHARING + 1, f"article-{at + 1:03d}"
            for name, text in (("", INSTRUMENT), ("-cfb", CHANGE), ("-response", RESPONSE)):
                texts[f"endpoints/score-{number}{name}.yml"] = text.format(number=number, article=article)
    later = [(row, week) for row in rows if "timepoint" in row for week in range(25, 24 + weeks)]
    rows += [
        {**row, "timepoint": f"week {week}", "fact": row["fact"].replace(".w24.", f".w{week}.")} for row, week in later
    ]
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    _table(folder / "reports.csv", HEADER, rows)
    _table(folder / "safety.csv", SAFETY, [])
    _table(folder / "glossary.csv", ["term", "expansion", "definition"], [])


def edit(folder: Path) -> None:
    """Change the one figure. The log of changes then lacks an entry, which the site's own command writes."""
    fact, before, after = EDITED
    path = folder / "reports.csv"
    old = path.read_text(encoding="utf-8")
    new = "".join(
        line.replace(f",{before},sites,", f",{after},sites,") if line.startswith(f"{fact},") else line
        for line in old.splitlines(keepends=True)
    )
    if new == old:
        raise RuntimeError("the figure that an edit changes has moved")
    path.write_text(new, encoding="utf-8")


def _study(at: int, chance: random.Random, rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """The files of one study; its facts are added to the rows."""
    key, name, number = f"study-{at + 1:03d}", f"BENCH-{at + 1:03d}", at // SHARING + 1
    article, register, nct = f"article-{at + 1:03d}", f"register-{at + 1:03d}", f"NCT9{at + 1:07d}"
    year = 2010 + at % 18
    own = {"key": key, "name": name, "article": article, "register": register, "nct": nct}
    text = STUDY.format(
        **own, phase=at % 3 + 1, start=f"{year}-03-06", end=f"{year + 1}-02-18", dose=50 * (at % 4 + 1),
        endpoint=f"score-{number}-cfb",
    )  # fmt: skip
    yield f"studies/{key}.yml", text
    said = {"author": "Aldous Q", "day": DAY, "nct": nct}
    of_article = {"label": f"Annals {at + 1}", "type": "journal-article", "publisher": "Annals of Benchmarks"}
    title = f"Benchmarkine against placebo in benchmark fever, trial {at + 1}"
    yield (
        f"sources/{article}.yml",
        SOURCE.format(**said, **of_article, key=article, title=title, date=f"{year + 1}-10-01", peer="yes"),
    )
    of_register = {"label": f"Register {at + 1}", "type": "registry-record", "publisher": "Register of benchmarks"}
    yield (
        f"sources/{register}.yml",
        SOURCE.format(
            **said, **of_register, key=register, title=f"Register entry {nct}", date=f"{year}-02-01", peer="no"
        ),
    )
    rows += _facts(key, f"score-{number}", article, register, chance)


def _facts(key: str, score: str, article: str, register: str, chance: random.Random) -> Iterator[dict[str, str]]:
    """Ten facts whose figures fit together."""
    active, placebo = chance.randint(60, 180), chance.randint(60, 180)
    people = {"active": active, "placebo": placebo, "randomised": active + placebo}
    base = {"study": key, "source": article, "locator": "table 2"}
    for name, many in people.items():
        arm = {"arm": f"{key}-{name}"} if name != "randomised" else {}
        counted = {"statistic": "n", "value": str(many), "unit": "participants", "population": "randomised"}
        yield {**base, **arm, **counted, "fact": f"{key}.participants.{name}"}
    for name, many in (("sites", int(EDITED[1])), ("countries", 3)):
        yield {
            **base,
            "fact": f"{key}.{name}",
            "statistic": "count",
            "value": str(many),
            "unit": name,
            "source": register,
        }
    when = {"timepoint": "week 24", "population": "everyone randomised"}
    change = {**base, **when, "endpoint": f"{score}-cfb", "role": "primary", "unit": "points"}
    fall, effect = chance.uniform(4, 7), chance.uniform(0.5, 3)
    spread = {name: f"{6.5 / people[name] ** 0.5:.2f}" for name in ("active", "placebo")}
    for name, value in (("active", fall + effect), ("placebo", fall)):
        mean = {"statistic": "mean-change", "value": f"{-value:.1f}", "se": spread[name], "arm": f"{key}-{name}"}
        yield {**change, **mean, "fact": f"{key}.{score}-cfb.w24.{name}"}
    estimate, error = f"{-effect:.1f}", f"{sum(float(each) ** 2 for each in spread.values()) ** 0.5:.2f}"
    ends = [float(estimate) + sign * NormalDist().inv_cdf(0.975) * float(error) for sign in (-1, 1)]
    chance_alone = 2 * NormalDist().cdf(float(estimate) / float(error))
    p = {"p": f"{chance_alone:.4f}"} if chance_alone >= 0.0001 else {"p": "0.0001", "p_qualifier": "<"}
    compared = {"arm": f"{key}-active", "comparator": f"{key}-placebo", "multiplicity": "first test"}
    difference = {"statistic": "ls-mean-difference", "value": estimate, "se": error, "ci_level": "95", **p}
    limits = {"ci_low": f"{ends[0]:.1f}", "ci_high": f"{ends[1]:.1f}"}
    yield {**change, **compared, **difference, **limits, "fact": f"{key}.{score}-cfb.w24.active-vs-placebo"}
    for name in ("active", "placebo"):
        many = round(people[name] * chance.uniform(0.2, 0.7))
        share = {"statistic": "percent", "value": f"{100 * many / people[name]:.1f}", "unit": "percent"}
        counts = {"numerator": str(many), "denominator": str(people[name]), "role": "secondary"}
        response = {**base, **when, **share, **counts, "endpoint": f"{score}-response", "arm": f"{key}-{name}"}
        yield {**response, "fact": f"{key}.{score}-response.w24.{name}"}


def _table(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: (row["fact"], row["source"])))


if __name__ == "__main__":
    write(Path(sys.argv[1]), studies_for(int(sys.argv[2])))
