"""A build that takes long says how far it is, and one that does not says nothing."""

from __future__ import annotations

import re
from itertools import count

import pytest

from evidence.site import progress
from support.built_site import ROOT


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock on which a second passes between two looks."""
    clock = count(100)
    monkeypatch.setattr(progress, "monotonic", lambda: float(next(clock)))


def test_of_every_part_that_may_take_long_it_is_told_how_far_it_is() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "hooks").rglob("*.py")]
    named = {name for text in texts for name in re.findall(r'\b(?:Part|counted)\("(\w+)"', text)}
    assert named == {"Cards", "Charts", "Notebooks", "Pages"}


def test_nothing_is_said_of_what_is_soon_over(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(progress.counted("Charts", range(50))) == list(range(50))
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("seconds")
def test_in_a_log_a_long_part_has_one_line_at_its_beginning_and_one_at_its_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert list(progress.counted("Charts", range(10))) == list(range(10))
    assert capsys.readouterr().err == "Charts: 10 to do, about 7 s\nCharts: 10 in 10 s\n"


@pytest.mark.usefixtures("seconds")
def test_on_a_terminal_one_line_changes(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    list(progress.counted("Pages", range(5)))
    said = capsys.readouterr().err.split("\r\033[K")
    assert said == [
        "",
        "Pages: 3 of 5, about 2 s left",
        "Pages: 4 of 5, about 1 s left",
        "Pages: 5 of 5, about 0 s left",
        "Pages: 5 in 5 s\n",
    ]


@pytest.mark.usefixtures("seconds")
def test_a_part_that_is_broken_off_says_how_much_of_it_was_done(capsys: pytest.CaptureFixture[str]) -> None:
    for number in progress.counted("Cards", range(10)):
        if number == 5:
            break
    assert capsys.readouterr().err.splitlines()[-1].startswith("Cards: 5 in ")
