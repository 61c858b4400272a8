"""Every page on contributing is done as it says, word by word, on a fresh copy of the repository (support/contributing.py)."""

from pathlib import Path

import pytest

from support.contributing import REHEARSALS, Rehearsal, follow_index, follow_page


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    """Return a copy in which the index was followed."""
    return follow_index(tmp_path_factory.mktemp("ready"))


@pytest.mark.parametrize("page", REHEARSALS, ids=lambda page: page.stem)
def test_each_page_works_word_by_word_and_costs_what_it_says(page: Path, ready: Rehearsal, tmp_path: Path) -> None:
    follow_page(page, ready, tmp_path)
