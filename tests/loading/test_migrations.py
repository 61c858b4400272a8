"""Data of an older version of the schema become data of today, as far as that is mechanical."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from evidence.commands.__main__ import main
from evidence.loading import read
from evidence.loading.migrations import migrate
from evidence.model.entities import SCHEMA_VERSION
from support import raw_data
from support.built_site import DATA, ROOT, files

# What only people can say.
MAKERS = re.compile(r"^(?:made_by|funding|interests): .*\n", re.MULTILINE)
# What version 1 meant by every value of another drug.
COMPARISON = re.compile(r"^(?:comparator: placebo|statistic: mean-difference|unit: points)\n", re.MULTILINE)
VERSION = f"schema_version: {SCHEMA_VERSION}\n"


def of_version_1(name: str, folder: Path) -> Path:
    """The data of a made-up drug as version 1 had them."""
    data = shutil.copytree(ROOT / DATA[name], folder / "data")
    site, drug = data / "site.yml", data / "drug.yml"
    older = site.read_text(encoding="utf-8").replace(VERSION, "").replace("\nsearched:", "\nas_of:")
    site.write_text(MAKERS.sub("", older), encoding="utf-8")
    told = drug.read_text(encoding="utf-8")
    drug.write_text(
        re.sub(r"^indications:\n  - (.*)\n", r"indication: \1\n", told, flags=re.MULTILINE), encoding="utf-8"
    )
    for file in (data / "landscape").glob("*.yml"):
        told = file.read_text(encoding="utf-8")
        file.write_text(COMPARISON.sub("", told), encoding="utf-8")
    return data


@pytest.mark.parametrize("name", ["single", "pooled", "rich"])
def test_older_data_are_brought_to_today_and_say_the_same(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = of_version_1(name, tmp_path)
    assert main(["check", "--data", str(data)], {}) == 1
    (message, _) = capsys.readouterr().err.splitlines()
    assert message.startswith("data/site.yml:1:1: schema_version: must be ")
    assert "make fix brings these data to version" in message
    assert main(["fix", "--data", str(data), "--docs", str(ROOT / "docs")], {}) == 1
    asked = re.findall(r"data/site.yml:\d+:\d+: (\w+): must be given, such as", capsys.readouterr().err)
    assert asked == ["funding", "interests", "made_by"]
    written = MAKERS.findall((ROOT / DATA[name] / "site.yml").read_text(encoding="utf-8"))
    with (data / "site.yml").open("a", encoding="utf-8") as site:
        site.writelines(written)
    assert main(["fix", "--data", str(data), "--docs", str(ROOT / "docs")], {}) == 0
    assert {path: raw_data.entity(data / path) for path in files(data) if path.endswith(".yml")} == {
        path: raw_data.entity(ROOT / DATA[name] / path) for path in files(data) if path.endswith(".yml")
    }


def test_the_one_day_of_version_2_is_that_of_the_search_in_prose_too(tmp_path: Path) -> None:
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "data")
    site, prose = data / "site.yml", data / "prose" / "home.md"
    today = site.read_text(encoding="utf-8"), prose.read_text(encoding="utf-8") + "As of [[searched]].\n"
    older = today[0].replace(VERSION, "schema_version: 2\n").replace("\nsearched:", "\nas_of:")
    site.write_text(older, encoding="utf-8")
    prose.write_text(today[1].replace("[[searched]]", "[[as_of]]"), encoding="utf-8")
    assert migrate(data) == ["prose/home.md", "site.yml"]
    assert (site.read_text(encoding="utf-8"), prose.read_text(encoding="utf-8")) == today


def test_data_of_today_and_of_tomorrow_are_left_alone(tmp_path: Path) -> None:
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "data")
    assert migrate(data) == []
    newer = (data / "site.yml").read_text(encoding="utf-8").replace(VERSION, f"schema_version: {SCHEMA_VERSION + 1}\n")
    (data / "site.yml").write_text(newer, encoding="utf-8")
    assert migrate(data) == []


def test_data_of_the_past_can_be_read_though_nobody_said_who_made_them(tmp_path: Path) -> None:
    data = of_version_1("single", tmp_path)
    assert migrate(data, unsaid="not stated then") == ["drug.yml", "landscape/pellucidol-phase-2.yml", "site.yml"]
    assert read(data).draft_or_raise().site.made_by == "not stated then"
