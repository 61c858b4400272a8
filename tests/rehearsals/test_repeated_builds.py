"""The larger data sets are built again with every chart, card, notebook and index made anew, and give the same bytes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support.built_site import Built
from support.repeated_build import assert_builds_alike


@pytest.mark.parametrize("name", ["data", "rich"])
def test_two_builds_give_the_same_bytes(name: str, built_site: Callable[[str], Built], tmp_path: Path) -> None:
    assert_builds_alike(built_site(name), tmp_path)
