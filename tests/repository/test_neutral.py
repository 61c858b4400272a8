"""The code knows no drug."""

import pytest

from support.built_site import DATA, ROOT
from support.names_of_a_drug import found_in, names_of


@pytest.mark.parametrize("name", DATA)
def test_the_code_names_no_drug_its_disease_or_its_studies(name: str) -> None:
    names = names_of(ROOT / DATA[name])
    assert len(names) > 4
    assert found_in(names, "hooks") == []


def test_no_file_of_the_code_is_called_after_a_drug_or_a_study() -> None:
    names = {name.replace(" ", "-") for folder in DATA.values() for name in names_of(ROOT / folder)}
    called = {path.stem.casefold() for place in ("hooks", "docs") for path in (ROOT / place).rglob("*")}
    assert called & names == set()
