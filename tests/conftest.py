"""What the tests share: the built sites, each built once a session, whichever worker comes first, and one Chromium."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser

# Before they are imported: a failed assertion in them says what was compared.
pytest.register_assert_rewrite("support")

from support.browser import MissingBrowserError, chromium
from support.built_site import Built, built_once, published

# The same examples every time, and as long as a busy machine needs.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


# Files of few tests that take long. They come first, so that at the end no worker waits for the other.
LONG = (
    "test_serve.py test_builds.py test_output_directory.py test_markup.py test_contributing.py test_revision_diff.py "
    "test_charts.py test_notebooks.py test_pages_in_chromium.py test_page_weight.py test_autofix.py"
).split()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the order, which may be random, of the files that take long, and of all others after them."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that all workers of this session share."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def built_site(shared_folder: Path) -> Callable[[str], Built]:
    """Return the function from a name in built_site.DATA to its built site; each process parses a site once."""
    known: dict[str, Built] = {}
    return lambda name: known.get(name) or known.setdefault(name, built_once(shared_folder, name))


@pytest.fixture(scope="session", params=["rich", "outcomes"])
def built(request: pytest.FixtureRequest, built_site: Callable[[str], Built]) -> Built:
    """Return the built site of each made-up drug in turn; tests/data_at_hand adds the data at hand."""
    return built_site(request.param)


@pytest.fixture(scope="session")
def rich(built_site: Callable[[str], Built]) -> Built:
    """Return the built site of the made-up drug that has records of every kind."""
    return published(built_site("rich"))


@pytest.fixture(scope="session")
def pooled(built_site: Callable[[str], Built]) -> Built:
    """Return the built site of the made-up drug with two alike studies and a reported pooled result."""
    return published(built_site("pooled"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium of this machine once a worker; without one, fail every test that needs it."""
    try:
        with chromium() as started:
            yield started
    except MissingBrowserError as missing:
        pytest.fail(str(missing), pytrace=False)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the seed of the random order, and how many errors injected into the data were caught, and where."""
    seed = terminalreporter.config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"The same order again: pytest -p randomly --randomly-seed={seed}")
    reports = [each for each in terminalreporter.stats.get("passed", []) if each.when == "call"]
    caught = [value for each in reports for name, value in each.user_properties if name == "injected error"]
    if caught:
        at = Counter(where for _, where in caught)
        kinds = len({rule for rule, _ in caught})
        terminalreporter.write_line(
            f"{len(caught)} errors of {kinds} kinds, injected into the data, were caught with the right file, line and "
            f"words: {at['line']} at the line that was changed, {at['file']} elsewhere in its file, "
            f"{at['elsewhere']} at the place that contradicts it"
        )
