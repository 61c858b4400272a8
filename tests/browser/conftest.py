"""A window for tests that open a page of the made-up drug and look for complaints at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from support.browser import Open, visit
from support.built_site import ADDRESS, Built


@pytest.fixture
def open_page(browser: Browser, rich: Built) -> Iterator[Open]:
    """Open a page in a fresh window that may copy; fail at the end on any complaint of the browser."""
    complaints: list[list[str]] = []
    with ExitStack() as windows:

        def start(address: str, **how: Any) -> Page:
            made = visit(browser, rich.root, ADDRESS, permissions=["clipboard-read", "clipboard-write"], **how)
            opened = windows.enter_context(made)
            complaints.append(opened.wrong)
            return opened.open(address)

        yield start
        assert [wrong for wrong in complaints if wrong] == []
