"""An effect of any measure in every output: its measure, its comparator, and a subgroup always with its name."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from evidence.analysis import figure_text
from evidence.analysis.part_of_trial import part_of_trial
from evidence.analysis.tables.downloads import downloads
from evidence.analysis.view import View
from evidence.commands import change_log
from evidence.loading import read_or_raise
from evidence.model import links
from evidence.site.cards.wording import cards
from evidence.site.exports import api, bibliography, fact_json, feeds
from evidence.site.gather import Gatherer
from evidence.site.pages import facts
from evidence.site.pages.page import ends, rendered
from evidence.site.render import Renderer
from evidence.site.search.records import SearchRecord, entity_records
from support import raw_data
from support.built_site import ROOT

DRUG = "tests/drugs/outcomes/data"
CASES = sorted((ROOT / "tests" / "golden" / "effects").glob("*.txt"))
RENEW = "write what the outputs say now: PYTHONPATH=hooks:tests python tests/website/test_effects_in_outputs.py"
_TAG = re.compile(r"<[^>]+>")


def words(markup: str) -> str:
    """The words of some HTML on one line."""
    return " ".join(html.unescape(_TAG.sub("", markup)).split())


class Outputs:
    """What each output says of a fact of one data folder, without building a site."""

    def __init__(self, folder: Path) -> None:
        self.view = View(read_or_raise(folder))
        self.gather = Gatherer(self.view)
        self.render = Renderer(self.view.evidence)

    def of(self, fact: str) -> Iterator[str]:
        """A line for each output."""
        yield f"label: {self.view.entities[fact].label}"
        yield from (f"card {role}: {text}" for role, text in self.card(fact) if role not in ("site", "state"))
        found = self.record(fact)
        yield from (f"search: {found.title}", f"search: {found.text}")
        yield f"sentence to quote: {self.sentence(fact)}"
        yield f"page: {self._page[fact].partition(' What was printed')[0]}"
        item = self._feed[fact]
        yield from (f"feed: {item['title']}", f"feed: {words(item['content_html'])}")
        document = self._api[fact]["data"]
        written = fact_json.of_fact(self.view, fact)
        assert (document["effect_measure"], document["subgroup"]) == (written["effect_measure"], written["subgroup"])
        yield f"API: {json.dumps({name: document[name] for name in ('effect_measure', 'subgroup', 'population')})}"
        for table in ("facts", "extraction"):
            yield f"{table}.csv: " + "; ".join(f"{name}={cell}" for name, cell in self._cells(table, fact) if cell)

    def record(self, fact: str) -> SearchRecord:
        """What the search finds of a fact."""
        return next(each for each in entity_records(self.view) if each.address == links.address("fact", fact))

    def card(self, fact: str) -> tuple[tuple[str, str], ...]:
        """The lines of the card of a fact."""
        address = f"{links.address('fact', fact)}card.png"
        return next(card.lines for card in cards(self.view) if card.image == address)

    def sentence(self, fact: str) -> str:
        """The sentence in which the page of a fact quotes it."""
        entity, evidence = self.view.entities[fact], self.view.evidence
        reference = bibliography.of_page(evidence.site, entity.address, "", evidence.version)
        block = ends(self.gather, self.render, entity.address, entity, reference, "")["citation"]
        found = re.search(r"<(\w+)[^>]* data-copy[^>]*>(.*?)</\1>", block, re.DOTALL)
        assert found
        return words(found[2])

    @cached_property
    def _page(self) -> Mapping[str, str]:
        made = (page for page in facts.pages(self.gather) if page.template == "fact")
        return {
            page.address.split("/")[1]: words(str(rendered(self.gather, self.render, page).content)) for page in made
        }

    @cached_property
    def _feed(self) -> Mapping[str, dict[str, Any]]:
        (text,) = (each.content for each in feeds.outputs(self.gather, self.render) if each.uri == "changes/feed.json")
        items = {item["url"].rpartition("#")[2]: item for item in json.loads(text)["items"]}
        return {step.report.fact: items[step.name] for step in self.view.history.steps}

    @cached_property
    def _api(self) -> Mapping[str, dict[str, Any]]:
        made = (json.loads(each.content) for each in api.outputs(self.view) if "/facts/" in each.uri)
        return {document["id"]: document for document in made}

    def _cells(self, table: str, fact: str) -> Iterator[tuple[str, object]]:
        found = next(each for each in downloads(self.view) if each.name == table)
        names = (
            "about",
            "statistic",
            "scale",
            "null_value",
            "population",
            "subgroup",
            "unit",
            "value",
            "margin",
            "n_arm",
        )
        row = next(row for row in found.rows if row[0] == fact)
        yield from ((name, cell) for name, cell in zip(found.columns, row, strict=True) if name in names)


def logged(folder: Path, target: Path, facts_added: set[str]) -> Path:
    """A copy of a data folder with a log in which these facts were added on its last day."""
    data = shutil.copytree(folder, target)
    reports = data / "reports.csv"
    whole, day = reports.read_text(encoding="utf-8"), raw_data.entity(data / "site.yml")["searched"]
    earlier = [line for line in whole.splitlines(keepends=True) if line.partition(",")[0] not in facts_added]
    reports.write_text("".join(earlier), encoding="utf-8")
    change_log.write_baseline(data, day)
    reports.write_text(whole, encoding="utf-8")
    change_log.write_missing(data, change_log.Reason(day, "The paper was read.", "new evidence"))
    return data


def read(case: Path) -> tuple[str, str]:
    """The fact of a case, and what is expected of every output."""
    head, _, expected = case.read_text(encoding="utf-8").partition("\n\n")
    return head.removeprefix("fact ").strip(), expected.strip()


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Outputs:
    target = tmp_path_factory.mktemp("outcomes") / "data"
    return Outputs(logged(ROOT / DRUG, target, {read(case)[0] for case in CASES}))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_output_says_which_effect_of_whom_against_what(case: Path, outputs: Outputs) -> None:
    fact, expected = read(case)
    assert "\n".join(outputs.of(fact)) == expected, RENEW


def test_the_number_of_a_part_of_a_trial_has_the_name_of_that_part_in_every_output(outputs: Outputs) -> None:
    parts = {
        key: part for key, row in outputs.view.preferred.items() if (part := part_of_trial(outputs.view.evidence, row))
    }
    assert len(parts) > 3
    for key, part in parts.items():
        assert part in outputs.view.entities[key].label
        texts = [str(dict(outputs.card(key))["about"]), outputs.record(key).title, outputs.sentence(key)]
        assert [text for text in texts if part not in text] == [], key
        for card in cards(outputs.view):
            if card.image.startswith("studies/"):
                assert part not in dict(card.lines).get("row", "")


def test_no_output_has_a_word_of_a_difference_for_a_ratio_or_a_sign_and_a_word_of_percent(outputs: Outputs) -> None:
    for key, row in outputs.view.effect_reports.items():
        figure = outputs.view.figure(key)
        said = f"{figure_text.value(figure)} {outputs.view.entities[key].label} {outputs.sentence(key)}"
        assert "% percent" not in said
        if row.effect_measure and row.effect_measure.is_ratio:
            assert "difference" not in said and row.effect_measure.symbol in said
        if row.comparator and "placebo" not in row.comparator:
            assert "placebo" not in said


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        now = Outputs(logged(ROOT / DRUG, Path(folder) / "data", {read(case)[0] for case in CASES}))
        for file in CASES:
            file.write_text(f"fact {read(file)[0]}\n\n" + "\n".join(now.of(read(file)[0])) + "\n", encoding="utf-8")
