"""A check that is clean means a build that succeeds: made-up data with something absent or otherwise become pages, without
MkDocs and drawings. tests/rehearsals/test_mutations.py tries every change, this a sample of them."""

from pathlib import Path

import pytest

from support.mutations import Rehearsal, broken, sample

# Drug -> how many changes are tried; of most the check says that something is wrong.
SIZES = {"single": 100, "pooled": 60, "rich": 30, "outcomes": 60}


@pytest.mark.parametrize("drug", SIZES)
def test_data_that_pass_the_check_become_a_site(drug: str, tmp_path: Path) -> None:
    tried = sample(drug, SIZES[drug])
    rehearsal = Rehearsal(drug, tmp_path)
    assert broken(rehearsal, tried) == []
    assert 0.05 * len(tried) < rehearsal.made < len(tried)
