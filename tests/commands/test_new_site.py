"""One command begins the data of another drug; docs/contributing/another-drug.md goes from there to the first page."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.checks import load_or_raise
from evidence.commands.__main__ import main
from evidence.commands.new_site import EXAMPLE, NAMES
from support.built_site import files


def test_the_example_has_no_problem_and_every_kind_of_record() -> None:
    evidence = load_or_raise(EXAMPLE)
    for kind in ("sources", "studies", "endpoints", "events", "reports", "safety", "glossary", "prose"):
        assert getattr(evidence, kind), kind


def test_what_is_begun_carries_the_names_that_were_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new"
    names = {"drug": "o'neillin: #1", "code": 'X-"7"', "indication": "Vørnåk’s syndrome"}
    site = {
        "authors": "Bø & “Söhne”",
        "repository": "https://github.com/Made-Up/site.1",
        "made_by": 'Two people: "we".',
        "funding": "None # at all.",
        "interests": "Nobody has any.",
    }
    asked = [f"--{name.replace('_', '-')}={value}" for name, value in {**names, **site}.items()]
    assert main(["new-site", str(folder), *asked], {}) == 0
    assert f"EVIDENCE_DATA={folder} make serve" in capsys.readouterr().out
    evidence = load_or_raise(folder)
    drug = evidence.drug
    assert {"drug": drug.name, "code": drug.code, "indication": drug.main_indication} == names
    assert {name: getattr(evidence.site, name) for name in site} == {**site, "authors": (site["authors"],)}
    assert evidence.site.site_url == "https://made-up.github.io/site.1/"
    assert evidence.site.name == "O'neillin: #1 in Vørnåk’s syndrome: the evidence"
    whole = b"".join(files(folder).values()).decode()
    assert [old for old in NAMES.values() if old.casefold() in whole.casefold()] == []
    assert (folder / ".schema" / "study.json").is_file()


def test_nothing_is_overwritten_and_a_name_that_is_none_leaves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there").mkdir()
    assert main(["new-site", str(tmp_path / "there")], {}) == 1
    assert "must not be there yet" in capsys.readouterr().err
    assert main(["new-site", str(tmp_path / "new"), "--drug", "=1+1"], {}) == 1
    assert "new/drug.yml:2:7: name: must not begin with =" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there"]


def test_missing_names_are_asked_for_at_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(
        "builtins.input", lambda question: asked.append(question) or ("" if "GitHub" in question else "  Somab ")
    )
    assert main(["new-site", str(tmp_path / "new"), "--code", "S-1"], {}) == 0
    drug = load_or_raise(tmp_path / "new").drug
    assert (drug.name, drug.code, drug.main_indication, len(asked)) == ("Somab", "S-1", "Somab", 7)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Zl", "Zp", "Cs"]), min_size=1, max_size=30)
)
@settings(derandomize=True, max_examples=60, deadline=None)
def test_any_name_comes_through_or_is_refused(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("named") / "new"
    if main(["new-site", str(folder), "--drug", name], {}) == 0:
        assert load_or_raise(folder).drug.name == name
    else:
        assert not folder.exists()
