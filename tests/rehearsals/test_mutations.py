"""Every change of the made-up drugs that the check finds nothing wrong with becomes a site."""

from pathlib import Path

import pytest

from support.built_site import ROOT
from support.mutations import Rehearsal, broken, mutations

PARTS = 8


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("drug", sorted(path.name for path in (ROOT / "tests" / "drugs").iterdir() if path.is_dir()))
def test_data_that_pass_the_check_become_a_site(drug: str, part: int, tmp_path: Path) -> None:
    assert broken(Rehearsal(drug, tmp_path), list(mutations(drug))[part::PARTS]) == []
