"""A time and a unit have one spelling, and what is spelt so already is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from evidence.model.times_and_units import unit_key, written_time, written_unit

TIMES = {
    "week48": "week 48",
    "Week 48": "week 48",
    "w48": "week 48",
    "wk. 48": "week 48",
    "48 weeks": "week 48",
    "48-week": "week 48",
    "Weeks 24-52": "week 24 to week 52",
    "weeks 24 to 52": "week 24 to week 52",
    "to week52": "to week 52",
    "Day 169": "day 169",
    "36 months": "month 36",
    "year2": "year 2",
}
AS_WRITTEN = (
    "week 48",
    "week 24 to week 52",
    "to week 52",
    "24 hours",
    "baseline only",
    "end of study",
    "not stated",
    "day 1",
)
UNITS = {"point": "points", "Points": "points", "%": "percent", "patients": "participants", "pp": "percentage points"}


@pytest.mark.parametrize(("text", "written"), TIMES.items())
def test_a_time_is_written_with_its_period_first(text: str, written: str) -> None:
    assert written_time(text) == written


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_a_time_that_is_written_so_stays(text: str) -> None:
    assert written_time(text) == text


@given(some.text())
def test_a_time_once_written_is_not_changed_again(text: str) -> None:
    assert written_time(written_time(text)) == written_time(text)


@pytest.mark.parametrize(("text", "written"), UNITS.items())
def test_a_unit_is_written_as_the_vocabulary_has_it(text: str, written: str) -> None:
    assert (written_unit(text), unit_key(text)) == (written, unit_key(written))


@pytest.mark.parametrize("text", ["kg", "mg/L", "models of five", "items", "mm", "ms"])
def test_a_unit_that_the_vocabulary_lacks_stays(text: str) -> None:
    assert written_unit(text) == text
