"""What several test modules share: the built sites, each built once a session, whichever worker comes first."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from support.browser import MissingBrowserError, chromium
from support.built_site import DATA, Built, built_once


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this session see."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def built_site(shared_folder: Path) -> Callable[[str], Built]:
    """The built site of one data folder by its name in built.DATA; this process parses it once."""
    known: dict[str, Built] = {}
    return lambda name: known.get(name) or known.setdefault(name, built_once(shared_folder, name))


@pytest.fixture(scope="session", params=sorted(DATA))
def built(request: pytest.FixtureRequest, built_site: Callable[[str], Built]) -> Built:
    """Each built site in turn."""
    return built_site(request.param)


@pytest.fixture(scope="session")
def real(built_site: Callable[[str], Built]) -> Built:
    """The site of the repository's own data."""
    return built_site("data")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, started once a worker. Without one every test that needs it fails."""
    try:
        with chromium() as started:
            yield started
    except MissingBrowserError as missing:
        pytest.fail(str(missing), pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tell how many planted faults of the data were caught, and where (tests/checks/test_problems.py)."""
    reports = [each for each in terminalreporter.stats.get("passed", []) if each.when == "call"]
    caught = [value for each in reports for name, value in each.user_properties if name == "planted fault"]
    if caught:
        at = Counter(where for _, where in caught)
        kinds = len({rule for rule, _ in caught})
        terminalreporter.write_line(
            f"{len(caught)} planted faults of {kinds} kinds were caught with the right file, line and words: "
            f"{at['line']} at the line that was spoilt, {at['file']} elsewhere in its file, "
            f"{at['elsewhere']} at the place that contradicts it"
        )
