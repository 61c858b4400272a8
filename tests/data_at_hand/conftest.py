"""Tests in this folder expect nothing of one drug: they pass for any data set that passes the check."""

import os
from collections.abc import Callable

import pytest

from support.built_site import DATA, Built, published

# `make test-data` names the data; `make test` takes the repository's own and every made-up drug.
NAMES = ["data at hand"] if os.environ.get("EVIDENCE_DATA") else ["data at hand", *sorted(DATA)]


@pytest.fixture(scope="session", params=NAMES)
def built(request: pytest.FixtureRequest, built_site: Callable[[str], Built]) -> Built:
    """Return the built site of the data at hand, or of each data set of the repository in turn."""
    return built_site(request.param)


@pytest.fixture(scope="session")
def at_hand(built_site: Callable[[str], Built]) -> Built:
    """Return the built site of the data at hand alone: of EVIDENCE_DATA, else of the repository's own data."""
    return published(built_site("data at hand"))
