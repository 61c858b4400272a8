"""A value of the wrong form gets a suggestion only where nothing else can have been meant, and in the right form."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from evidence.loading.suggestions import normalised_number, suggestion
from evidence.model import values

TYPES: dict[str, Any] = {
    "number": values.Number, "probability": values.Probability, "count": values.Count, "date": values.PartialDate,
    "day": values.PartialDate, "key": values.Key, "nct": values.NctNumber, "url": values.Url, "doi": values.Doi,
    "country": values.Jurisdiction,
}  # fmt: skip
NOTHING = ""


@pytest.mark.parametrize(
    ("kind", "got", "meant"),
    [
        ("number", "−8,8", "'-8.8'"),
        ("number", "–2.4", "'-2.4'"),
        ("number", ".62", "'0.62'"),
        ("number", "-.5", "'-0.5'"),
        ("number", "+1.3", "'1.3'"),
        ("number", "41.5%", "'41.5'"),
        ("number", "2.4 points", "'2.4'"),
        ("number", "12.5 mg/kg", "'12.5'"),
        ("number", "1 234", "'1234'"),
        ("number", "<0.001", "'0.001' with < in the field of its qualifier"),
        ("number", "about -1.2", "'-1.2' with about in the field of its qualifier"),
        ("number", "~5", "'5' with about in the field of its qualifier"),
        ("number", "1,234", NOTHING),  # a thousand and more, or one and a bit
        ("number", "−4.1 to −0.7", NOTHING),
        ("number", "1e-3", NOTHING),
        ("number", "007", NOTHING),
        ("number", "2026-01-16", NOTHING),
        ("number", "n/a", NOTHING),
        ("probability", "p = 0.03", "'0.03'"),
        ("probability", "P<0.05", "'0.05' with < in the field of its qualifier"),
        ("probability", "0,0496", "'0.0496'"),
        ("probability", "5%", NOTHING),
        ("probability", "ns", NOTHING),
        ("count", "1,234", "'1234'"),
        ("count", "61 participants", "'61'"),
        ("count", "n=61", "'61'"),
        ("count", "35.0", "'35'"),
        ("count", "-61", NOTHING),
        ("count", "12.5", NOTHING),
        ("count", "1,23", NOTHING),
        ("date", "01.10.2030", "'2030-10-01'"),
        ("date", "2026/01/16", "'2026-01-16'"),
        ("date", "2026-1-6", "'2026-01-06'"),
        ("date", "16 Jan 2026", "'2026-01-16'"),
        ("date", "January 16, 2026", "'2026-01-16'"),
        ("date", "1st of May", NOTHING),
        ("date", "Sept 2025", "'2025-09'"),
        ("date", "25/12/2026", "'2026-12-25'"),
        ("date", "12/25/2026", "'2026-12-25'"),
        ("date", "05/06/2026", NOTHING),  # a day in May in one country, in June in another
        ("date", "20260116", "'2026-01-16'"),
        ("date", "31.02.2026", NOTHING),
        ("date", "2027-02-29", NOTHING),
        ("key", "Ague-Score-CFB", "'ague-score-cfb'"),
        ("key", "STUDY 1", "'study-1'"),
        ("key", "–", NOTHING),
        ("nct", "nct 01234567", "'NCT01234567'"),
        ("nct", "NCT0123456", NOTHING),
        ("nct", "NCT012345678", NOTHING),
        ("url", "www.example.org/a", "'https://www.example.org/a'"),
        ("url", "javascript:alert(1)", NOTHING),
        ("doi", "https://doi.org/10.5555/x", "'10.5555/x'"),
        ("doi", "doi:10.5555/x", "'10.5555/x'"),
        ("country", "UK", "'GB'"),
        ("country", "de", "'DE'"),
        ("country", "zz", NOTHING),
        ("other", "x", NOTHING),
    ],
)
def test_what_was_meant_is_said_where_it_is_clear(kind: str, got: str, meant: str) -> None:
    assert suggestion(kind, got) == (f"; did you mean {meant}?" if meant else NOTHING)


PIECES = "0 1 5 61 2026 01 16 31 . , - − – / : ; < > ~ % p P = n NCT nct mg points Jan January about +".split() + [
    " ",
    "10.5555/",
    "doi:",
]


@given(
    st.sampled_from(sorted(TYPES)), st.lists(st.sampled_from(PIECES), max_size=7).map("".join) | st.text(max_size=20)
)
@settings(derandomize=True, max_examples=2000)
def test_a_guess_is_always_a_value_that_would_be_taken(kind: str, got: str) -> None:
    if found := re.match(r"; did you mean '(.*?)'(?: with .*)?\?$", suggestion(kind, got)):
        try:
            TypeAdapter(TYPES[kind]).validate_python(found[1])
        except ValidationError:
            pytest.fail(f"{kind}: {got!r} became {found[1]!r}")


@given(st.text(max_size=12))
def test_what_is_made_alike_in_a_number_is_its_minus_and_its_leading_zero(text: str) -> None:
    made = normalised_number(text)
    assert normalised_number(made) == made
    assert re.sub("[^0-9]", "", made.removeprefix("-").removeprefix("0")) == re.sub(
        "[^0-9]", "", re.sub("^[-\u2212\u2012\u2013\ufe63\uff0d]", "", text).removeprefix("0")
    )
